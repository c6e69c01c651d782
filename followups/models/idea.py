from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.models.article import Article
from followups.models.nudge import Nudge
from followups.models.touchpoint import Touchpoint

if TYPE_CHECKING:
    from crm.models import User


# Open, and in no mail so far: a nudge that was withdrawn told nobody of its ideas.
NOT_PROPOSED = Q(state__in=["new", "saved"]) & (Q(nudge=None) | Q(nudge__state=Nudge.State.WITHDRAWN))


class IdeaQuerySet(models.QuerySet["Idea"]):
    def owned_by(self, user: User) -> IdeaQuerySet:
        return self.filter(contact__owner=user)

    def open(self) -> IdeaQuerySet:
        return self.filter(state__in=[Idea.State.NEW, Idea.State.SAVED])

    def not_proposed(self) -> IdeaQuerySet:
        return self.filter(NOT_PROPOSED)

    def best_first(self) -> IdeaQuerySet:
        return self.order_by("-score", "-id")


class Idea(models.Model):
    """Something worth a contact's time: an article, news of the company, or a peer for an opening there.

    A row stays for good, whatever became of it: nothing is proposed to the same person twice.
    """

    class Why(models.TextChoices):
        INTEREST = "interest", _("an interest they mentioned")
        FIELD = "field", _("their field")
        COMPANY = "company", _("news of their company")
        REFERRAL = "referral", _("a role they are hiring for")
        BY_HAND = "by_hand", _("you picked it")

    class News(models.TextChoices):
        FUNDING = "funding", _("funding round")
        AWARD = "award", _("award")
        LAUNCH = "launch", _("launch")
        MILESTONE = "milestone", _("milestone")
        HIRE = "hire", _("new hire")
        PROMOTION = "promotion", _("promotion")
        OPENING = "opening", _("new place")

    class State(models.TextChoices):
        NEW = "new", _("New")
        SAVED = "saved", _("Saved for later")
        DISMISSED = "dismissed", _("Dismissed")
        USED = "used", _("Sent")

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="ideas")
    kind = models.CharField(max_length=16, choices=Touchpoint.Kind)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="ideas")
    opening = models.ForeignKey(
        "contacts.Opening", on_delete=models.CASCADE, null=True, blank=True, related_name="ideas"
    )
    peer = models.ForeignKey("contacts.Peer", on_delete=models.CASCADE, null=True, blank=True, related_name="ideas")
    why = models.CharField(max_length=8, choices=Why)
    topic = models.CharField(max_length=200, blank=True)  # the interest, field, company or skills that it fits
    news = models.CharField(max_length=9, choices=News, blank=True)
    score = models.FloatField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    # The nudge whose mail proposes it; `place` is its place in that mail, best first.
    nudge = models.ForeignKey(Nudge, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas")
    place = models.PositiveSmallIntegerField(default=0)
    # The message that carried it.
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_article_is_one_idea_for_a_contact",
                fields=["contact", "article"],
                condition=Q(article__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_peer_for_an_opening_is_one_idea_for_a_contact",
                fields=["contact", "opening", "peer"],
                condition=Q(article=None),
            ),
            models.CheckConstraint(
                name="an_idea_has_one_item",
                condition=Q(article__isnull=False, opening=None, peer=None)
                | Q(article=None, opening__isnull=False, peer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="open_ideas_best_first",
                fields=["contact", "-score", "-id"],
                condition=Q(state__in=["new", "saved"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article or self.opening}"

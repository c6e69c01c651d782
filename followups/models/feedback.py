from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from crm.models import User

# No answer after three weeks closes a request quietly.
WAIT_FOR_ANSWER = timedelta(weeks=3)
# Thanks that are owed hold a contact's nudges back for two weeks at most.
THANKS_HOLD = timedelta(days=14)


class FeedbackRequestQuerySet(models.QuerySet["FeedbackRequest"]):
    def owned_by(self, user: User) -> FeedbackRequestQuerySet:
        return self.filter(owner=user)

    def proposed(self) -> FeedbackRequestQuerySet:
        return self.filter(state=FeedbackRequest.State.PROPOSED)

    def waiting(self) -> FeedbackRequestQuerySet:
        return self.filter(state=FeedbackRequest.State.ASKED)

    def owed_thanks(self) -> FeedbackRequestQuerySet:
        return self.filter(state=FeedbackRequest.State.ANSWERED)


class FeedbackRequest(models.Model):
    """The one question that a rejection allows: what would have made me stronger?"""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Not asked yet")
        NOT_ASKED = "not_asked", _("Chose not to ask")
        ASKED = "asked", _("Waiting for an answer")
        NO_ANSWER = "no_answer", _("No answer")
        ANSWERED = "answered", _("Answered")
        THANKED = "thanked", _("Thanked")
        THANKS_DECLINED = "thanks_declined", _("Answered, no thanks sent")

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="feedback_requests")
    # One to one: there is no second request for the same rejection, ever.
    rejection = models.OneToOneField("contacts.Rejection", on_delete=models.CASCADE, related_name="feedback_request")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="feedback_requests")
    state = models.CharField(max_length=16, choices=State, default=State.PROPOSED)
    # Whose wording the question starts from: "warm", "brief", "formal", or the number of a template of the user's own.
    voice = models.CharField(max_length=20, default="warm")
    # The letters as the user left them; empty: the app's own wording is shown.
    draft_subject = models.CharField(_("Subject"), max_length=300, blank=True)
    draft_text = models.TextField(_("Your letter"), max_length=20_000, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("What they wrote"), max_length=50_000, blank=True)
    # What was pasted, with the quoted tail and the signature that `answer` is without.
    answer_original = models.TextField(max_length=100_000, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    # Keys of `followups/themes.py`, or the user's own words.
    themes = models.JSONField(default=list, blank=True)
    # Sentences of the answer that are folded away: they hurt.
    folded = models.JSONField(default=list, blank=True)
    thanks_subject = models.CharField(_("Subject"), max_length=300, blank=True)
    thanks_text = models.TextField(_("Your letter"), max_length=20_000, blank=True)
    thanked_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FeedbackRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            # Today reads what is open; what is closed grows for years and must not be read past.
            models.Index(
                name="open_feedback_requests",
                fields=["owner", "state"],
                condition=models.Q(state__in=["proposed", "asked", "answered"]),
            ),
            models.Index(name="feedback_requests_by_contact", fields=["contact", "state"]),
            models.Index(
                name="feedback_answers_newest_first",
                fields=["owner", "-answered_on"],
                condition=models.Q(answered_on__isnull=False),
            ),
            models.Index(name="feedback_requests_that_wait", fields=["asked_on"], condition=models.Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.rejection}"

    @property
    def waits_until(self) -> date | None:
        return self.asked_on + WAIT_FOR_ANSWER if self.asked_on else None

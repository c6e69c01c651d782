from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.company import Company
from contacts.models.owned import OwnedQuerySet, name_key
from contacts.search_index import TrigramIndex

CADENCES = [1, 2, 3, 6, 12]


class ContactQuerySet(OwnedQuerySet["Contact"]):
    def in_touch(self) -> ContactQuerySet:
        return self.filter(standing=Contact.Standing.ACTIVE)

    def due(self, on: date) -> ContactQuerySet:
        """Whom a nudge may be about on that day: in touch, the date reached, not paused, no thanks owed to them."""
        return (
            self.in_touch()
            .filter(next_on__lte=on)
            .filter(Q(paused_until=None) | Q(paused_until__lte=on))
            .filter(Q(thanks_held_until=None) | Q(thanks_held_until__lte=on))
        )

    def paused(self, on: date) -> ContactQuerySet:
        return self.in_touch().filter(paused_until__gt=on)

    def by_name(self) -> ContactQuerySet:
        return self.order_by("name_key", "id")

    def longest_waiting_first(self) -> ContactQuerySet:
        return self.order_by("next_on", "id")


class Contact(models.Model):
    """The hiring manager or recruiter who now knows you."""

    class Standing(models.TextChoices):
        ACTIVE = "active", _("In touch")
        ENDED = "ended", _("Ended")
        STOPPED = "stopped", _("Asked not to be contacted")

    class Outcome(models.TextChoices):
        ROLE_CAME_UP = "role_came_up", _("A role came up")
        INTERVIEW = "interview", _("It led to an interview")
        HIRED = "hired", _("It led to a job")
        FRIENDSHIP = "friendship", _("A friendship")
        QUIET = "quiet", _("It went quiet")
        OTHER = "other", _("Something else")

    class Cadence(models.IntegerChoices):
        MONTHLY = 1, _("Every month")
        TWO_MONTHS = 2, _("Every 2 months")
        QUARTERLY = 3, _("Every 3 months")
        HALF_YEARLY = 6, _("Every 6 months")
        YEARLY = 12, _("Once a year")

    class NextFrom(models.TextChoices):
        """The event that the next date counts from."""

        ADDED = "added", _("the day you added them")
        REJECTION = "rejection", _("the rejection")
        OUTREACH = "outreach", _("your last message")
        THANKS = "thanks", _("your thank-you")
        NUDGE = "nudge", _("the last nudge")
        PAUSE = "pause", _("the end of the pause")

    # Without an index of its own: `contacts_by_name` begins with the owner, and has the order in which a page shows
    # fifty of a hundred thousand. A database that could choose one without it would.
    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="contacts", db_index=False)
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("Contact name"), max_length=200)
    name_key = models.CharField(max_length=250, editable=False)
    email = models.EmailField(_("Contact e-mail"), blank=True)
    title = models.CharField(_("Contact title"), max_length=200, blank=True)
    field = models.CharField(_("Field"), max_length=120, blank=True)
    notes = models.TextField(_("Notes"), max_length=20_000, blank=True)
    search_text = models.TextField(editable=False, default="")
    added_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    cadence = models.PositiveSmallIntegerField(_("How often"), choices=Cadence, default=Cadence.MONTHLY)
    next_on = models.DateField(null=True, blank=True, editable=False)
    next_from = models.CharField(max_length=12, choices=NextFrom, default=NextFrom.ADDED, editable=False)
    next_from_on = models.DateField(null=True, editable=False)

    standing = models.CharField(max_length=8, choices=Standing, default=Standing.ACTIVE)
    paused_until = models.DateField(_("Paused until"), null=True, blank=True)
    thanks_held_until = models.DateField(null=True, blank=True)
    outcome = models.CharField(_("What came of it"), max_length=16, choices=Outcome, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # After so many letters without an answer a longer cadence is proposed, then a pause: how often it was, and when.
    quiet_step = models.PositiveSmallIntegerField(default=0, editable=False)
    quiet_answered_on = models.DateField(null=True, blank=True, editable=False)
    # Ideas are to be looked for: what they care about is new, or has changed.
    needs_matching = models.BooleanField(default=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_cadence_is_1_2_3_6_or_12_months", condition=Q(cadence__in=CADENCES)),
            models.CheckConstraint(
                name="only_who_is_in_touch_has_a_next_date", condition=Q(standing="active") | Q(next_on=None)
            ),
            TrigramIndex(name="contacts_search", column="search_text"),
        ]
        indexes = [
            models.Index(name="contacts_by_name", fields=["owner", "name_key", "id"]),
            models.Index(name="contacts_due", fields=["owner", "next_on", "id"], condition=Q(standing="active")),
            models.Index(name="contacts_to_match", fields=["id"], condition=Q(needs_matching=True)),
            models.Index(name="contacts_by_email", fields=["owner", "email"], condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)[:250]
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("contact", args=[self.pk])

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def is_active(self) -> bool:
        return self.standing == self.Standing.ACTIVE

    def may_be_nudged(self, on: date) -> bool:
        """In touch, not paused, and no thanks owed to them, on that day."""
        holds = [day for day in (self.paused_until, self.thanks_held_until) if day]
        return self.is_active and all(day <= on for day in holds)

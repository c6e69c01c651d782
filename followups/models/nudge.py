from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.constraints import month_apart
from followups.models.mail import NudgeMail, draw_public_id
from followups.months import MonthLater, MonthStart

if TYPE_CHECKING:
    from crm.models import User

STANDING = ~Q(state__in=["withdrawn", "merged"])


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def owned_by(self, user: User) -> NudgeQuerySet:
        return self.filter(contact__owner=user)

    def newest_first(self) -> NudgeQuerySet:
        return self.order_by("-on", "-id")

    def mailed(self) -> NudgeQuerySet:
        """Nudges whose mail was handed over, or may have been."""
        return self.filter(mail__state__in=[NudgeMail.State.HANDING, NudgeMail.State.SENT, NudgeMail.State.UNSURE])


class Nudge(models.Model):
    """The app's reminder that one contact is due; mail is only a way to tell of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SENT_IT = "sent_it", _("Sent it")
        NOT_THIS_MONTH = "not_this_month", _("Not this month")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("Merged")

    # A withdrawn nudge frees its month; a merged one does not stand in the way of its twin.
    FREES_THE_MONTH: ClassVar[list[str]] = [State.WITHDRAWN, State.MERGED]

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="nudges")
    public_id = models.CharField(max_length=22, unique=True, default=draw_public_id)
    on = models.DateField()
    until = models.GeneratedField(expression=MonthLater(F("on")), output_field=models.DateField(), db_persist=True)
    month = models.GeneratedField(expression=MonthStart(F("on")), output_field=models.DateField(), db_persist=True)
    state = models.CharField(max_length=14, choices=State, default=State.OPEN)
    # None: recorded without mailing (`manage.py resume --assume-sent-until`).
    mail = models.ForeignKey(NudgeMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="nudges")
    # Failed mails that carried this nudge before its present one.
    earlier_mails = models.ManyToManyField(NudgeMail, related_name="passed_on_nudges", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints = [
            month_apart("nudges_to_a_contact_are_a_month_apart", STANDING),
            models.UniqueConstraint(
                name="a_contact_has_one_nudge_a_calendar_month", fields=["contact", "month"], condition=STANDING
            ),
            models.UniqueConstraint(name="a_contact_has_one_open_nudge", fields=["contact"], condition=Q(state="open")),
        ]
        indexes = [
            models.Index(name="nudges_newest_first", fields=["contact", "-on", "-id"]),
            models.Index(name="open_nudges_by_mail", fields=["mail"], condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.on}"

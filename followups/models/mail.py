from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from crm.models import User

# So many contacts are told of in full; a digest has the rest on a line each.
IN_FULL = 10


def draw_public_id() -> str:
    return secrets.token_urlsafe(16)


class NudgeMailQuerySet(models.QuerySet["NudgeMail"]):
    def owned_by(self, user: User) -> NudgeMailQuerySet:
        return self.filter(owner=user)

    def unfinished(self) -> NudgeMailQuerySet:
        return self.filter(state__in=NudgeMail.UNFINISHED)

    def newest_first(self) -> NudgeMailQuerySet:
        return self.order_by("-on", "-id")


class NudgeMail(models.Model):
    """One e-mail to a user that carries nudges. The table is the outbox: the queue of record.

    A row's state is changed by conditional updates alone (`followups/outbox.py`); a `save()` could undo
    what another worker did.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Waiting to be sent")
        CLAIMED = "claimed", _("Being sent")
        HANDING = "handing", _("Being handed over")
        SENT = "sent", _("Sent")
        UNSURE = "unsure", _("May not have arrived")
        FAILED = "failed", _("Refused")
        CANCELLED = "cancelled", _("No longer needed")
        HELD = "held", _("Held back")

    UNFINISHED: ClassVar[list[str]] = [State.PLANNED, State.CLAIMED, State.HANDING, State.HELD]
    # Nothing of the message has left this machine: its nudges may still be withdrawn.
    NOT_HANDED_OVER: ClassVar[list[str]] = [State.PLANNED, State.CLAIMED, State.HELD, State.FAILED]

    # Each change of state writes into every index. The newest-first one finds the owner's; `unique` would add another.
    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="nudge_mails", db_index=False)
    public_id = models.CharField(max_length=22, default=draw_public_id)
    on = models.DateField()  # the user's own day; one mail each
    is_digest = models.BooleanField(default=False)
    recipient = models.EmailField()
    # Fixed when the mail is planned: whatever is tried again is the same message.
    message_id = models.CharField(max_length=120)
    subject = models.CharField(max_length=300, blank=True)

    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    token = models.CharField(max_length=22, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    # The first hand-over of which nobody knows the end, where the relay removes the repeat that follows.
    unclear_since = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NudgeMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_nudge_mail_has_a_public_id_of_its_own", fields=["public_id"]),
            models.UniqueConstraint(name="a_nudge_mail_has_a_message_id_of_its_own", fields=["message_id"]),
            models.UniqueConstraint(
                name="a_user_gets_one_nudge_mail_a_day", fields=["owner", "on"], condition=~Q(state="cancelled")
            ),
            models.UniqueConstraint(
                name="a_user_has_one_unfinished_nudge_mail",
                fields=["owner"],
                condition=Q(state__in=["planned", "claimed", "handing", "held"]),
            ),
        ]
        indexes = [
            models.Index(name="nudge_mails_to_send", fields=["not_before", "id"], condition=Q(state="planned")),
            models.Index(
                name="nudge_mails_under_lease",
                fields=["lease_until", "id"],
                condition=Q(state__in=["claimed", "handing"]),
            ),
            models.Index(
                name="nudge_mails_to_repeat",
                fields=["unclear_since"],
                condition=Q(state="planned", unclear_since__isnull=False),
            ),
            models.Index(name="nudge_mails_newest_first", fields=["owner", "-on", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_state_display()}"

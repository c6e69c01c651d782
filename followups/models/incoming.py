from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.models.touchpoint import Touchpoint

if TYPE_CHECKING:
    from crm.models import User


class IncomingMessageQuerySet(models.QuerySet["IncomingMessage"]):
    def owned_by(self, user: User) -> IncomingMessageQuerySet:
        return self.filter(contact__owner=user)


class IncomingMessage(models.Model):
    """Something that a contact wrote to the user, other than the answer to a feedback request."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="incoming_messages")
    on = models.DateField(_("Day"))
    channel = models.CharField(_("Channel"), max_length=8, choices=Touchpoint.Channel, default=Touchpoint.Channel.EMAIL)
    text = models.TextField(_("What they wrote"), max_length=50_000, blank=True)
    # Drawn when the form is shown, so that a double click logs one message.
    submission = models.UUIDField(null=True, editable=False, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IncomingMessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="incoming_messages_newest_first", fields=["contact", "-on", "-id"]),
            # Today shows those of the last days, whoever wrote them.
            models.Index(name="incoming_messages_by_day", fields=["-on"]),
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.on}"

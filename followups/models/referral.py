from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.models.touchpoint import Touchpoint

if TYPE_CHECKING:
    from crm.models import User


class ReferralQuerySet(models.QuerySet["Referral"]):
    def owned_by(self, user: User) -> ReferralQuerySet:
        return self.filter(contact__owner=user)


class Referral(models.Model):
    """A peer put forward for an opening, through a contact."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Not sent yet")
        SENT = "sent", _("Sent")
        REPLIED = "replied", _("They replied")
        INTERVIEW = "interview", _("Interview")
        HIRED = "hired", _("Hired")
        NOTHING = "nothing", _("Nothing came of it")

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="referrals")
    opening = models.ForeignKey("contacts.Opening", on_delete=models.CASCADE, related_name="referrals")
    peer = models.ForeignKey("contacts.Peer", on_delete=models.CASCADE, related_name="referrals")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFTED)
    draft_subject = models.CharField(_("Subject"), max_length=300, blank=True)
    draft_text = models.TextField(_("Your letter"), max_length=20_000, blank=True)
    touchpoint = models.OneToOneField(
        Touchpoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="referral"
    )
    changed_on = models.DateField(null=True, blank=True)  # the day of its present state
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_peer_is_referred_for_an_opening_once_to_a_contact", fields=["contact", "opening", "peer"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.peer}: {self.opening}"

"""Other places that want to know: programs that are called (webhooks), and devices that show a word (push)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import OwnedQuerySet
from followups.models.mail import draw_public_id

if TYPE_CHECKING:
    from crm.models import User


class Webhook(models.Model):
    """A program's address that is called when something happened."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="webhooks")
    # Encrypted: such an address often holds a secret of its own.
    sealed_url = models.BinaryField()
    sealed_secret = models.BinaryField()
    on_nudge_mailed = models.BooleanField(_("A nudge was mailed"), default=True)
    on_touchpoint_logged = models.BooleanField(_("A letter was noted"), default=True)
    on_answer_recorded = models.BooleanField(_("An answer was noted"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Since when no delivery went through; after three days of it, or a “gone for good”, the address rests.
    failing_since = models.DateTimeField(null=True, editable=False)
    rests_since = models.DateTimeField(null=True, editable=False)

    objects: models.Manager[Webhook] = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def owned_by(self, user: User) -> DeliveryQuerySet:
        return self.filter(webhook__owner=user)

    def due(self, now: datetime) -> DeliveryQuerySet:
        return self.filter(state=Delivery.State.WAITING, next_try_at__lte=now, webhook__rests_since=None)


class Delivery(models.Model):
    """One event for one webhook: it waits in the database until the program has taken it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        TAKEN = "taken", _("taken")
        GIVEN_UP = "given_up", _("given up")

    class Event(models.TextChoices):
        NUDGE_MAILED = "nudge.mailed", _("A nudge was mailed")
        TOUCHPOINT_LOGGED = "touchpoint.logged", _("A letter was noted")
        ANSWER_RECORDED = "answer.recorded", _("An answer was noted")
        TEST = "test", _("A test")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    public_id = models.CharField(max_length=32, default=draw_public_id, unique=True)
    event = models.CharField(max_length=20, choices=Event)
    # Whom it is about: erased with them.
    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, null=True, related_name="deliveries")
    nudge = models.ForeignKey("followups.Nudge", on_delete=models.CASCADE, null=True, related_name="deliveries")
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=300, blank=True)  # what came of the last attempt, in words
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_nudge_is_told_to_a_webhook_once", fields=["webhook", "nudge"], condition=Q(nudge__isnull=False)
            )
        ]
        indexes = [
            models.Index(name="deliveries_to_make", fields=["next_try_at", "id"], condition=Q(state="waiting")),
            models.Index(name="deliveries_newest_first", fields=["webhook", "-id"]),
        ]

    def __str__(self) -> str:
        return self.public_id


class PushTarget(models.Model):
    """A device or a service that shows a word when a nudge mail was sent."""

    class Kind(models.TextChoices):
        NTFY = "ntfy", "ntfy"
        GOTIFY = "gotify", "Gotify"
        JSON = "json", _("A webhook (JSON)")

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="push_targets")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind)
    # As Apprise writes it; encrypted, for the topic or the token in it is a secret.
    sealed_url = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: models.Manager[PushTarget] = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"push target {self.pk}"


class Push(models.Model):
    """One nudge mail told to one target. Written before it is sent: at most one leaves."""

    class State(models.TextChoices):
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")
        FAILED = "failed", _("did not go through")

    target = models.ForeignKey(PushTarget, on_delete=models.CASCADE, related_name="pushes")
    mail = models.ForeignKey("followups.NudgeMail", on_delete=models.CASCADE, related_name="pushes")
    state = models.CharField(max_length=8, choices=State, default=State.SENDING)
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_mail_is_pushed_once", fields=["target", "mail"])]

    def __str__(self) -> str:
        return f"push {self.pk}"

"""Take what waits to the webhooks: claimed first, tried again with growing pauses, given up after three days.

At least once: a program that took a delivery and whose answer was lost gets it again, under the same `webhook-id`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.encryption import CannotDecrypt, decrypt
from followups.fetching import FetchProblem
from followups.fetching.posting import post, write_json
from followups.models import Delivery, Webhook
from followups.stopping import stop_is_asked
from followups.telling.signing import sign
from followups.telling.webhooks import read_url

log = structlog.get_logger(__name__)

# A claim ends by itself if its worker dies. An attempt takes 10 seconds at most.
CLAIM = timedelta(minutes=2)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60)]
LONGEST_PAUSE = timedelta(hours=12)
GIVE_UP_AFTER = timedelta(days=3)
KEPT_FOR = timedelta(days=30)
MOST_AT_ONCE = 100
State = Delivery.State


def deliveries_are_due(now: datetime) -> bool:
    return Delivery.objects.due(now).exists()


def make_deliveries(now: datetime) -> int:
    """Send what is due; returns how many were taken."""
    Delivery.objects.filter(created_at__lt=now - KEPT_FOR).exclude(state=State.WAITING).delete()
    taken = 0
    for number in Delivery.objects.due(now).order_by("next_try_at", "id").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        if stop_is_asked():
            break
        if delivery := claim(number):
            taken += deliver(delivery)
    return taken


def claim(number: int) -> Delivery | None:
    """The delivery, if it is due and nobody else has it."""
    now = timezone.now()
    due = Delivery.objects.filter(pk=number, state=State.WAITING, next_try_at__lte=now)
    if not due.update(next_try_at=now + CLAIM, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("webhook").filter(pk=number).first()


def deliver(delivery: Delivery) -> bool:
    """Call the program; says whether it took it."""
    webhook = delivery.webhook
    body = write_json(delivery.payload)
    try:
        secret = decrypt(bytes(webhook.sealed_secret)).decode()
        signed = sign(secret, message_id=f"msg_{delivery.public_id}", moment=timezone.now(), body=body)
        headers = {**signed, "Content-Type": "application/json"}
        answer = post(read_url(webhook), body, headers=headers)
    except (FetchProblem, CannotDecrypt) as trouble:
        note_failure(delivery, str(trouble))
        return False
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        note_taken(delivery, answer.status)
        return True
    note_failure(delivery, _("It answered %(status)d.") % {"status": answer.status})
    if answer.status == HTTPStatus.GONE:
        Webhook.objects.filter(pk=webhook.pk).update(rests_since=timezone.now())
    return False


@transaction.atomic
def note_taken(delivery: Delivery, status: int) -> None:
    said = _("It answered %(status)d.") % {"status": status}
    settle(delivery, state=State.TAKEN, answer=said, taken_at=timezone.now())
    Webhook.objects.filter(pk=delivery.webhook_id).exclude(failing_since=None).update(failing_since=None)


@transaction.atomic
def note_failure(delivery: Delivery, why: str) -> None:
    """Try again later; after three days the delivery is given up, and a webhook that failed as long rests."""
    now = timezone.now()
    pause = PAUSES[delivery.attempts - 1] if delivery.attempts <= len(PAUSES) else LONGEST_PAUSE
    is_over = now + pause > delivery.created_at + GIVE_UP_AFTER
    settle(delivery, state=State.GIVEN_UP if is_over else State.WAITING, answer=why[:300], next_try_at=now + pause)
    webhook = Webhook.objects.filter(pk=delivery.webhook_id)
    webhook.filter(failing_since=None).update(failing_since=now)
    webhook.filter(failing_since__lt=now - GIVE_UP_AFTER, rests_since=None).update(rests_since=now)
    log.info("webhook_failed", webhook=delivery.webhook_id, attempts=delivery.attempts)


def settle(delivery: Delivery, **fields: object) -> None:
    """Write down what came of it, unless the claim ended meanwhile."""
    Delivery.objects.filter(pk=delivery.pk, next_try_at=delivery.next_try_at, state=State.WAITING).update(**fields)

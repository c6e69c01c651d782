"""What happened, written down for the webhooks that want to know; in the transaction in which it happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from contacts.models import Contact
from followups.models import Delivery, FeedbackRequest, Nudge, NudgeMail, Touchpoint, Webhook

Event = Delivery.Event

# Mails that were settled within this time are looked at; a delivery is written once for each nudge, however often.
LOOK_BACK = timedelta(days=2)
MOST_AT_ONCE = 500


def note_touchpoint(touchpoint: Touchpoint) -> None:
    """A letter was noted on the timeline; history that was imported is no news."""
    if touchpoint.source == Touchpoint.Source.IMPORT:
        return
    told = {
        "id": touchpoint.pk,
        "kind": touchpoint.kind,
        "on": touchpoint.on.isoformat(),
        "channel": touchpoint.channel,
        "early": touchpoint.early,
    }
    note(touchpoint.contact, Event.TOUCHPOINT_LOGGED, told, wanted="on_touchpoint_logged")


def note_answer(request: FeedbackRequest) -> None:
    """Their answer to the question for feedback was noted."""
    answered = request.answered_on.isoformat() if request.answered_on else None
    told = {"id": request.pk, "rejection": request.rejection_id, "answered_on": answered}
    note(request.contact, Event.ANSWER_RECORDED, told, wanted="on_answer_recorded")


def note(contact: Contact, event: str, told: dict[str, Any], *, wanted: str) -> None:
    webhooks = Webhook.objects.filter(owner=contact.owner_id, rests_since=None, **{wanted: True})
    now = timezone.now()
    rows = [
        Delivery(webhook=webhook, event=event, contact=contact, payload=write_payload(event, contact, told, now))
        for webhook in webhooks
    ]
    if rows:
        Delivery.objects.bulk_create(rows)


def write_payload(event: str, contact: Contact, told: dict[str, Any], now: datetime) -> dict[str, Any]:
    about = {"contact": contact.pk, "contact_name": contact.name}
    return {"type": event, "timestamp": now.isoformat(timespec="seconds"), "data": {**told, **about}}


def note_mailed_nudges(now: datetime) -> int:
    """Find the nudges that were mailed and not told yet; returns how many deliveries were written.

    Looked for afterwards, for sending a mail has no time for it.
    """
    if not Webhook.objects.filter(rests_since=None, on_nudge_mailed=True).exists():
        return 0
    told = Delivery.objects.filter(nudge=OuterRef("pk"), webhook__owner=OuterRef("mail__owner"))
    mailed = Nudge.objects.filter(
        mail__state=NudgeMail.State.SENT,
        mail__settled_at__gte=now - LOOK_BACK,
        mail__owner__webhooks__on_nudge_mailed=True,
        mail__owner__webhooks__rests_since=None,
        mail__owner__webhooks__created_at__lte=F("mail__settled_at"),
    )
    mailed = mailed.filter(~Exists(told)).select_related("contact", "mail").distinct()[:MOST_AT_ONCE]
    rows = [row for nudge in mailed for row in tell_of_nudge(nudge, now)]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def tell_of_nudge(nudge: Nudge, now: datetime) -> list[Delivery]:
    assert nudge.mail is not None and nudge.mail.settled_at is not None, "only mailed nudges are told"
    told = {
        "id": nudge.pk,
        "on": nudge.on.isoformat(),
        "mailed_at": nudge.mail.settled_at.isoformat(timespec="seconds"),
    }
    payload = write_payload(Event.NUDGE_MAILED, nudge.contact, told, now)
    webhooks = Webhook.objects.filter(owner=nudge.mail.owner_id, rests_since=None, on_nudge_mailed=True)
    return [
        Delivery(webhook=webhook, event=Event.NUDGE_MAILED, contact=nudge.contact, nudge=nudge, payload=payload)
        for webhook in webhooks.filter(created_at__lte=nudge.mail.settled_at)
    ]

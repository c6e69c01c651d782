"""What came of knowing somebody: a role, an interview, a job, a friendship. Each is noted when it happens."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from contacts.models import Contact, ContactEvent
from followups.locks import lock_contact
from followups.touchpoints import refuse_future_day

Outcome = Contact.Outcome

# What can be noted while you stay in touch; the others say how it ended.
GOOD = [Outcome.ROLE_CAME_UP, Outcome.INTERVIEW, Outcome.HIRED, Outcome.FRIENDSHIP]


@transaction.atomic
def note_outcome(contact: Contact, *, outcome: str, on: date) -> ContactEvent:
    """Note that something good came of it on the day `on`; the contact goes on. Raises `FutureDay`."""
    lock_contact(contact)
    refuse_future_day(contact, on)
    event = record_outcome(contact, outcome=outcome, on=on)
    keep_last_outcome(contact)
    return event


def record_outcome(contact: Contact, *, outcome: str, on: date) -> ContactEvent:
    """The event on the timeline; the same outcome of the same day is noted once, however often it is clicked."""
    known = contact.events.filter(kind=ContactEvent.Kind.OUTCOME, text=outcome, on=on).first()
    return known or ContactEvent.objects.create(contact=contact, kind=ContactEvent.Kind.OUTCOME, on=on, text=outcome)


@transaction.atomic
def take_back_outcome(contact: Contact, event_id: int) -> bool:
    """Take an outcome off again; False if it was off already."""
    lock_contact(contact)
    taken, _rows = contact.events.filter(kind=ContactEvent.Kind.OUTCOME, pk=event_id).delete()
    if taken:
        keep_last_outcome(contact)
    return bool(taken)


def keep_last_outcome(contact: Contact) -> None:
    event = read_last_outcome(contact)
    contact.outcome = event.text if event else ""
    contact.save(update_fields=["outcome"])


def read_last_outcome(contact: Contact) -> ContactEvent | None:
    return contact.events.filter(kind=ContactEvent.Kind.OUTCOME).order_by("-id").first()

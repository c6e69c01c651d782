"""A user's calendar: one entry for each person, on the day they may be written to next, or with thanks that are due.

iCalendar (RFC 5545), for programs that subscribe to an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from contacts.models import Contact
from crm.models import User
from followups.models import CalendarAddress, FeedbackRequest
from followups.secret_addresses import LENGTH, draw_secret, end_address, find_owner_of, read_secret
from followups.wording import one_line

# Programs ask every few hours; who has more people sees the next of them.
MOST_ENTRIES = 1000
LOOK_AGAIN_AFTER = timedelta(hours=4)
# Makes an entry's identity: the same for as long as the person is there, and nobody else's.
OURS = UUID("6f1c2a52-6d0e-4a8e-9d55-0a8f0b5e7c31")


def make_calendar_address(user: User) -> str:
    """Draw the address anew; the one before shows nothing from now on."""
    return write_address(draw_secret(CalendarAddress, user))


def drop_calendar_address(user: User) -> None:
    end_address(CalendarAddress, user)


def read_calendar_address(user: User) -> str:
    secret = read_secret(CalendarAddress, user)
    return write_address(secret) if secret else ""


def find_calendar_owner(secret: str) -> User | None:
    return find_owner_of(CalendarAddress, secret) if len(secret) == LENGTH else None


def write_address(secret: str) -> str:
    return f"{settings.SITE_URL}/calendar/{secret}.ics"


def write_calendar(user: User, now: datetime) -> bytes:
    """The user's calendar as a file. It changes when an entry does, or a day goes by."""
    calendar = Calendar()
    calendar.add("prodid", "-//Afterword//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Afterword"))
    calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", LOOK_AGAIN_AFTER)
    for event in write_events(user, user.today(now)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_events(user: User, today: date) -> Iterator[Event]:
    thanks = FeedbackRequest.objects.owned_by(user).owed_thanks().filter(contact__standing=Contact.Standing.ACTIVE)
    owed = {request.contact_id: request.contact for request in thanks.select_related("contact")[:MOST_ENTRIES]}
    for contact in owed.values():
        yield write_event(user, contact, today, _("Thank %(name)s"), today)
    coming = Contact.objects.owned_by(user).in_touch().exclude(next_on=None).longest_waiting_first()
    for contact in coming[:MOST_ENTRIES]:
        if contact.pk not in owed:
            # Who waits already may be written to today.
            yield write_event(user, contact, max(contact.next_on or today, today), _("Write to %(name)s"), today)


def write_event(user: User, contact: Contact, on: date, summary: str, today: date) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(OURS, f'{user.pk}:{user.created_at.isoformat()}:{contact.pk}')}@afterword")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", summary % {"name": one_line(contact.name)})
    event.add("url", settings.SITE_URL + contact.get_absolute_url())
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    event.add("class", "PRIVATE")
    return event

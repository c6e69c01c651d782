"""Add, change, pause, end, stop and erase a contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contacts.models import Company, Contact, ContactEvent, Interest, name_key
from contacts.search import index_contact, write_search_text
from crm.models import ApiAnswer, User
from crm.statements import Columns, read_rows
from followups.cadence import refresh_next_date, start_clock, wake_planner_of_held
from followups.departures import (
    is_do_not_contact,
    journal_departure,
    mark_do_not_contact,
    share_address,
    unmark_do_not_contact,
)
from followups.ideas.finding import mark_for_matching
from followups.kept_mail import kept_mail_path
from followups.locks import lock_contact, lock_user
from followups.models import NudgeMail
from followups.nudge_states import withdraw_open_nudge
from followups.outcomes import GOOD, keep_last_outcome, record_outcome

Standing = Contact.Standing
Kind = ContactEvent.Kind

COMPANY = Columns(Company)
COMPANY_SQL = f"SELECT {COMPANY.of('co')} FROM contacts_company co WHERE co.owner_id = %s AND co.name_key = %s"  # noqa: S608

UNDO_STOP_FOR = timedelta(days=30)


class StopIsFinal(Exception):
    """*Asked not to be contacted* can be undone for 30 days, then never."""


def find_or_make_company(owner: User, name: str) -> Company | None:
    name = " ".join(name.split())
    if not name:
        return None
    key = name_key(name)[:250]
    if known := read_rows(COMPANY_SQL, [owner.pk, key]):
        return COMPANY.make(known[0])
    company, _created = Company.objects.get_or_create(owner=owner, name_key=key, defaults={"name": name})
    return company


@transaction.atomic
def add_contact(
    owner: User,
    *,
    name: str,
    email: str = "",
    title: str = "",
    company_name: str = "",
    field: str = "",
    interests: Iterable[str] = (),
    cadence: int = 1,
    notes: str = "",
) -> Contact:
    """Add a contact. An address that asked not to be contacted comes back as *stopped*."""
    lock_user(owner)
    stopped = is_do_not_contact(owner, email)
    topics = tidy_topics(interests)
    contact = Contact(
        owner=owner,
        name=name,
        email=email,
        title=title,
        company=find_or_make_company(owner, company_name),
        field=field,
        cadence=cadence,
        notes=notes,
        added_on=owner.today(),
        standing=Standing.STOPPED if stopped else Standing.ACTIVE,
        stopped_at=timezone.now() if stopped else None,
    )
    contact.search_text = write_search_text(contact, topics.values())
    start_clock(contact)
    contact.save()
    Interest.objects.bulk_create(make_interests(contact, topics))
    note_event(contact, Kind.STOPPED if stopped else Kind.ADDED)
    if contact.next_on:
        wake_planner_of_held(owner, contact.next_on)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact,
    *,
    name: str,
    email: str,
    title: str,
    company_name: str,
    field: str,
    interests: Iterable[str],
    cadence: int,
    notes: str,
) -> Contact:
    """Change a contact; a new cadence moves the next date, a new company is a new employer of the same person."""
    lock_contact(contact)
    if cadence != contact.cadence:
        contact.cadence = cadence
        note_event(contact, Kind.CADENCE, text=contact.get_cadence_display())
    was_at, was_in = contact.company_id, contact.field
    contact.name, contact.email, contact.title = name, email, title
    contact.company = find_or_make_company(contact.owner, company_name)
    contact.field, contact.notes = field, notes
    if (contact.company_id, contact.field) != (was_at, was_in):
        contact.needs_matching = True
    contact.version += 1
    contact.save()
    set_interests(contact, interests)
    index_contact(contact)
    heed_do_not_contact(contact)
    refresh_next_date(contact)
    return contact


def heed_do_not_contact(contact: Contact) -> None:
    """After a change of address: the mark follows to the new one, and one that is marked stops the contact."""
    if contact.standing == Standing.STOPPED:
        mark_do_not_contact(contact)
    elif is_do_not_contact(contact.owner, contact.email):
        stop_contact(contact)


def set_interests(contact: Contact, topics: Iterable[str]) -> None:
    """Make these the contact's interests; one that stays keeps where it is known from."""
    wanted = tidy_topics(topics)
    known = set(contact.interests.values_list("topic_key", flat=True))
    if known - set(wanted):
        contact.interests.exclude(topic_key__in=wanted).delete()
    new = {key: topic for key, topic in wanted.items() if key not in known}
    Interest.objects.bulk_create(make_interests(contact, new))
    if known != set(wanted):
        mark_for_matching(contact)


def tidy_topics(topics: Iterable[str]) -> dict[str, str]:
    """The topics by their keys, each once, in the order they were given."""
    return {name_key(topic)[:150]: " ".join(topic.split()) for topic in topics if topic.strip()}


def make_interests(contact: Contact, topics: Mapping[str, str]) -> list[Interest]:
    return [Interest(contact=contact, topic=topic, topic_key=key) for key, topic in topics.items()]


def note_event(contact: Contact, kind: str, *, text: str = "") -> None:
    ContactEvent.objects.create(contact=contact, kind=kind, on=contact.owner.today(), text=text)


@transaction.atomic
def pause_contact(contact: Contact, *, until: date) -> None:
    """Send no nudge about the contact before the day `until`."""
    lock_contact(contact)
    contact.paused_until = until
    contact.save(update_fields=["paused_until"])
    withdraw_open_nudge(contact)
    note_event(contact, Kind.PAUSED, text=until.isoformat())
    refresh_next_date(contact)


@transaction.atomic
def resume_contact(contact: Contact) -> None:
    lock_contact(contact)
    if contact.paused_until is None:
        return
    contact.paused_until = None
    contact.save(update_fields=["paused_until"])
    note_event(contact, Kind.RESUMED)
    refresh_next_date(contact)


@transaction.atomic
def end_contact(contact: Contact, *, outcome: str = "", on: date | None = None) -> None:
    """Archive the contact with what came of it (on the day `on`); no nudges any more, the history stays."""
    lock_contact(contact)
    if not contact.is_active:
        return
    contact.standing, contact.ended_on = Standing.ENDED, contact.owner.today()
    contact.outcome = outcome or contact.outcome
    contact.next_on = None
    contact.save()
    withdraw_open_nudge(contact)
    if outcome in GOOD:
        note_event(contact, Kind.ENDED)
        record_outcome(contact, outcome=outcome, on=on or contact.ended_on)
    else:
        note_event(contact, Kind.ENDED, text=contact.get_outcome_display() if outcome else "")


@transaction.atomic
def reopen_contact(contact: Contact) -> None:
    lock_contact(contact)
    if contact.standing != Standing.ENDED:
        return
    if contact.ended_on == contact.owner.today():
        forget_how_it_ended(contact)
    contact.standing, contact.ended_on = Standing.ACTIVE, None
    contact.needs_matching = True  # no idea was looked for meanwhile
    contact.save()
    keep_last_outcome(contact)
    note_event(contact, Kind.REOPENED)
    refresh_next_date(contact)


def forget_how_it_ended(contact: Contact) -> None:
    """The end was a slip: what was said to have come of it is taken back with it."""
    end = contact.events.filter(kind=Kind.ENDED).order_by("-id").first()
    if end:
        contact.events.filter(kind=Kind.OUTCOME, pk__gt=end.pk).delete()


@transaction.atomic
def stop_contact(contact: Contact) -> None:
    """They asked not to be contacted: nudges stop at once, and the address stays marked.

    Whoever else is noted under that address is stopped with it.
    """
    lock_contact(contact)
    if contact.standing == Standing.STOPPED:
        return
    stopped_at = timezone.now()
    for each in (contact, *share_address(contact).exclude(standing=Standing.STOPPED)):
        stop_one(each, stopped_at)


def stop_one(contact: Contact, stopped_at: datetime) -> None:
    contact.standing, contact.stopped_at, contact.next_on = Standing.STOPPED, stopped_at, None
    contact.save()
    mark_do_not_contact(contact)
    withdraw_open_nudge(contact)
    note_event(contact, Kind.STOPPED)
    journal_departure("stopped", contact)


def can_undo_stop(contact: Contact) -> bool:
    return (
        contact.standing == Standing.STOPPED
        and contact.stopped_at is not None
        and timezone.now() - contact.stopped_at <= UNDO_STOP_FOR
    )


@transaction.atomic
def undo_stop(contact: Contact) -> None:
    """It was pressed by mistake. Raises `StopIsFinal` after 30 days."""
    lock_contact(contact)
    if contact.standing != Standing.STOPPED:
        return
    if not can_undo_stop(contact):
        raise StopIsFinal
    for each in (contact, *share_address(contact).filter(stopped_at=contact.stopped_at)):
        undo_one_stop(each)


def undo_one_stop(contact: Contact) -> None:
    contact.standing, contact.stopped_at = Standing.ACTIVE, None
    contact.needs_matching = True
    contact.save()
    unmark_do_not_contact(contact)
    note_event(contact, Kind.STOP_UNDONE)
    journal_departure("stop_undone", contact)
    refresh_next_date(contact)


@transaction.atomic
def erase_contact(contact: Contact) -> None:
    """Erase the person and everything about them. Of their rejections the company, role and day remain."""
    lock_contact(contact)
    withdraw_open_nudge(contact)
    contact.rejections.update(contact=None, reason="", notes="", told_by="")
    erase_from_mails(contact)
    journal_departure("erased", contact)
    ApiAnswer.objects.filter(token__user=contact.owner).update(body="")  # they may tell of the contact
    contact.delete()


def erase_from_mails(contact: Contact) -> None:
    """Blank what kept mails say: their subjects name the person, their text tells of them."""
    carried = NudgeMail.objects.filter(Q(nudges__contact=contact) | Q(passed_on_nudges__contact=contact)).distinct()
    public_ids = list(carried.values_list("public_id", flat=True))
    NudgeMail.objects.filter(public_id__in=public_ids).update(subject="")
    remove_kept_mails(public_ids)
    # Once more: a worker may keep such a mail at this very moment.
    transaction.on_commit(lambda: remove_kept_mails(public_ids))


def remove_kept_mails(public_ids: Iterable[str]) -> None:
    for public_id in public_ids:
        kept_mail_path(public_id).unlink(missing_ok=True)

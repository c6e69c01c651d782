"""Letters without an answer: they never say that it is too often, so the app does.

After so many letters in a row without any sign from them (the user's limit) a longer cadence is proposed; after as
many again, a pause. A sign is a message or an answer of theirs, a meeting, something that came of it, a reply to a
referral. A thank-you expects no answer and is no letter here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import F

from contacts.models import Contact, ContactEvent
from followups.cadence import refresh_next_date
from followups.locks import lock_contact
from followups.months import add_months
from followups.people import note_event, pause_contact, resume_contact
from followups.timeline import as_day

LONGER = {1: 2, 2: 3, 3: 6, 6: 12}
PAUSE_MONTHS = 6
# No more letters are looked at: the page of somebody written to for decades costs what any other does.
MOST_READ = 40


@dataclass(frozen=True)
class Silence:
    """How long nothing was heard: letters since the last sign, and since the last proposal was answered."""

    letters: int
    letters_since_asked: int
    sign_on: date | None  # the last sign of any kind
    heard_on: date | None  # their last message or answer
    wrote_on: date | None  # your last message, a thank-you too

    def is_long(self, limit: int) -> bool:
        return min(self.letters, self.letters_since_asked) >= limit


@dataclass(frozen=True)
class Proposal:
    """What may sit better with somebody silent: a longer cadence, or a pause until a day."""

    letters: int
    since: date | None
    cadence: int | None = None
    until: date | None = None


SIGNS_SQL = """
    SELECT max(i."on") AS day FROM followups_incomingmessage i WHERE i.contact_id = c.id
    UNION ALL SELECT max(f.answered_on) FROM followups_feedbackrequest f WHERE f.contact_id = c.id
    UNION ALL SELECT max(e."on") FROM contacts_contactevent e WHERE e.contact_id = c.id AND e.kind = 'outcome'
    UNION ALL SELECT max(r.changed_on) FROM followups_referral r
      WHERE r.contact_id = c.id AND r.state IN ('replied', 'interview', 'hired')
    UNION ALL SELECT max(m."on") FROM (
      SELECT t."on", t.channel FROM followups_touchpoint t WHERE t.contact_id = c.id
      ORDER BY t."on" DESC, t.id DESC LIMIT 40) AS m WHERE m.channel = 'person'"""
SIGN_ON_SQL = f"(SELECT max(signs.day) FROM ({SIGNS_SQL}) AS signs)"  # noqa: S608 (here and below: our own words alone)
LONG_AGO = "'0001-01-01'"


def count_letters_sql(since: str, most: int | str = MOST_READ) -> str:
    """SQL for how many letters went to the contact `c` after the day `since`, counted up to `most`."""
    return f"""(SELECT count(*) FROM (
      SELECT 1 FROM followups_touchpoint t
      WHERE t.contact_id = c.id AND t.kind <> 'thank_you' AND t.channel <> 'person' AND t."on" > {since}
      ORDER BY t."on" DESC, t.id DESC LIMIT {most}) AS letters)"""  # noqa: S608


LETTERS_SQL = count_letters_sql(f"coalesce({SIGN_ON_SQL}, {LONG_AGO})")
SINCE_ASKED = f"coalesce(c.quiet_answered_on, {LONG_AGO})"
LETTERS_SINCE_ASKED_SQL = count_letters_sql(SINCE_ASKED)
HEARD_ON_SQL = """(SELECT max(heard.day) FROM (
    SELECT max(i."on") AS day FROM followups_incomingmessage i WHERE i.contact_id = c.id
    UNION ALL SELECT max(f.answered_on) FROM followups_feedbackrequest f WHERE f.contact_id = c.id) AS heard)"""
WROTE_ON_SQL = '(SELECT max(t."on") FROM followups_touchpoint t WHERE t.contact_id = c.id)'
SILENCE_SQL = f"""
SELECT c.id, {LETTERS_SQL}, {LETTERS_SINCE_ASKED_SQL}, {SIGN_ON_SQL}, {HEARD_ON_SQL}, {WROTE_ON_SQL}
FROM contacts_contact c WHERE c.id IN """  # noqa: S608


def read_silence(contacts: Sequence[Contact]) -> dict[int, Silence]:
    """The silence of each contact, by id; one query for all of them."""
    if not contacts:
        return {}
    marks = ", ".join(["%s"] * len(contacts))
    with connection.cursor() as cursor:
        cursor.execute(f"{SILENCE_SQL} ({marks})", [contact.pk for contact in contacts])
        rows = cursor.fetchall()
    return {
        pk: Silence(letters, since_asked, *(as_day(day) if day else None for day in days))
        for pk, letters, since_asked, *days in rows
    }


def attach_silence(contacts: Sequence[Contact]) -> None:
    """Read the silence of all these contacts for `quiet_line`, which then asks no more."""
    silences = read_silence(contacts)
    for contact in contacts:
        contact.silence = silences[contact.pk]  # type: ignore[attr-defined]


def propose(contact: Contact, silence: Silence) -> Proposal | None:
    """What to propose for the contact now; None while there is no reason to, or it was answered lately."""
    if not contact.is_active or not silence.is_long(contact.owner.unanswered_limit):
        return None
    today = contact.owner.today()
    if contact.paused_until and contact.paused_until > today:
        return None
    longer = LONGER.get(contact.cadence)
    if longer is None or step_of(contact, silence):
        return Proposal(silence.letters, silence.sign_on, until=add_months(today, PAUSE_MONTHS))
    return Proposal(silence.letters, silence.sign_on, cadence=longer)


def step_of(contact: Contact, silence: Silence) -> int:
    """How often a proposal was taken in this silence; a sign from them begins a new one."""
    is_over = silence.sign_on and contact.quiet_answered_on and silence.sign_on >= contact.quiet_answered_on
    return 0 if is_over else contact.quiet_step


@transaction.atomic
def accept_proposal(contact: Contact) -> Proposal | None:
    """Do what is proposed now; None if nothing is (a second click)."""
    lock_contact(contact)
    silence = read_silence([contact])[contact.pk]
    proposal = propose(contact, silence)
    if proposal is None:
        return None
    contact.quiet_step, contact.quiet_answered_on = step_of(contact, silence) + 1, contact.owner.today()
    contact.save(update_fields=["quiet_step", "quiet_answered_on"])
    if proposal.cadence:
        set_cadence(contact, proposal.cadence)
    elif proposal.until:
        pause_contact(contact, until=proposal.until)
    return proposal


@transaction.atomic
def decline_proposal(contact: Contact) -> bool:
    """Not now: asked again only after as many further letters. False if nothing is proposed."""
    lock_contact(contact)
    if propose(contact, read_silence([contact])[contact.pk]) is None:
        return False
    contact.quiet_answered_on = contact.owner.today()
    contact.save(update_fields=["quiet_answered_on"])
    return True


@transaction.atomic
def undo_answer(contact: Contact, *, cadence: int | None = None, was_paused: bool = False) -> bool:
    """Take the last answer back: to the `cadence` before, out of the pause, or from *not now*.

    False if it is no longer the last thing that was changed: then nothing is.
    """
    lock_contact(contact)
    if contact.quiet_answered_on is None:
        return False
    if cadence is not None and LONGER.get(cadence) != contact.cadence:
        return False
    if was_paused and contact.paused_until != add_months(contact.quiet_answered_on, PAUSE_MONTHS):
        return False
    if cadence is not None:
        set_cadence(contact, cadence)
    if was_paused:
        resume_contact(contact)
    taken = contact.quiet_step and (cadence is not None or was_paused)
    contact.quiet_step, contact.quiet_answered_on = contact.quiet_step - bool(taken), None
    contact.save(update_fields=["quiet_step", "quiet_answered_on"])
    return True


def set_cadence(contact: Contact, cadence: int) -> None:
    Contact.objects.filter(pk=contact.pk).update(cadence=cadence, version=F("version") + 1)
    lock_contact(contact)
    note_event(contact, ContactEvent.Kind.CADENCE, text=contact.get_cadence_display())
    refresh_next_date(contact)

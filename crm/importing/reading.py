"""Reads a file from its beginning to its end, and says of every row what is to come of it. Nothing comes in yet.

In batches: memory does not grow with the file, the bar moves on, and *stop* is heard after each.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.encryption import CannotDecrypt
from contacts.models import Contact, name_key
from crm.importing.bulk import AT_ONCE, insert_rows, reserve_ids
from crm.importing.cards import read_cards
from crm.importing.columns import is_tracker
from crm.importing.files import Pieces, open_text, read_pieces
from crm.importing.matching import Known, KnownPeople, compare, describe_contacts
from crm.importing.models import ImportRow, ImportRun
from crm.importing.own_file import count_everything, may_take_everything, open_rows, tell_people
from crm.importing.people import LeftOut, Person, Unfit, gather_cells, read_person
from crm.importing.problems import CannotRead, Stopped
from crm.importing.rows import COLUMNS, Left, Verdict, name_of, write_row
from crm.importing.running import State, claim, go_on, turn
from crm.importing.tables import Layout, read_table
from followups.months import add_months

Outcome = ImportRow.Outcome

# So many pairs of people who may be one are shown side by side.
MOST_ALIKE = 60


def read_import(run: ImportRun) -> None:
    """Read the file and compare it with the contacts; afterwards the import waits for the user's yes."""
    if not claim(run, State.READING):
        return
    try:
        delete_rows(run)
        compared_with = describe_contacts(run.owner)
        is_whole = run.shape == ImportRun.Shape.AFTERWORD and may_take_everything(run.owner)
        counts = count_everything(run) if is_whole else Reading(run).read()
        if not counts:
            raise CannotRead(_("There is nobody in this file."))
    except Stopped:
        give_up(run)
    except (CannotRead, CannotDecrypt) as problem:
        delete_rows(run)
        turn(run, State.REFUSED, was=State.READING, problem=str(problem)[:300])
    else:
        turn(run, State.READY, was=State.READING, counts=counts, compared_with=compared_with, done=run.total)


def give_up(run: ImportRun) -> None:
    """The user pressed *stop*. (If another worker took over, the rows are its own.)"""
    if ImportRun.objects.filter(pk=run.pk, token=run.token, stop_wished=True).exists():
        delete_rows(run)
        turn(run, State.STOPPED)


def delete_rows(run: ImportRun) -> None:
    ImportRow.objects.filter(run=run)._raw_delete("default")


class Reading:
    """One reading of a file: what was seen in it so far, and what of it is known."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.layout = Layout(**{each.name: run.layout[each.name] for each in dataclasses.fields(Layout)})
        self.is_list_of_jobs = is_tracker(self.layout.columns)
        self.known = KnownPeople(run.owner)
        self.today = run.owner.today()
        self.takes_file = bool(run.wishes.get("takes_file"))
        self.cadence = int(run.wishes.get("cadence") or 1)
        self.together = {int(line): pk for line, pk in dict(run.wishes.get("together") or {}).items()}
        # Everybody of the file so far, by e-mail and by name and company.
        self.by_email: dict[str, Earlier] = {}
        self.by_place: dict[str, Earlier] = {}
        self.met: dict[int, Earlier] = {}  # contacts that the file told of
        self.rejections: set[tuple[str, str, date]] = set()
        self.alike_shown = 0
        self.counts: Counter[str] = Counter()

    def read(self) -> dict[str, int]:
        rows, raw = self.open()
        while batch := list(islice(rows, AT_ONCE)):
            with transaction.atomic():
                # As a list: while COPY runs, nothing else can be asked on this connection.
                insert_rows(ImportRow._meta.db_table, COLUMNS, list(self.judge(batch)))
                go_on(self.run, raw.position)
        return dict(self.counts) if self.counts.total() else {}

    def open(self) -> tuple[Iterator[Person | Left], Pieces]:
        pieces = read_pieces(self.run)
        if self.run.shape == ImportRun.Shape.CARDS:
            text, raw = open_text(pieces, self.layout.charset)
            cards = read_cards(text)
            return (self.as_person(card.line, card.fields, card.problem) for card in cards), raw
        if self.run.shape == ImportRun.Shape.AFTERWORD:
            known, raw = open_rows(self.run)
            return (self.as_person(number, cells) for number, cells in tell_people(known)), raw
        rows, raw = read_table(pieces, self.layout)
        gather = gather_cells(self.layout.headings, self.layout.columns)
        return (self.as_person(line, gather(row)) for line, row in rows), raw

    def as_person(self, line: int, cells: dict[str, str], problem: str = "") -> Person | Left:
        try:
            if problem:
                raise Unfit(problem)
            return read_person(
                line,
                cells,
                today=self.today,
                day_first=self.layout.day_first,
                is_list_of_jobs=self.is_list_of_jobs or "role" in cells,
            )
        except Unfit as reason:
            return Left(line, Outcome.REFUSED, str(reason), name_of(cells))
        except LeftOut as reason:
            return Left(line, Outcome.SKIPPED, str(reason), name_of(cells))

    def judge(self, batch: list[Person | Left]) -> Iterator[tuple[Any, ...]]:
        """What is to come of each of the rows; those that change nothing are only counted."""
        people = [row for row in batch if isinstance(row, Person)]
        known = self.find_known(people)
        unknown = [person for person in people if person.name and person.line not in known]
        facts = Facts(self.known, people, known)
        self.rejections |= self.known.read_rejections(people)
        alike = self.find_alike(unknown)
        numbers = iter(reserve_ids(Contact, len(unknown)))
        for row in batch:
            if isinstance(row, Left):
                verdict = Verdict(row.outcome, reason=row.reason)
            elif not row.name:
                verdict = self.judge_rejection_alone(row)
            elif each := known.get(row.line):
                verdict = self.judge_known(row, each, facts)
            else:
                verdict = self.judge_unknown(row, next(numbers), alike.get(row.line))
            self.count(verdict)
            if verdict.makes_contact and isinstance(row, Person):
                self.counts["due"] += self.is_due(row)
            if verdict.outcome != Outcome.SAME:
                is_stopped = verdict.makes_contact and isinstance(row, Person) and self.known.asked_to_stop(row.email)
                yield write_row(self.run.pk, row, verdict, cadence=self.cadence, is_stopped=is_stopped)

    def count(self, verdict: Verdict) -> None:
        self.counts[verdict.outcome] += 1
        self.counts["people"] += verdict.makes_contact
        self.counts["told"] += "rejection" in verdict.more
        self.counts["alike"] += "alike" in verdict.more

    def is_due(self, person: Person) -> bool:
        """Whether the next letter is due already, by what the file tells of the last one or of the rejection."""
        days = [day for day in (person.last_on, person.rejection and person.rejection.on) if day]
        return bool(days) and add_months(max(days), person.cadence or self.cadence) <= self.today

    def find_known(self, people: list[Person]) -> dict[int, Known]:
        found = zip(people, self.known.find(people), strict=True)
        known = {person.line: each for person, each in found if each and person.name}
        together = {person.line: pk for person in people if (pk := self.together.get(person.line))}
        if together:
            chosen = {each.pk: each for each in self.known.read(pk__in=list(together.values()))}
            known |= {line: chosen[pk] for line, pk in together.items() if pk in chosen and line not in known}
        return known

    def find_alike(self, unknown: list[Person]) -> dict[int, Known]:
        """Who of them may be somebody who is known; no more than a person would look through."""
        if self.alike_shown >= MOST_ALIKE:
            return {}
        found = zip(unknown, self.known.find_alike(unknown), strict=True)
        alike = [(person.line, each) for person, each in found if each][: MOST_ALIKE - self.alike_shown]
        self.alike_shown += len(alike)
        return dict(alike)

    def judge_rejection_alone(self, person: Person) -> Verdict:
        return Verdict(Outcome.NEW, more=more) if (more := self.tell_rejection(person)) else Verdict(Outcome.SAME)

    def judge_known(self, person: Person, known: Known, facts: Facts) -> Verdict:
        if earlier := self.met.get(known.pk):
            return self.judge_again(person, earlier)
        self.met[known.pk] = Earlier(known.pk, person.line, bool(known.email))
        more: dict[str, Any] = self.tell_rejection(person)
        if changes := compare(person, known, takes_file=self.takes_file):
            more["changes"] = changes
        topics = facts.topics.get(known.pk, set())
        if new := [topic for topic in person.interests if name_key(topic)[:150] not in topics]:
            more["interests"] = new
        if person.last_on and (known.pk, person.last_on) not in facts.letters:
            more["last_on"] = person.last_on.isoformat()
        if not more:
            return Verdict(Outcome.SAME)
        return Verdict(Outcome.CHANGED, contact=known.pk, more=more)

    def judge_unknown(self, person: Person, number: int, alike: Known | None) -> Verdict:
        if earlier := self.find_earlier(person):
            return self.judge_again(person, earlier)
        self.note_person(person, Earlier(number, person.line, bool(person.email)))
        more: dict[str, Any] = self.tell_rejection(person)
        if person.interests:
            more["interests"] = person.interests
        if person.last_on:
            more["last_on"] = person.last_on.isoformat()
        if alike:
            more["alike"] = alike.pk
        return Verdict(Outcome.NEW, contact=number, makes_contact=True, more=more)

    def judge_again(self, person: Person, earlier: Earlier) -> Verdict:
        """The same person once more: another rejection of theirs is taken; for the rest, the first row counts."""
        if more := self.tell_rejection(person):
            return Verdict(Outcome.NEW, contact=earlier.number, more=more)
        if person.rejection:
            return Verdict(Outcome.SAME)
        said = _("The same person as in line %(line)d, which is taken.") % {"line": earlier.line}
        return Verdict(Outcome.SKIPPED, reason=said)

    def find_earlier(self, person: Person) -> Earlier | None:
        if person.email and (earlier := self.by_email.get(person.email)):
            return earlier
        namesake = self.by_place.get(place_of(person))
        return namesake if namesake and not (person.email and namesake.has_email) else None

    def note_person(self, person: Person, met: Earlier) -> None:
        if person.email:
            self.by_email[person.email] = met
        self.by_place.setdefault(place_of(person), met)

    def tell_rejection(self, person: Person) -> dict[str, Any]:
        """The rejection that the row tells of, unless it is known or was in the file before."""
        if (told := person.rejection) is None:
            return {}
        key = (person.company_key, name_key(told.role), told.on)
        if key in self.rejections:
            return {}
        self.rejections.add(key)
        return {"rejection": {"role": told.role, "on": told.on.isoformat(), "stage": told.stage, "reason": told.reason}}


class Earlier(NamedTuple):
    """Where the same person stood in the file, and their number."""

    number: int
    line: int
    has_email: bool


class Facts:
    """What is known of the contacts that a batch tells of, asked for only where it has to be compared."""

    def __init__(self, known_people: KnownPeople, people: list[Person], known: dict[int, Known]) -> None:
        with_topics = {each.pk for person in people if person.interests and (each := known.get(person.line))}
        with_letters = {each.pk for person in people if person.last_on and (each := known.get(person.line))}
        self.topics = known_people.read_topics(with_topics) if with_topics else {}
        self.letters = known_people.read_letters(with_letters) if with_letters else set()


def place_of(person: Person) -> str:
    return f"{person.name_key}\x1f{person.company_key}"

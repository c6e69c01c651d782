"""What an import will do, or did, in the words of its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.words import shorten
from crm.importing.columns import FIELDS
from crm.importing.models import ImportRow, ImportRun
from crm.importing.own_file import LISTS
from followups.months import add_months

ROWS_SHOWN = 5
ROWS_A_PAGE = 50
# Longer than that, a mail a day is a burden: then it is offered to keep them without nudges.
MANY_DAYS = 60


@dataclass(frozen=True)
class Shown:
    """A row of the file: who it is about, what else it says, and what becomes of them."""

    line: int
    name: str
    place: str
    lines: list[str]
    reason: str
    contact_id: int | None


@dataclass(frozen=True)
class Pair:
    """Somebody of the file beside somebody who is known."""

    line: int
    theirs: list[tuple[str, str, str]]  # label, in the file, here
    contact: Contact


@dataclass(frozen=True)
class Foreseen:
    """When the nudges about the new people come."""

    first_on: str
    last_on: str
    a_day: int
    due: int  # of how many the day is there already, by what the file tells of their past
    is_much: bool
    is_digest: bool


def show_rows(run: ImportRun, outcome: str, *, touched: bool = False) -> list[Shown]:
    """The first rows of a kind; of those `touched` since, all that fit on a page."""
    rows = ImportRow.objects.filter(run=run)
    if touched:
        outcomes = [ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED]
        return list(tell(rows.filter(outcome__in=outcomes).exclude(reason="").in_file_order()[:ROWS_A_PAGE]))
    return list(tell(rows.filter(outcome=outcome).in_file_order()[:ROWS_SHOWN]))


def read_rows(run: ImportRun, outcome: str, *, after: str) -> tuple[list[Shown], str | None]:
    """A page of the rows of a kind, and what the next one comes after."""
    rows = ImportRow.objects.filter(run=run, outcome=outcome).in_file_order()
    if after.isascii() and after.isdigit() and len(after) < 10:
        rows = rows.filter(line__gt=int(after))
    shown = list(tell(rows[: ROWS_A_PAGE + 1]))
    is_more = len(shown) > ROWS_A_PAGE
    shown = shown[:ROWS_A_PAGE]
    return shown, str(shown[-1].line) if is_more else None


def tell(rows: Iterable[ImportRow]) -> Iterable[Shown]:
    for row in rows:
        more = json.loads(row.more) if row.more else {}
        place = ", ".join(part for part in (row.title, row.company) if part)
        told = list(tell_more(row, more))
        yield Shown(row.line, row.name or place, place if row.name else "", told, row.reason, row.contact_id)


def tell_more(row: ImportRow, more: dict[str, object]) -> Iterable[str]:
    changes = more.get("changes")
    if isinstance(changes, dict):
        for key, value in changes.items():
            yield f"{FIELDS[key]}: {shorten(' '.join(str(value).split()), 80)}"
    elif row.email:
        yield row.email
    if isinstance(told := more.get("rejection"), dict):
        yield _("Rejected for %(role)s, %(day)s") % {"role": shorten(told["role"], 60), "day": say_day(told["on"])}
    if isinstance(topics := more.get("interests"), list):
        yield _("Interests: %(topics)s") % {"topics": shorten(", ".join(topics), 80)}
    if day := more.get("last_on"):
        yield _("Last written to on %(day)s") % {"day": say_day(str(day))}
    if row.is_stopped:
        yield _("Asked not to be contacted: comes in so, and is never nudged about.")


def tell_lists(run: ImportRun) -> list[tuple[int, str]]:
    """What a file of Afterword's own holds, list by list."""
    lists = dict(run.counts.get("lists") or {})
    return [(lists[key], str(label)) for key, label in LISTS.items() if lists.get(key)]


def say_day(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


def find_pairs(run: ImportRun) -> list[Pair]:
    """Those of the file who may be somebody known, each beside them."""
    if not run.counts.get("alike"):
        return []
    rows = ImportRow.objects.filter(run=run, outcome=ImportRow.Outcome.NEW, more__contains='"alike"').in_file_order()
    alike = {row: json.loads(row.more)["alike"] for row in rows}
    people = Contact.objects.filter(owner=run.owner_id).select_related("company").in_bulk(alike.values())
    return [make_pair(row, people[pk]) for row, pk in alike.items() if pk in people]


def make_pair(row: ImportRow, contact: Contact) -> Pair:
    company = contact.company.name if contact.company else ""
    sides = [
        (str(FIELDS["name"]), row.name, contact.name),
        (str(FIELDS["email"]), row.email, contact.email),
        (str(FIELDS["title"]), row.title, contact.title),
        (str(FIELDS["company"]), row.company, company),
    ]
    return Pair(row.line, [side for side in sides if side[1] or side[2]], contact)


def foresee_nudges(run: ImportRun) -> Foreseen | None:
    """When the new people would be written to first: no more a day than a mail may carry."""
    people, owner = run.counts.get("people", 0), run.owner
    if not people or run.wishes.get("quiet") or "lists" in run.counts:
        return None
    due = run.counts.get("due", 0)
    first_on = owner.today() if due else add_months(owner.today(), int(run.wishes.get("cadence") or 1))
    days = ceil(people / owner.contacts_per_mail)
    last_on = first_on + timedelta(days=days - 1)
    return Foreseen(
        date_format(first_on, "j F Y"),
        date_format(last_on, "j F Y") if days > 1 else "",
        owner.contacts_per_mail,
        due,
        days > MANY_DAYS,
        bool(owner.digest_day),
    )

"""From the cells of a row to a person, or to the reason why the row can't come in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from contacts.models import CADENCES, name_key
from crm.importing.columns import QUICK_EMAIL, is_email
from crm.importing.dates import NoDay, parse_day
from crm.importing.trackers import find_stage, is_rejection
from crm.portable.formulas import rearm

LONGEST = {"name": 200, "email": 254, "title": 200, "company": 200, "field": 120, "role": 200}
LONGEST_NOTES = 20_000
LONGEST_TOPIC = 120
MOST_TOPICS = 30
# Controls, halves of a letter, and marks that turn the reading direction of what follows.
ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
ODD_IN_NOTES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass
class Rejected:
    """A rejection that a row tells of."""

    role: str
    on: date
    stage: str = ""
    reason: str = ""


@dataclass(slots=True)
class Person:
    line: int
    name: str = ""
    name_key: str = ""
    email: str = ""
    title: str = ""
    company: str = ""
    company_key: str = ""
    field: str = ""
    notes: str = ""
    interests: list[str] = dataclasses.field(default_factory=list)
    cadence: int = 0  # 0: the file says nothing
    last_on: date | None = None
    rejection: Rejected | None = None


class Unfit(ValueError):
    """Why a row can't come in, as a sentence."""


class LeftOut(ValueError):
    """Why a row is not needed, as a sentence."""


Cells = dict[str, str]


def one_line(text: str) -> str:
    """`text` as a name: on one line, without what no name holds."""
    if not text:
        return ""
    text = " ".join(text.split())
    if not text.isascii() or not text.isprintable():
        text = ODD.sub("", text)
    return rearm(text)


def many_lines(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return rearm(ODD_IN_NOTES.sub("", text).strip())


def gather_cells(headings: Sequence[str], columns: Sequence[str]) -> Callable[[Sequence[str]], Cells]:
    """What makes, of the cells of a row, the fields of a person; made once for all rows of a table."""
    single = [(at, column) for at, column in enumerate(columns) if column not in {"", "note", "notes", "interests"}]
    many = [(at, column, headings[at]) for at, column in enumerate(columns) if column in {"note", "notes", "interests"}]

    def gather(row: Sequence[str]) -> Cells:
        width = len(row)
        cells = {column: row[at] for at, column in single if at < width}
        for at, column, heading in many:
            if at < width and (cell := row[at].strip()):
                if column == "note":
                    cell = f"{heading}: {rearm(cell)}"
                cells[column] = f"{cells[column]}\n{cell}" if column in cells else cell
        return cells

    return gather


def read_person(line: int, cells: Cells, *, today: date, day_first: bool | None, is_list_of_jobs: bool) -> Person:
    """The person in these cells. Raises `Unfit`, `LeftOut`."""
    get = cells.get
    if is_list_of_jobs:
        leave_out_what_goes_on(cells)
    name, email = one_line(get("name", "")), read_email(get("email", ""))
    if "first_name" in cells or "last_name" in cells:
        parts = (get("first_name", ""), get("middle_name", ""), get("last_name", ""))
        name = name or one_line(" ".join(part for part in parts if part))
    person = Person(
        line,
        name or email.partition("@")[0],
        "",
        email,
        one_line(get("title", "")),
        one_line(get("company", "")),
        "",
        one_line(get("field", "")),
        read_notes(cells),
    )
    person.name_key = name_key(person.name)[:250]
    person.company_key = name_key(person.company)[:250] if person.company else ""
    for key, value in (("name", name), ("title", person.title), ("company", person.company), ("field", person.field)):
        if len(value) > 120 and len(value) > LONGEST[key]:
            raise Unfit(say_too_long(key, value))
    if "interests" in cells:
        person.interests = read_topics(cells["interests"])
    if "cadence" in cells:
        person.cadence = read_cadence(cells["cadence"])
    if cells.get("last_on"):
        person.last_on = read_past_day("last_on", cells["last_on"], today, day_first)
    if is_list_of_jobs:
        person.rejection = read_rejection(cells, person.company, today, day_first)
    elif not person.name:
        raise Unfit(_("There is neither a name nor an e-mail address in it."))
    return person


def read_email(text: str) -> str:
    """The first address in the cell, in small letters. Raises `Unfit`."""
    words = one_line(text).lower()
    if not words or (len(words) < 65 and QUICK_EMAIL.fullmatch(words)):
        return words
    # Google puts several into one cell; Outlook and mail programs write “Dana Weber <dana@example.org>”.
    for part in re.split(r"\s*:::\s*|[;,]\s*", words):
        address = part.rpartition("<")[2].rstrip("> ").removeprefix("mailto:")
        if is_email(address):
            return address
    raise Unfit(_("“%(text)s” is no e-mail address.") % {"text": words[:80]})


def read_notes(cells: Cells) -> str:
    notes = "\n".join(many_lines(cells[key]) for key in ("notes", "note") if cells.get(key))
    if len(notes) > LONGEST_NOTES:
        said = _("The notes have %(count)d characters; %(most)d are the most.")
        raise Unfit(said % {"count": len(notes), "most": LONGEST_NOTES})
    return notes


def read_topics(text: str) -> list[str]:
    topics = [one_line(topic) for topic in re.split(r"[,;\n]", text)]
    found = list({name_key(topic)[:150]: topic for topic in topics if topic}.values())
    if len(found) > MOST_TOPICS:
        raise Unfit(
            _("There are %(count)d interests; %(most)d are the most.") % {"count": len(found), "most": MOST_TOPICS}
        )
    if too_long := next((topic for topic in found if len(topic) > LONGEST_TOPIC), ""):
        said = _("The interest “%(topic)s…” is too long: separate interests by commas.")
        raise Unfit(said % {"topic": too_long[:40]})
    return found


def read_cadence(text: str) -> int:
    """Months between two letters; there is nothing below one, and a number that is not offered is rounded up."""
    match = re.search(r"\d+", text)
    if not match:
        return 0
    months = int(match[0][:4])
    return next((cadence for cadence in CADENCES if cadence >= months), CADENCES[-1])


def read_past_day(key: str, text: str, today: date, day_first: bool | None) -> date:
    try:
        day = parse_day(one_line(text), day_first=day_first)
    except NoDay:
        raise Unfit(_("“%(text)s” is no day.") % {"text": one_line(text)[:40]}) from None
    if day > today:
        raise Unfit(_("%(day)s is still to come.") % {"day": day.isoformat()})
    if day.year < 1950:
        raise Unfit(_("%(day)s is too long ago.") % {"day": day.isoformat()})
    return day


def leave_out_what_goes_on(cells: Cells) -> None:
    """An application that was not turned down is nothing for here. Raises `LeftOut`."""
    status = one_line(cells.get("status", ""))
    if "status" in cells and not is_rejection(status):
        if not status:
            raise LeftOut(_("No rejection: its status is empty."))
        raise LeftOut(_("No rejection: its status is “%(status)s”.") % {"status": status[:60]})


def read_rejection(cells: Cells, company: str, today: date, day_first: bool | None) -> Rejected:
    role = one_line(cells.get("role", ""))
    if not company or not role:
        raise Unfit(_("A rejection needs its company and its role."))
    if len(role) > LONGEST["role"]:
        raise Unfit(say_too_long("role", role))
    if not cells.get("rejected_on", "").strip():
        raise Unfit(_("The day of the rejection is missing."))
    on = read_past_day("rejected_on", cells["rejected_on"], today, day_first)
    reason = many_lines(cells.get("reason", ""))
    if len(reason) > LONGEST_NOTES:
        raise Unfit(_("The reason is longer than %(most)d characters.") % {"most": LONGEST_NOTES})
    return Rejected(role, on, find_stage(cells.get("stage", "")), reason)


def say_too_long(key: str, value: str) -> str:
    said = _("“%(start)s…” has %(count)d characters; %(most)d are the most.")
    return said % {"start": value[:40], "count": len(value), "most": LONGEST[key]}

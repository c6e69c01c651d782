"""The rows of a file as they are kept until they come in: what becomes of each, and why."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from contacts.models import Contact
from contacts.search import write_search_text
from crm.importing.people import Person, one_line

COLUMNS = (
    "run_id",
    "line",
    "outcome",
    "reason",
    "contact_id",
    "name",
    "name_key",
    "email",
    "title",
    "company",
    "company_key",
    "field",
    "notes",
    "search_text",
    "cadence",
    "is_stopped",
    "more",
)


@dataclass(frozen=True)
class Left:
    """A row that does not come in, with the reason."""

    line: int
    outcome: str
    reason: str
    name: str


@dataclass(frozen=True)
class Verdict:
    """What is to come of a row, with what it has beside the person's own fields."""

    outcome: str
    contact: int | None = None
    makes_contact: bool = False
    reason: str = ""
    more: dict[str, Any] = dataclasses.field(default_factory=dict)


def write_row(run: int, row: Person | Left, verdict: Verdict, *, cadence: int, is_stopped: bool) -> tuple[Any, ...]:
    """The values of `COLUMNS`. A row that makes no contact has no key of a name."""
    more = json.dumps(verdict.more, ensure_ascii=False) if verdict.more else ""
    if isinstance(row, Left):
        text = row.name
        return (run, row.line, verdict.outcome, verdict.reason, None, text, *[""] * 8, 1, False, "")
    makes = verdict.makes_contact
    return (
        run,
        row.line,
        verdict.outcome,
        verdict.reason,
        verdict.contact,
        row.name,
        row.name_key if makes else "",
        row.email,
        row.title,
        row.company,
        row.company_key,
        row.field,
        row.notes,
        write_search_text(cast(Contact, Searched(row)), tell_words(row)) if makes else "",
        row.cadence or cadence,
        is_stopped,
        more,
    )


class Named(NamedTuple):
    name: str


class Searched:
    """A person of the file as `write_search_text` looks at a contact."""

    def __init__(self, person: Person) -> None:
        self.name, self.email, self.title = person.name, person.email, person.title
        self.field, self.notes = person.field, person.notes
        self.company = Named(person.company) if person.company else None


def tell_words(person: Person) -> list[str]:
    """What else somebody is found by: their interests, and the role they turned the user down for."""
    told = [person.rejection.role, person.rejection.reason] if person.rejection else []
    return [*person.interests, *told]


def name_of(cells: dict[str, str]) -> str:
    """How a row that does not come in can be recognised."""
    name = cells.get("name") or " ".join(cells.get(key, "") for key in ("first_name", "last_name"))
    known = [one_line(name), one_line(cells.get("email", ""))] if name.strip() else [one_line(cells.get("email", ""))]
    job = [one_line(cells.get("company", "")), one_line(cells.get("role", ""))]
    return ", ".join(part for part in (*known, *job) if part)[:200]

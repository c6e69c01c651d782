"""Afterword's own file comes back (docs/export-format.md).

Into an account without people everything comes in as it was; into one in use, the people and the rejections, like those
of any other file.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Field, Max, Sum
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, Rejection
from crm.importing.files import Pieces, read_pieces
from crm.importing.models import ImportRun
from crm.importing.problems import CannotRead, Stopped
from crm.importing.progress import Progress
from crm.importing.running import go_on
from crm.models import User
from crm.portable.loading import NoExport, NotEmpty, load_document, read_document
from crm.portable.nouns import NOUNS, SETTINGS, Noun

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ROWS_A_ROUND = 2000
# The lists that its user would name, as the page calls them; the others hang on these.
LISTS = {
    "companies": _("companies"),
    "contacts": _("people"),
    "rejections": _("rejections"),
    "feedback_requests": _("requests for feedback"),
    "touchpoints": _("letters of yours"),
    "incoming_messages": _("messages of theirs"),
    "nudges": _("nudges"),
    "feeds": _("feeds"),
    "articles": _("articles"),
    "ideas": _("ideas"),
    "openings": _("openings"),
    "peers": _("people in your network"),
    "referrals": _("referrals"),
    "letter_templates": _("templates"),
}
# What comes by itself, too, while nobody does anything.
BY_ITSELF = {"articles", "ideas", "state_changes", "nudge_state_changes", "feeds"}
Row = tuple[str, dict[str, Any]]


class WholeFile(Pieces):
    """The file as what reads documents wants it: it may be begun anew, and `tell` hears how far it was read."""

    def __init__(self, run: ImportRun, tell: Callable[[int], None] | None = None) -> None:
        super().__init__(read_pieces(run))
        self.run, self.hear = run, tell

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) != (0, 0):
            raise io.UnsupportedOperation
        self.pieces, self.rest, self.position = read_pieces(self.run), b"", 0
        return 0

    def readinto(self, buffer: WriteableBuffer) -> int:
        size = super().readinto(buffer)
        if self.hear:
            self.hear(size)
        return size


def open_rows(run: ImportRun) -> tuple[Iterator[Row], Pieces]:
    """The rows of the document, and the file that knows how far it was read. Raises `CannotRead`."""
    file = WholeFile(run)

    def rows() -> Iterator[Row]:
        try:
            _settings, found = read_document(io.BufferedReader(file, 64 * 1024))
            yield from found
        except NoExport as problem:
            raise CannotRead(str(problem)) from problem

    return rows(), file


def may_take_everything(owner: User) -> bool:
    return not (Contact.objects.owned_by(owner).exists() or Rejection.objects.owned_by(owner).exists())


def count_everything(run: ImportRun) -> dict[str, Any]:
    """How many rows the document has, list by list. Raises `CannotRead`, `Stopped`."""
    rows, raw = open_rows(run)
    lists: Counter[str] = Counter()
    for number, (name, _row) in enumerate(rows, start=1):
        lists[name] += 1
        if number % ROWS_A_ROUND == 0:
            go_on(run, raw.position)
    if not lists:
        return {}
    return {"new": lists.total(), "people": lists["contacts"], "told": lists["rejections"], "lists": dict(lists)}


@transaction.atomic
def take_everything(run: ImportRun) -> dict[str, Any] | None:
    """Write all of it down; what came of it, or None if the account is in use by now.

    Raises `CannotRead`, `Stopped`.
    """
    progress = Progress(run, run.size)

    def hear(size: int) -> None:
        if not progress.go_on(size):
            raise Stopped

    before = read_settings(run.owner)
    try:
        load_document(run.owner, io.BufferedReader(WholeFile(run, hear), 256 * 1024))
    except NotEmpty:
        return None
    except NoExport as problem:
        raise CannotRead(str(problem)) from problem
    came = {"rejections": run.counts.get("told", 0), "settings": before}
    return {**run.counts, **came, "after": describe_everything(run.owner)}


def give_up_everything(run: ImportRun) -> bool:
    """Take all of it back, if nothing has happened since; False, with nothing done, if something has."""
    owner = run.owner
    if describe_everything(owner) != run.counts.get("after"):
        return False
    for noun in reversed(NOUNS):
        rows_of(noun, owner).delete()
    for name, field in fields_of_settings().items():
        setattr(owner, name, field.to_python(run.counts["settings"].get(name)))
    owner.save(update_fields=list(SETTINGS))
    return True


def read_settings(owner: User) -> dict[str, str | None]:
    """The settings as text, to give them back."""
    return {
        name: None if getattr(owner, name) is None else field.value_to_string(owner)
        for name, field in fields_of_settings().items()
    }


def fields_of_settings() -> dict[str, Field[Any, Any]]:
    return {field.name: field for field in User._meta.concrete_fields if field.name in SETTINGS}


def describe_everything(owner: User) -> dict[str, list[int]]:
    """What changes whenever something of the account does: of each list, how many, the newest, and the changes."""
    described = {}
    for noun in NOUNS:
        if noun.name in BY_ITSELF:
            continue
        figures: list[Any] = [Count("pk"), Max("pk")]
        if any(field.name == "version" for field in noun.model._meta.concrete_fields):
            figures.append(Sum("version"))
        described[noun.name] = [value or 0 for value in rows_of(noun, owner).aggregate(*figures).values()]
    return described


def rows_of(noun: Noun, owner: User) -> Any:
    return noun.model._base_manager.filter(**{noun.owner: owner, **noun.where})


def tell_people(rows: Iterator[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """For an account in use: the cells of each person, then of each rejection, as a table would have them."""
    companies: dict[Any, str] = {}
    people: dict[Any, dict[str, str]] = {}
    topics: dict[Any, list[str]] = {}
    rejections: list[dict[str, Any]] = []
    for name, row in rows:
        if name == "companies":
            companies[row.get("id")] = as_text(row.get("name"))
        elif name == "contacts":
            kept = {key: as_text(row.get(key)) for key in ("name", "email", "title", "field", "notes", "cadence")}
            people[row.get("id")] = {**kept, "company": companies.get(row.get("company"), "")}
        elif name == "interests":
            topics.setdefault(row.get("contact"), []).append(as_text(row.get("topic")))
        elif name == "rejections":
            rejections.append(row)
    for number, (pk, cells) in enumerate(people.items(), start=1):
        yield number, {**cells, "interests": "\n".join(topics.get(pk, []))}
    for number, row in enumerate(rejections, start=len(people) + 1):
        person = people.get(row.get("contact"), {})
        job = {key: as_text(row.get(key)) for key in ("role", "stage", "reason", "rejected_on")}
        who = {key: person.get(key, "") for key in ("name", "email", "title")}
        yield number, {**job, **who, "company": companies.get(row.get("company"), "")}


def as_text(value: Any) -> str:
    return "" if value is None else str(value)

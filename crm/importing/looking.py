"""A first look at a file: what it is, and what its columns may be. Nothing of it is brought in yet."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.importing.charsets import find_charset
from crm.importing.columns import DAYS, guess_columns, hash_headings, is_tracker, is_usable, tidy_heading
from crm.importing.dates import find_day_first
from crm.importing.files import PIECE, store_file
from crm.importing.models import ImportRow, ImportRun, KnownHeadings
from crm.importing.people import one_line
from crm.importing.problems import CannotRead
from crm.importing.running import begin
from crm.importing.tables import Layout, find_layout
from crm.models import User

Shape, State = ImportRun.Shape, ImportRun.State

HEAD = 64 * 1024
SAMPLES = 5
MOST_LINES = 1_500_000
# Whose export it is, by headings that no other has together.
SHAPES: list[tuple[str, set[str]]] = [
    (Shape.LINKEDIN, {"first name", "last name", "company", "position", "connected on"}),
    (Shape.GOOGLE, {"e-mail 1 - value"}),
    (Shape.OUTLOOK, {"first name", "last name", "e-mail address", "job title"}),
]
# Their columns are what their headings say: nobody needs to be asked.
WELL_KNOWN = {Shape.LINKEDIN, Shape.GOOGLE, Shape.OUTLOOK}


@dataclass(frozen=True)
class Looked:
    shape: str
    layout: Layout
    samples: list[list[str]]
    day_orders: list[bool | None]  # of each column: whether the day comes first, or None if it does not tell


def take_in(owner: User, name: str, file: IO[bytes], size: int) -> ImportRun:
    """Look at an uploaded file and keep it, encrypted, until it was brought in. Raises `CannotRead`."""
    looked = look_at(file, size)
    layout = looked.layout
    known = KnownHeadings.objects.filter(owner=owner, headings_hash=hash_headings(layout.headings)).first()
    if known and len(known.columns) == len(layout.headings):
        layout.columns = known.columns
    layout.day_first = tell_day_first(layout.columns, looked.day_orders)
    if layout.day_first is None and known:
        layout.day_first = known.day_first
    is_clear = is_usable(layout.columns) and layout.day_first is not None
    may_go_on = not layout.headings or (is_clear and (bool(known) or looked.shape in WELL_KNOWN))
    with transaction.atomic():
        run = ImportRun.objects.create(
            owner=owner,
            name=one_line(re.split(r"[/\\]", name)[-1])[:200] or _("A file"),
            size=size,
            total=max(1, size),
            shape=looked.shape,
            state=State.CHOOSING,
            layout={
                **dataclasses.asdict(layout),
                "samples": cut_samples(looked.samples),
                "day_orders": looked.day_orders,
            },
            wishes={"cadence": 1, "takes_file": False, "quiet": False},
            keep_until=timezone.now() + ImportRun.KEPT_FOR,
        )
        store_file(run, file)
        if may_go_on:
            begin(run, State.READING, was=[State.CHOOSING])
    return run


def look_at(file: IO[bytes], size: int) -> Looked:
    """What the file is. Raises `CannotRead`."""
    if size > settings.LARGEST_IMPORT:
        limit = settings.LARGEST_IMPORT // 1024**2
        raise CannotRead(_("This file is too large: please keep to %(limit)d MB, or split it.") % {"limit": limit})
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise CannotRead(_("There is nothing in this file."))
    check_lines(file)
    charset = find_charset(read_file(file))
    beginning = head.decode(charset, errors="ignore").lstrip("\ufeff \t\r\n")
    if re.match(r"BEGIN:VCARD", beginning, re.IGNORECASE):
        return Looked(Shape.CARDS, Layout(charset, "", 0, []), [], [])
    if beginning.startswith("{"):
        if not re.search(r'"format"\s*:\s*"afterword"', beginning[:4096]):
            raise CannotRead(_("This is JSON, but none that Afterword wrote. Export it as CSV or as vCard (.vcf)."))
        return Looked(Shape.AFTERWORD, Layout(charset, "", 0, []), [], [])
    if beginning.startswith(("<", "{\\rtf", "dn:", "BEGIN:VCALENDAR")):
        raise CannotRead(_("This is no list of people that can be read here. Export it as CSV or as vCard (.vcf)."))
    return look_at_table(file, head, charset)


def look_at_table(file: IO[bytes], head: bytes, charset: str) -> Looked:
    layout, samples = find_layout(read_file(file), head, charset)
    layout.columns = guess_columns(layout.headings, samples[:100])
    places = range(len(layout.headings))
    orders = [find_day_first(row[at] for row in samples if at < len(row)) for at in places]
    return Looked(name_shape(layout), layout, samples, orders)


def tell_day_first(columns: list[str], orders: list[bool | None]) -> bool | None:
    """Whether the day comes before the month in this file; None where it has to be asked."""
    told = [order for column, order in zip(columns, orders, strict=True) if column in DAYS]
    if False in told:
        return False
    return None if None in told else True


def name_shape(layout: Layout) -> str:
    headings = {tidy_heading(heading) for heading in layout.headings}
    if is_tracker(layout.columns):
        return Shape.TRACKER
    return next((shape for shape, marks in SHAPES if marks <= headings), Shape.TABLE)


def read_file(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield from iter(lambda: file.read(PIECE), b"")


def check_lines(file: IO[bytes]) -> None:
    lines = sum(piece.count(b"\n") for piece in read_file(file))
    if lines > MOST_LINES:
        raise CannotRead(_("This file has %(count)d lines, which is more than can be read.") % {"count": lines})


def cut_samples(samples: list[list[str]]) -> list[list[str]]:
    """Five rows to look at, each cell as long as is shown."""
    return [[one_line(cell[:400])[:80] for cell in row] for row in samples[:SAMPLES]]


def choose_columns(run: ImportRun, *, columns: list[str], day_first: bool | None, wishes: dict[str, object]) -> bool:
    """What the user says the columns are: kept for the next file with these headings, and the reading begins."""
    layout = {**run.layout, "columns": columns, "day_first": day_first}
    shape = run.shape
    if run.layout["headings"]:
        remember_columns(run, columns, day_first)
        if shape in {Shape.TABLE, Shape.TRACKER}:
            shape = Shape.TRACKER if is_tracker(columns) else Shape.TABLE
    was = [State.CHOOSING, State.READY, State.STOPPED]
    return begin(run, State.READING, was=was, layout=layout, shape=shape, wishes={**run.wishes, **wishes})


def put_together(run: ImportRun, lines: list[str]) -> bool:
    """These lines of the file are about the contacts they were shown beside: the file is read anew with that."""
    chosen = {int(line) for line in lines if line.isascii() and line.isdigit() and len(line) < 10}
    rows = ImportRow.objects.filter(run=run, line__in=chosen, more__contains='"alike"')
    same = {str(row.line): json.loads(row.more)["alike"] for row in rows}
    if not same:
        return False
    together = {**dict(run.wishes.get("together") or {}), **same}
    return begin(run, State.READING, was=[State.READY], wishes={**run.wishes, "together": together})


def remember_columns(run: ImportRun, columns: list[str], day_first: bool | None) -> None:
    KnownHeadings.objects.update_or_create(
        owner_id=run.owner_id,
        headings_hash=hash_headings(run.layout["headings"]),
        defaults={"columns": columns, "day_first": day_first, "changed_at": timezone.now()},
    )

"""Tables as text: where one begins, what separates its cells, and its rows one after another."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crm.importing.columns import RANK_OF, is_email, tidy_heading
from crm.importing.files import Pieces, open_text
from crm.importing.problems import CannotRead

LONGEST_LINE = 1024 * 1024
LONGEST_CELL = 128 * 1024  # csv's own limit
MOST_COLUMNS = 400
MOST_ROWS = 200_000
LOOKED_AT = 1000  # rows from which columns and the order of days are told
LONGEST_PREAMBLE = 20
DELIMITERS = ",;\t|"


@dataclass
class Layout:
    """How a table is to be read."""

    charset: str
    delimiter: str
    first_line: int  # how many rows stand before the table
    headings: list[str]
    has_headings: bool = True
    columns: list[str] = field(default_factory=list)
    day_first: bool | None = None


def read_lines(text: io.TextIOBase) -> Iterator[str]:
    """Its lines, none of them longer than any list's. Raises `CannotRead`."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise CannotRead(_("One line of this file is longer than a million characters: this is no list of people."))
        yield line


def read_cells(text: io.TextIOBase, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of the line each begins on. Raises `CannotRead`."""
    rows = csv.reader(read_lines(text), delimiter=delimiter)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        said = _("Line %(line)d can’t be read: a cell in it never ends. Is a quotation mark missing?")
        raise CannotRead(said % {"line": line}) from error


def find_layout(pieces: Iterable[bytes], head: bytes, charset: str) -> tuple[Layout, list[list[str]]]:
    """How the table is laid out, and its first rows. `head` is the beginning of the file. Raises `CannotRead`."""
    text, _raw = open_text(pieces, charset)
    beginning = head.decode(charset, errors="ignore").lstrip("\ufeff")
    delimiter, marked = find_delimiter(beginning)
    rows = [row for _line, row in first_rows(text, delimiter, LOOKED_AT + LONGEST_PREAMBLE)]
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise CannotRead(_("There is nothing in this file."))
    at = find_headings(rows, skip=1 if marked else 0)
    headings = [clean_heading(cell) for cell in rows[at]]
    if len(headings) > MOST_COLUMNS:
        raise CannotRead(
            _("This table has %(count)d columns, which is more than can be read.") % {"count": len(headings)}
        )
    has_headings = not any(is_email(cell) for cell in headings)
    if not has_headings:
        headings = [_("Column %(number)d") % {"number": number} for number in range(1, len(headings) + 1)]
    layout = Layout(charset, delimiter, at + has_headings, headings, has_headings)
    samples = [row for row in rows[layout.first_line :] if any(cell.strip() for cell in row)]
    return layout, samples


def clean_heading(cell: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", " ", cell).split())[:120]


def first_rows(text: io.TextIOBase, delimiter: str, most: int) -> Iterator[tuple[int, list[str]]]:
    rows = read_cells(text, delimiter)
    for _number in range(most):
        row = next(rows, None)
        if row is None:
            return
        yield row


def find_delimiter(beginning: str) -> tuple[str, bool]:
    """What separates the cells, and whether the file says so itself in a first line “sep=;”, as Excel has it."""
    lines = beginning.splitlines()
    if lines and (match := re.fullmatch(r"sep=(.)", lines[0].strip())):
        return match[1], True
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines[:60], delimiter=delimiter) if row)
        except csv.Error:
            continue
        # Many rows of one width: each cell beyond the first counts.
        score = max(((width - 1) * count for width, count in widths.items()), default=0)
        if score > most:
            best, most = delimiter, score
    return best, False


def find_headings(rows: list[list[str]], skip: int) -> int:
    """Which row holds the headings: LinkedIn, for one, writes a few lines of explanation first."""
    best, most = None, 0
    for at, row in enumerate(rows[:LONGEST_PREAMBLE]):
        known = sum(tidy_heading(cell) in RANK_OF for cell in row)
        if at >= skip and known > most:
            best, most = at, known
    if best is not None:
        return best
    filled = (at for at, row in enumerate(rows) if at >= skip and sum(bool(cell.strip()) for cell in row))
    return next(filled, skip)


def read_table(pieces: Iterable[bytes], layout: Layout) -> tuple[Iterator[tuple[int, list[str]]], Pieces]:
    """The rows below the headings, and the file that knows how far it was read. Raises `CannotRead`."""
    text, raw = open_text(pieces, layout.charset)

    def rows() -> Iterator[tuple[int, list[str]]]:
        number = 0
        for line, row in read_cells(text, layout.delimiter):
            number += 1
            if number <= layout.first_line:
                continue
            if number - layout.first_line > MOST_ROWS:
                raise CannotRead(
                    _("This file has more than %(most)d rows. Split it, and bring in the parts.") % {"most": MOST_ROWS}
                )
            if any(row):
                yield line, row

    return rows(), raw

"""Pages of a long list that cost the same wherever they begin: each starts after the last row of the one before."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

ROWS_PER_PAGE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next_after: str  # where the next page begins; empty on the last


def read_page(
    rows: QuerySet[Row, Row], *, by: str, after: str, newest_first: bool = False, size: int = ROWS_PER_PAGE
) -> Page[Row]:
    """The page of `rows` after the position `after`, ordered by the field `by` and then by id; nothing is counted.

    A position that makes no sense shows the first page.
    """
    position = parse_position(after, rows.model._meta.get_field(by).get_internal_type() == "DateField")
    if position:
        rows = rows.filter(_beyond(by, *position, newest_first))
    sign = "-" if newest_first else ""
    shown = list(rows.order_by(f"{sign}{by}", f"{sign}id")[: size + 1])
    more = len(shown) > size
    return Page(shown[:size], write_position(shown[size - 1], by) if more else "")


def _beyond(by: str, value: Any, pk: int, newest_first: bool) -> Q:
    # The first condition lets the index begin at the position, which the second alone would not.
    operator = "lt" if newest_first else "gt"
    return Q(**{f"{by}__{operator}e": value}) & (Q(**{f"{by}__{operator}": value}) | Q(**{f"id__{operator}": pk}))


def write_position(row: Model, by: str) -> str:
    value = getattr(row, by)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return urlsafe_b64encode(f"{row.pk}:{text}".encode()).decode().rstrip("=")


def parse_position(position: str, is_day: bool) -> tuple[Any, int] | None:
    try:
        text = urlsafe_b64decode(position + "=" * (-len(position) % 4)).decode()
        pk, colon, value = text.partition(":")
        if not colon or "\x00" in value:
            return None
        return (date.fromisoformat(value) if is_day else value), min(int(pk), 2**63 - 1)
    except ValueError:
        return None

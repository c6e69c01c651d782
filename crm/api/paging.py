"""Lists come in pages that cost the same wherever they begin; nothing is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from contacts.paging import narrow_after, parse_position, write_position
from crm.api.errors import invalid
from crm.api.fields import Count, Query

MOST_PER_PAGE = 100

Shown = TypeVar("Shown", bound=BaseModel)
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")


class Paging(Query):
    limit: Count = Field(50, ge=1, le=MOST_PER_PAGE, description="How many items a page has at most.")
    after: str = Field("", max_length=1000, description="Where the page begins: it stands in `next`.")


class Items(BaseModel, Generic[Shown]):
    items: list[Shown]
    next: str | None = Field(description="The address of the next page; null on the last.")


def read_list(
    request: HttpRequest,
    rows: QuerySet[Row, Row],
    show: Callable[[Row], Shown],
    *,
    paging: Paging,
    by: str = "id",
    newest_first: bool = True,
) -> Items[Shown]:
    """A page of the rows, ordered by the field `by` and then by id. Raises `Refusal` for an `after` of no sense."""
    narrowed = narrow(rows, by=by, after=paging.after, newest_first=newest_first)
    found = list(narrowed[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > paging.limit
    return Items(items=[show(row) for row in shown], next=write_next(request, shown[-1], by) if more else None)


def narrow(rows: QuerySet[Row, Row], *, by: str, after: str, newest_first: bool) -> QuerySet[Row, Row]:
    is_day = rows.model._meta.get_field(by).get_internal_type() == "DateField"
    position = parse_position(after, is_day)
    if after and position is None:
        raise invalid(after=_("This is no position in the list. Take it from `next`."))
    if by != "id":
        return narrow_after(rows, by=by, after=after, newest_first=newest_first)
    if position:
        rows = rows.filter(id__lt=position[1]) if newest_first else rows.filter(id__gt=position[1])
    return rows.order_by("-id" if newest_first else "id")


def write_next(request: HttpRequest, last: Any, by: str) -> str:
    """The address of the next page, with the filters of this one."""
    query = request.GET.copy()
    query["after"] = write_position(last.pk, "" if by == "id" else getattr(last, by))
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def narrow_by(rows: Rows, **filters: Any) -> Rows:
    """The rows that the filters leave; one that is None leaves all."""
    return rows.filter(**{name: value for name, value in filters.items() if value is not None})

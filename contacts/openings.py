"""What companies are hiring for, as lists show it."""

from __future__ import annotations

from datetime import date

from contacts.models import Company, Opening
from contacts.paging import ROWS_PER_PAGE, Page
from crm.models import User

OPENINGS_OF_A_COMPANY = 20
NAMES_OFFERED = 200


def read_openings(company: Company, *, on: date | None = None) -> list[Opening]:
    """What the company is hiring for on that day (today), newest first."""
    is_open = Opening.objects.filter(company=company).open(on or company.owner.today())
    return list(is_open.order_by("-id")[:OPENINGS_OF_A_COMPANY])


def read_opening_page(owner: User, *, today: date, after: str) -> Page[Opening]:
    """A page of the owner's openings: open ones first, then closed ones, each newest first.

    `after` is the `next_after` of the page above; one that makes no sense is the start. Two queries at most.
    """
    is_closed, before = parse_place(after)
    own = Opening.objects.owned_by(owner).select_related("company").order_by("-id")
    still_open, wanted = own.open(today), ROWS_PER_PAGE + 1
    rows = [] if is_closed else list((still_open.filter(id__lt=before) if before else still_open)[:wanted])
    if len(rows) < wanted:
        closed = own.filter(closed_on__lte=today)
        rows += (closed.filter(id__lt=before) if is_closed and before else closed)[: wanted - len(rows)]
    shown = rows[:ROWS_PER_PAGE]
    return Page(shown, write_place(shown[-1], today) if len(rows) > ROWS_PER_PAGE else "")


def write_place(opening: Opening, today: date) -> str:
    return f"{'open' if opening.is_open(today) else 'closed'}-{opening.pk}"


def parse_place(place: str) -> tuple[bool, int | None]:
    """Whether the page begins among the closed openings, and before which id; the start if it makes no sense."""
    part, _dash, pk = place.partition("-")
    if part not in {"open", "closed"} or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return False, None
    return part == "closed", int(pk)


def read_company_names(owner: User) -> list[str]:
    """Names to choose from when a company is typed."""
    names = Company.objects.owned_by(owner).order_by("name_key").values_list("name", flat=True)
    return list(names[:NAMES_OFFERED])

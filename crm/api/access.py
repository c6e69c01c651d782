"""The one gate: what is not the user's own is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from contacts.models import Company
from crm.api.errors import Refusal, not_found
from crm.models import User

LARGEST_ID = 2**63 - 1

Row = TypeVar("Row", bound=Model)


def get_own(rows: QuerySet[Row, Row], pk: int) -> Row:
    """The row of that id among the user's `rows`. Raises `Refusal` (404)."""
    row = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if row is None:
        raise not_found()
    return row


def refer_to(rows: QuerySet[Row, Row], pk: int, *, field: str) -> Row:
    """The row that a field of the body names by its id. Raises `Refusal` (404), which names the field."""
    row = rows.filter(pk=pk).first()
    if row is None:
        said = _("You have nothing with this id.")
        raise Refusal(404, "not_found", said, fields={field: said})
    return row


def name_company(user: User, company: Any) -> str:
    """The name of a company that was given by its name or its id; empty for none."""
    if isinstance(company, int):
        return refer_to(Company.objects.owned_by(user), company, field="company").name
    return company or ""

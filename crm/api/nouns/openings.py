from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.forms.openings import OpeningForm
from contacts.models import Opening, OpeningQuerySet
from crm.api.access import get_own, name_company
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.fields import Body, Company, Day, Flag, IdAsked, Name, Text, Url, omitted
from crm.api.nouns.contacts import NAMES
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.referrals.openings import add_opening, change_opening, delete_opening

router = Router(tags=["Openings"])


class OpeningOut(BaseModel):
    id: int
    company: str
    company_id: int
    role: str
    url: str
    asks_for: str
    closed_on: date | None


class OpeningFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(OpeningOut.model_fields)

    url: Url | None = None
    asks_for: Text | None = None
    closed_on: Day | None = None


class NewOpening(OpeningFields):
    company: Company
    role: Name


class OpeningChange(OpeningFields):
    company: Company = omitted()
    role: Name = omitted()


class OpeningFilter(Paging):
    company: IdAsked | None = Field(None, description="Only at the company of this id.")
    open: Flag | None = Field(None, description="Only what is open, or only what is closed.")


@router.get("", response=Items[OpeningOut], summary="What companies are hiring for, newest first")
def list_openings(request: HttpRequest, query: From[OpeningFilter]) -> Items[OpeningOut]:
    rows = narrow_by(own_openings(who(request)), company=query.company)
    if query.open is not None:
        closed = Q(closed_on__lte=who(request).today())
        rows = rows.exclude(closed) if query.open else rows.filter(closed)
    return read_list(request, rows, show_opening, paging=query)


@router.post("", response={201: OpeningOut}, summary="Add an opening")
def new_opening(request: HttpRequest, typed: NewOpening) -> OpeningOut:
    form = check_opening(who(request), typed.given)
    return show_opening(add_opening(who(request), **form.values))


@router.get("/{int:pk}", response=OpeningOut, summary="An opening")
def read_opening(request: HttpRequest, pk: int) -> OpeningOut:
    return show_opening(get_own(own_openings(who(request)), pk))


@router.patch("/{int:pk}", response=OpeningOut, summary="Change an opening, or close it")
def edit_opening(request: HttpRequest, pk: int, typed: OpeningChange) -> OpeningOut:
    require_change(typed.given)
    opening = hold_opening(request, pk)
    saved = OpeningForm.saved_values(opening)
    form = check_opening(who(request), {**saved, "company": saved["company_name"], **typed.given})
    return show_opening(change_opening(opening, **form.values))


@router.delete("/{int:pk}", response={204: None}, summary="Delete an opening, with its referrals")
def remove_opening(request: HttpRequest, pk: int) -> None:
    delete_opening(hold_opening(request, pk))


def own_openings(user: User) -> OpeningQuerySet:
    return Opening.objects.owned_by(user).select_related("company", "owner")


def hold_opening(request: HttpRequest, pk: int) -> Opening:
    opening = get_own(own_openings(who(request)), pk)
    require_match(request, show_opening(opening))
    return opening


def check_opening(user: User, values: dict[str, Any]) -> OpeningForm:
    form = OpeningForm({**values, "company_name": name_company(user, values["company"])})
    check(form, names=NAMES)
    return form


def show_opening(opening: Opening) -> OpeningOut:
    return OpeningOut(
        id=opening.pk,
        company=opening.company.name,
        company_id=opening.company_id,
        role=opening.role,
        url=opening.url,
        asks_for=opening.asks_for,
        closed_on=opening.closed_on,
    )

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.companies import change_company
from contacts.forms import CompanyForm
from contacts.models import Company, name_key
from crm.api.access import get_own
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.errors import changed_meanwhile
from crm.api.fields import Body, Line, Name, Text, Url, omitted
from crm.api.paging import Items, Paging, read_list
from crm.api.versions import require_match
from followups.people import find_or_make_company

router = Router(tags=["Companies"])


class CompanyOut(BaseModel):
    id: int
    name: str
    website: str
    notes: str


class CompanyFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(CompanyOut.model_fields)

    website: Url | None = None
    notes: Text | None = None


class NewCompany(CompanyFields):
    name: Name


class CompanyChange(CompanyFields):
    name: Name = omitted()


class CompanyFilter(Paging):
    q: Line = Field("", description="Part of the name.")


@router.get("", response=Items[CompanyOut], summary="The companies, by name")
def list_companies(request: HttpRequest, query: From[CompanyFilter]) -> Items[CompanyOut]:
    rows = Company.objects.owned_by(who(request))
    if query.q:
        rows = rows.filter(name_key__contains=name_key(query.q))
    return read_list(request, rows, show_company, paging=query, by="name_key", newest_first=False)


@router.post("", response={201: CompanyOut}, summary="Add a company")
def new_company(request: HttpRequest, typed: NewCompany) -> CompanyOut:
    form = CompanyForm(typed.given, company=Company(owner=who(request)))
    check(form)
    company = find_or_make_company(who(request), form.values["name"])
    assert company is not None, "a company has a name"
    return save_company(company, form)


@router.get("/{int:pk}", response=CompanyOut, summary="A company")
def read_company(request: HttpRequest, pk: int) -> CompanyOut:
    return show_company(get_own(Company.objects.owned_by(who(request)), pk))


@router.patch("/{int:pk}", response=CompanyOut, summary="Change a company")
def edit_company(request: HttpRequest, pk: int, typed: CompanyChange) -> CompanyOut:
    require_change(typed.given)
    company = get_own(Company.objects.owned_by(who(request)), pk)
    require_match(request, show_company(company))
    form = CompanyForm({**CompanyForm.saved_values(company), **typed.given}, company=company)
    check(form)
    return save_company(company, form)


def save_company(company: Company, form: CompanyForm) -> CompanyOut:
    if not change_company(company, version=company.version, **form.values):
        raise changed_meanwhile()
    company.refresh_from_db()
    return show_company(company)


def show_company(company: Company) -> CompanyOut:
    return CompanyOut(id=company.pk, name=company.name, website=company.website, notes=company.notes)

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.forms import ContactForm
from contacts.models import Contact, ContactQuerySet
from contacts.search import search_contacts
from contacts.views.filters import DUE
from crm.api.access import get_own, name_company
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.fields import (
    Address,
    Body,
    CompanyOrNone,
    Flag,
    IdAsked,
    Interests,
    Line,
    Name,
    ShortLine,
    Text,
    allowed,
    omitted,
)
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.erasing import erase_person
from crm.models import User
from followups.cadence import explain_next_date
from followups.people import add_contact, change_contact

router = Router(tags=["Contacts"])

Cadence = Literal[1, 2, 3, 6, 12]
Standing = Literal["active", "ended", "stopped"]
NAMES = {"company_name": "company"}


class ContactOut(BaseModel):
    id: int
    name: str
    email: str
    title: str
    company: str | None
    company_id: int | None
    field: str
    interests: list[str]
    cadence: int = Field(description="Months between two messages: 1, 2, 3, 6 or 12.")
    notes: str
    standing: Annotated[str, allowed(Standing)]
    added_on: date
    next_on: date | None = Field(description="When they may be written to next; null for who is not in touch.")
    why: str = Field(description="Why then, in a sentence.")
    paused_until: date | None
    outcome: str
    ended_on: date | None


class ContactFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(ContactOut.model_fields)

    email: Address | None = None
    title: Line | None = None
    company: CompanyOrNone = None
    field: ShortLine | None = None
    interests: Interests = omitted()
    cadence: Cadence = omitted()
    notes: Text | None = None


class NewContact(ContactFields):
    name: Name


class ContactChange(ContactFields):
    name: Name = omitted()


class ContactFilter(Paging):
    q: Line = Field("", description="Words that occur in what is known of them.")
    standing: Standing | None = Field(None, description="Only who stands so.")
    due: Flag | None = Field(None, description="Only who is waited for today, or only who is not.")
    company: IdAsked | None = Field(None, description="Only who works at the company of this id.")


@router.get("", response=Items[ContactOut], summary="The contacts, by name")
def list_contacts(request: HttpRequest, query: From[ContactFilter]) -> Items[ContactOut]:
    rows = search_contacts(narrow_contacts(who(request), query), query.q)
    return read_list(
        request,
        rows.select_related("company").prefetch_related("interests"),
        show_contact,
        paging=query,
        by="name_key",
        newest_first=False,
    )


def narrow_contacts(user: User, query: ContactFilter) -> ContactQuerySet:
    rows = narrow_by(Contact.objects.owned_by(user), standing=query.standing, company=query.company)
    if query.due is not None:
        due = DUE.narrow(Contact.objects.owned_by(user), user.today())
        rows = rows.filter(pk__in=due.values("pk")) if query.due else rows.exclude(pk__in=due.values("pk"))
    return rows


@router.post("", response={201: ContactOut}, summary="Add a contact")
def new_contact(request: HttpRequest, typed: NewContact) -> ContactOut:
    form = check_contact(who(request), {"cadence": 1, **typed.given})
    return show_contact(add_contact(who(request), **form.values))


@router.get("/{int:pk}", response=ContactOut, summary="A contact")
def read_contact(request: HttpRequest, pk: int) -> ContactOut:
    return show_contact(find_own_contact(request, pk))


@router.patch("/{int:pk}", response=ContactOut, summary="Change a contact")
def edit_contact(request: HttpRequest, pk: int, typed: ContactChange) -> ContactOut:
    require_change(typed.given)
    contact = find_own_contact(request, pk)
    require_match(request, show_contact(contact))
    form = check_contact(who(request), {**saved_contact(contact), **typed.given}, contact)
    return show_contact(change_contact(contact, **form.values))


@router.delete("/{int:pk}", response={204: None}, summary="Erase a contact, with everything about them")
def remove_contact(request: HttpRequest, pk: int) -> None:
    contact = find_own_contact(request, pk)
    require_match(request, show_contact(contact))
    erase_person(contact, request=request)


def find_own_contact(request: HttpRequest, pk: int) -> Contact:
    """One of the user's contacts. Raises `Refusal` (404)."""
    return get_own(Contact.objects.owned_by(who(request)).select_related("company", "owner"), pk)


def check_contact(user: User, values: dict[str, Any], contact: Contact | None = None) -> ContactForm:
    company, interests = values.pop("company", None), values.get("interests") or []
    typed = {**values, "company_name": name_company(user, company), "interests": ", ".join(interests)}
    form = ContactForm(typed, contact=contact)
    check(form, names=NAMES)
    return form


def saved_contact(contact: Contact) -> dict[str, Any]:
    saved = ContactForm.saved_values(contact)
    return {**saved, "company": saved.pop("company_name")}


def show_contact(contact: Contact) -> ContactOut:
    return ContactOut(
        id=contact.pk,
        name=contact.name,
        email=contact.email,
        title=contact.title,
        company=contact.company.name if contact.company else None,
        company_id=contact.company_id,
        field=contact.field,
        interests=[interest.topic for interest in contact.interests.all()],
        cadence=contact.cadence,
        notes=contact.notes,
        standing=contact.standing,
        added_on=contact.added_on,
        next_on=contact.next_on,
        why=explain_next_date(contact),
        paused_until=contact.paused_until,
        outcome=contact.outcome,
        ended_on=contact.ended_on,
    )

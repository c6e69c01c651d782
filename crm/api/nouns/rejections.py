from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts import reading
from contacts.forms import NewRejectionForm, RejectionForm
from contacts.models import Contact, Rejection, RejectionQuerySet
from crm.api.access import get_own, name_company, refer_to
from crm.api.checking import check, require_change
from crm.api.door import harmless, who
from crm.api.errors import invalid
from crm.api.fields import (
    Address,
    Body,
    Company,
    Day,
    Id,
    IdAsked,
    Interests,
    Line,
    Name,
    ShortLine,
    Text,
    omitted,
)
from crm.api.nouns.contacts import Cadence
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.rejections import change_rejection, delete_rejection, log_rejection

router = Router(tags=["Rejections"])

Stage = Literal["", "application", "screening", "interview", "task", "further", "final", "offer"]
ToldBy = Literal["", "email", "phone", "person", "letter", "portal", "silence"]


class RejectionOut(BaseModel):
    id: int
    company: str
    company_id: int
    role: str
    rejected_on: date
    stage: str
    told_by: str
    reason: str
    notes: str
    contact: int | None
    contact_name: str | None
    feedback_request: int | None


class Person(Body):
    """Who turned you down: found by e-mail, or by name within the company; else added."""

    name: Line | None = None
    email: Address | None = None
    title: Line | None = None
    field: ShortLine | None = None
    interests: Interests = omitted()
    cadence: Cadence = omitted()


class RejectionFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(RejectionOut.model_fields)

    rejected_on: Day = omitted()
    stage: Stage = omitted()
    told_by: ToldBy = omitted()
    reason: Text | None = None
    notes: Text | None = None


class NewRejection(RejectionFields):
    company: Company
    role: Name
    contact: Person | Id | None = Field(None, description="The id of a known contact, or who it is.")
    contact_name: Line | None = None
    contact_email: Address | None = None
    contact_title: Line | None = None
    field: ShortLine | None = None
    interests: Interests = omitted()
    cadence: Cadence = omitted()


class RejectionChange(RejectionFields):
    company: Company = omitted()
    role: Name = omitted()
    contact: Id | None = None


class RejectionFilter(Paging):
    company: IdAsked | None = Field(None, description="Only by the company of this id.")
    contact: IdAsked | None = Field(None, description="Only by the contact of this id.")
    stage: Stage | None = Field(None, description="Only at this stage.")
    since: Day | None = Field(None, description="Only of this day and later.")


class Pasted(Body):
    text: Annotated[str, Field(max_length=500_000)] = Field(
        description="The mail's text, forwarded or quoted or not, or its source (an .eml)."
    )


class ReadOut(BaseModel):
    company: str | None
    role: str | None
    contact_name: str | None
    contact_email: str | None
    contact_title: str | None
    rejected_on: date | None


@router.get("", response=Items[RejectionOut], summary="The rejections, newest first")
def list_rejections(request: HttpRequest, query: From[RejectionFilter]) -> Items[RejectionOut]:
    own = own_rejections(who(request))
    wanted = {"company": query.company, "contact": query.contact, "stage": query.stage}
    rows = narrow_by(own, **wanted, rejected_on__gte=query.since)
    return read_list(request, rows, show_rejection, paging=query, by="rejected_on")


@router.post("", response={201: RejectionOut}, summary="Log a rejection")
def new_rejection(request: HttpRequest, typed: NewRejection) -> RejectionOut:
    """With its company and contact, known or new; the feedback request is proposed."""
    user = who(request)
    person = flatten_person(typed)
    form = NewRejectionForm(
        {"rejected_on": user.today(), "cadence": 1, **person, **plain(user, typed)}, today=user.today()
    )
    check(form)
    values = {**form.values, "told_by": typed.told_by or "", "reason": typed.reason or ""}
    rejection = log_rejection(user, **values)
    if isinstance(typed.contact, int):
        contact = refer_to(Contact.objects.owned_by(user), typed.contact, field="contact")
        give_to_contact(rejection, contact)
    return read_one(user, rejection.pk)


def flatten_person(typed: NewRejection) -> dict[str, Any]:
    """Who it is, in the form's fields; said once: by id, as an object, or field by field."""
    flat = {
        name: typed.given[name] for name in ("contact_name", "contact_email", "contact_title") if typed.given.get(name)
    }
    about = {name: typed.given[name] for name in ("field", "interests", "cadence") if typed.given.get(name)}
    if typed.contact is not None and (flat or about):
        raise invalid(contact=_("Say who it is once: by `contact`, or by the fields beside it."))
    if isinstance(typed.contact, Person):
        given = {name: value for name, value in typed.contact.given.items() if value is not None}
        about = {name: given.pop(name) for name in ("field", "interests", "cadence") if name in given}
        flat = {f"contact_{name}": value for name, value in given.items()}
    return {**flat, **about, "interests": ", ".join(about.get("interests", []))}


def plain(user: User, typed: NewRejection | RejectionChange) -> dict[str, Any]:
    """What was given of the rejection itself."""
    names = ("role", "rejected_on", "stage", "told_by", "reason", "notes")
    given = {name: typed.given[name] for name in names if name in typed.given}
    if "company" in typed.given:
        given["company"] = name_company(user, typed.company)
    return given


def give_to_contact(rejection: Rejection, contact: Contact) -> None:
    saved = {**RejectionForm.saved_values(rejection), "contact": contact}
    change_rejection(rejection, company_name=saved.pop("company"), **saved)


@router.get("/{int:pk}", response=RejectionOut, summary="A rejection")
def read_rejection(request: HttpRequest, pk: int) -> RejectionOut:
    return read_one(who(request), pk)


@router.patch("/{int:pk}", response=RejectionOut, summary="Correct a rejection")
def edit_rejection(request: HttpRequest, pk: int, typed: RejectionChange) -> RejectionOut:
    require_change(typed.given)
    user = who(request)
    rejection = get_own(own_rejections(user), pk)
    require_match(request, show_rejection(rejection))
    saved = RejectionForm.saved_values(rejection)
    contact = saved.pop("contact")
    if "contact" in typed.given:
        contact = refer_to(Contact.objects.owned_by(user), typed.contact, field="contact") if typed.contact else None
    form = RejectionForm({**saved, **plain(user, typed)}, owner=user, rejection=rejection)
    check(form)
    change_rejection(rejection, **form.values, contact=contact)
    return read_one(user, pk)


@router.delete("/{int:pk}", response={204: None}, summary="Delete a rejection that was logged by mistake")
def remove_rejection(request: HttpRequest, pk: int) -> None:
    rejection = get_own(own_rejections(who(request)), pk)
    require_match(request, show_rejection(rejection))
    delete_rejection(rejection)


@router.post("/read", response=ReadOut, summary="Read a pasted rejection mail")
@harmless
def read_rejection_mail(request: HttpRequest, typed: Pasted) -> ReadOut:
    """Offline: what it tells for sure; what it does not is null. Nothing is kept."""
    return ReadOut(**asdict(reading.read_rejection(typed.text, who(request).today())))


def own_rejections(user: User) -> RejectionQuerySet:
    rows = Rejection.objects.owned_by(user)
    return rows.select_related("company", "contact__company", "contact__owner", "feedback_request", "owner")


def read_one(user: User, pk: int) -> RejectionOut:
    return show_rejection(get_own(own_rejections(user), pk))


def show_rejection(rejection: Rejection) -> RejectionOut:
    request = getattr(rejection, "feedback_request", None)
    return RejectionOut(
        id=rejection.pk,
        company=rejection.company.name,
        company_id=rejection.company_id,
        role=rejection.role,
        rejected_on=rejection.rejected_on,
        stage=rejection.stage,
        told_by=rejection.told_by,
        reason=rejection.reason,
        notes=rejection.notes,
        contact=rejection.contact_id,
        contact_name=rejection.contact.name if rejection.contact else None,
        feedback_request=request.pk if request else None,
    )

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Contact, Opening, Peer
from crm.api.access import get_own, refer_to
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.errors import invalid
from crm.api.fields import Body, Day, Id, IdAsked, Subject, Text, allowed, omitted
from crm.api.nouns.letters import LetterOut, show_letter
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.forms import LetterForm
from followups.models import Referral
from followups.models.referral import ReferralQuerySet
from followups.referral_forms import OutcomeForm
from followups.referrals.outcomes import note_outcome
from followups.referrals.referring import (
    drop_referral,
    mark_sent,
    require_letter,
    save_draft,
    start_referral,
    write_letter,
)

router = Router(tags=["Referrals"])

State = Literal["drafted", "sent", "replied", "interview", "hired", "nothing"]


class ReferralOut(BaseModel):
    id: int
    contact: int
    opening: int
    peer: int
    state: Annotated[str, allowed(State)]
    changed_on: date | None = Field(description="The day of its present state.")
    subject: str = Field(description="The letter as you left it; empty: see `draft`.")
    text: str
    touchpoint: int | None = Field(description="The message that carried it.")


class NewReferral(Body):
    contact: Id
    opening: Id
    peer: Id


class ReferralChange(Body):
    only_read = frozenset(ReferralOut.model_fields)

    subject: Subject | None = None
    text: Text | None = None


class ReferralSent(Body):
    on: Day = omitted()
    text: Text | None = None


class ReferralOutcome(Body):
    state: Literal["sent", "replied", "interview", "hired", "nothing"]
    on: Day = omitted()


class ReferralFilter(Paging):
    contact: IdAsked | None = Field(None, description="Only through the contact of this id.")
    opening: IdAsked | None = Field(None, description="Only for the opening of this id.")
    peer: IdAsked | None = Field(None, description="Only of the peer of this id.")
    state: State | None = Field(None, description="Only in this state.")


@router.get("", response=Items[ReferralOut], summary="Whom you put forward, newest first")
def list_referrals(request: HttpRequest, query: From[ReferralFilter]) -> Items[ReferralOut]:
    wanted = {"contact": query.contact, "opening": query.opening, "peer": query.peer, "state": query.state}
    return read_list(request, narrow_by(own_referrals(who(request)), **wanted), show_referral, paging=query)


@router.post("", response={201: ReferralOut}, summary="Put a peer forward for an opening, through a contact")
def new_referral(request: HttpRequest, typed: NewReferral) -> ReferralOut:
    """With the peer's consent alone. A referral is outreach: too soon, 409 says from when on it may be written."""
    user = who(request)
    contacts = Contact.objects.owned_by(user).select_related("owner", "company")
    contact = refer_to(contacts, typed.contact, field="contact")
    opening = refer_to(Opening.objects.owned_by(user).select_related("company"), typed.opening, field="opening")
    peer = refer_to(Peer.objects.owned_by(user), typed.peer, field="peer")
    if contact.company_id != opening.company_id:
        raise invalid(contact=_("Please choose somebody at the company of the opening."))
    referral = start_referral(contact, opening=opening, peer=peer)
    require_letter(referral)
    return read_one(user, referral.pk)


@router.get("/{int:pk}", response=ReferralOut, summary="A referral")
def read_referral(request: HttpRequest, pk: int) -> ReferralOut:
    return read_one(who(request), pk)


@router.get("/{int:pk}/draft", response=LetterOut, summary="Its letter: as you left it, else as it is drafted")
def referral_letter(request: HttpRequest, pk: int) -> LetterOut:
    referral = get_own(own_referrals(who(request)), pk)
    return show_letter(referral.contact, "referral", write_letter(referral))


@router.patch("/{int:pk}", response=ReferralOut, summary="Keep its letter as you changed it")
def edit_referral(request: HttpRequest, pk: int, typed: ReferralChange) -> ReferralOut:
    require_change(typed.given)
    referral = hold_referral(request, pk)
    form = LetterForm({"subject": referral.draft_subject, "text": referral.draft_text, **typed.given})
    check(form)
    save_draft(referral, subject=form.draft.subject, text=form.draft.text)
    return read_one(who(request), pk)


@router.delete("/{int:pk}", response={204: None}, summary="Take a referral off that was not sent")
def remove_referral(request: HttpRequest, pk: int) -> None:
    drop_referral(hold_referral(request, pk))


@router.post("/{int:pk}/send", response=ReferralOut, summary="You sent it")
def referral_send(request: HttpRequest, pk: int, typed: ReferralSent = ReferralSent()) -> ReferralOut:  # noqa: B008
    referral = hold_referral(request, pk)
    form = LetterForm(typed.given)
    check(form)
    mark_sent(referral, on=form.sent_on, text=form.draft.text)
    return read_one(who(request), pk)


@router.post("/{int:pk}/outcome", response=ReferralOut, summary="What came of it; `sent` takes an outcome back")
def referral_outcome(request: HttpRequest, pk: int, typed: ReferralOutcome) -> ReferralOut:
    referral = hold_referral(request, pk)
    form = OutcomeForm(typed.given, referral=referral)
    check(form)
    note_outcome(referral, state=form.cleaned_data["state"], on=form.cleaned_data["on"])
    return read_one(who(request), pk)


def own_referrals(user: User) -> ReferralQuerySet:
    rows = Referral.objects.owned_by(user)
    return rows.select_related("contact__owner", "contact__company", "opening__company", "peer", "touchpoint")


def hold_referral(request: HttpRequest, pk: int) -> Referral:
    referral = get_own(own_referrals(who(request)), pk)
    require_match(request, show_referral(referral))
    return referral


def read_one(user: User, pk: int) -> ReferralOut:
    return show_referral(get_own(own_referrals(user), pk))


def show_referral(referral: Referral) -> ReferralOut:
    return ReferralOut(
        id=referral.pk,
        contact=referral.contact_id,
        opening=referral.opening_id,
        peer=referral.peer_id,
        state=referral.state,
        changed_on=referral.changed_on,
        subject=referral.draft_subject,
        text=referral.draft_text,
        touchpoint=referral.touchpoint_id,
    )

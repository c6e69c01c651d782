from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.forms.peers import ConsentForm, PeerForm
from contacts.models import Peer, PeerQuerySet, Resume, name_key
from crm.api.access import get_own
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.fields import Address, Body, Day, Line, Name, Text, allowed, omitted
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.referrals.consent import give_consent, mark_asked, take_back_step, withdraw_consent
from followups.referrals.peers import add_peer, change_peer, delete_peer

router = Router(tags=["Peers"])

Consent = Literal["not_asked", "asked", "given", "withdrawn"]
Skill = Annotated[str, Field(max_length=80)]


class PeerOut(BaseModel):
    id: int
    name: str
    email: str
    headline: str
    skills: list[str]
    notes: str
    consent: Annotated[str, allowed(Consent)]
    asked_on: date | None
    given_on: date | None
    withdrawn_on: date | None
    has_resume: bool = Field(description="A résumé is added on the peer's page, and handed on from there.")


class PeerFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(PeerOut.model_fields)

    email: Address | None = None
    headline: Line | None = None
    skills: list[Skill] = omitted(max_length=50)
    notes: Text | None = None


class NewPeer(PeerFields):
    name: Name


class PeerChange(PeerFields):
    name: Name = omitted()


class ConsentStep(Body):
    on: Day = omitted()


class PeerFilter(Paging):
    q: Line = Field("", description="Part of the name.")
    consent: Consent | None = Field(None, description="Only whose consent is this.")


@router.get("", response=Items[PeerOut], summary="Whom you could refer, by name")
def list_peers(request: HttpRequest, query: From[PeerFilter]) -> Items[PeerOut]:
    rows = narrow_by(own_peers(who(request)), consent=query.consent)
    if query.q:
        rows = rows.filter(name_key__contains=name_key(query.q))
    return read_list(request, rows, show_peer, paging=query, by="name_key", newest_first=False)


@router.post("", response={201: PeerOut}, summary="Add a peer")
def new_peer(request: HttpRequest, typed: NewPeer) -> PeerOut:
    """Nobody is referred before they agreed to it: see `consent`."""
    form = check_peer(typed.given)
    return read_one(who(request), add_peer(who(request), **form.values).pk)


@router.get("/{int:pk}", response=PeerOut, summary="A peer")
def read_peer(request: HttpRequest, pk: int) -> PeerOut:
    return read_one(who(request), pk)


@router.patch("/{int:pk}", response=PeerOut, summary="Change a peer")
def edit_peer(request: HttpRequest, pk: int, typed: PeerChange) -> PeerOut:
    require_change(typed.given)
    peer = hold_peer(request, pk)
    form = check_peer({**PeerForm.saved_values(peer), "skills": peer.skill_list, **typed.given})
    change_peer(peer, **form.values)
    return read_one(who(request), pk)


@router.delete("/{int:pk}", response={204: None}, summary="Delete a peer, with résumé, referrals and drafts")
def remove_peer(request: HttpRequest, pk: int) -> None:
    delete_peer(hold_peer(request, pk))


@router.post("/{int:pk}/ask", response=PeerOut, summary="You asked whether they may be referred")
def peer_ask(request: HttpRequest, pk: int, typed: ConsentStep = ConsentStep()) -> PeerOut:  # noqa: B008
    return take_step(request, pk, typed, mark_asked)


@router.post("/{int:pk}/consent", response=PeerOut, summary="They agreed to be referred")
def peer_consent(request: HttpRequest, pk: int, typed: ConsentStep = ConsentStep()) -> PeerOut:  # noqa: B008
    return take_step(request, pk, typed, give_consent)


@router.post("/{int:pk}/withdraw", response=PeerOut, summary="They said no, or not any more")
def peer_withdraw(request: HttpRequest, pk: int, typed: ConsentStep = ConsentStep()) -> PeerOut:  # noqa: B008
    return take_step(request, pk, typed, withdraw_consent)


@router.post("/{int:pk}/undo-consent", response=PeerOut, summary="The last of these steps was noted by mistake")
def peer_undo_consent(request: HttpRequest, pk: int) -> PeerOut:
    take_back_step(hold_peer(request, pk))
    return read_one(who(request), pk)


def take_step(request: HttpRequest, pk: int, typed: ConsentStep, step: Any) -> PeerOut:
    peer = hold_peer(request, pk)
    form = ConsentForm(typed.given, today=who(request).today())
    check(form)
    step(peer, on=form.cleaned_data["on"])
    return read_one(who(request), pk)


def own_peers(user: User) -> PeerQuerySet:
    rows = Peer.objects.owned_by(user).select_related("owner")
    return rows.annotate(has_resume=Exists(Resume.objects.filter(peer=OuterRef("pk"))))


def hold_peer(request: HttpRequest, pk: int) -> Peer:
    peer = get_own(own_peers(who(request)), pk)
    require_match(request, show_peer(peer))
    return peer


def check_peer(values: dict[str, Any]) -> PeerForm:
    form = PeerForm({**values, "skills": ", ".join(values.get("skills", []))})
    check(form)
    return form


def read_one(user: User, pk: int) -> PeerOut:
    return show_peer(get_own(own_peers(user), pk))


def show_peer(peer: Any) -> PeerOut:
    return PeerOut(
        id=peer.pk,
        name=peer.name,
        email=peer.email,
        headline=peer.headline,
        skills=peer.skill_list,
        notes=peer.notes,
        consent=peer.consent,
        asked_on=peer.asked_on,
        given_on=peer.given_on,
        withdrawn_on=peer.withdrawn_on,
        has_resume=peer.has_resume,
    )

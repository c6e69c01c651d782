"""Where a contact stands: paused, moved on, ended, asked not to be contacted; and the ways back."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Router

from contacts.forms import EndForm, MoveForm, OutcomeForm, PauseForm
from contacts.models import Contact
from crm.api.access import name_company
from crm.api.checking import check
from crm.api.door import who
from crm.api.fields import Address, Body, Company, Day, Line, omitted
from crm.api.nouns.contacts import NAMES, ContactOut, find_own_contact, show_contact
from crm.api.versions import require_match
from followups.moves import move_contact
from followups.outcomes import note_outcome
from followups.people import (
    end_contact,
    pause_contact,
    reopen_contact,
    resume_contact,
    stop_contact,
    undo_stop,
)

router = Router(tags=["Contacts"])


class Pause(Body):
    until: Day


class Move(Body):
    company: Company
    title: Line | None = None
    email: Address | None = None


class End(Body):
    outcome: Literal["", "role_came_up", "interview", "hired", "friendship", "quiet", "other"] = ""


class Outcome(Body):
    outcome: Literal["role_came_up", "interview", "hired", "friendship"]
    on: Day = omitted()


@router.post("/{int:pk}/pause", response=ContactOut, summary="Send no nudge about them before a day")
def contact_pause(request: HttpRequest, pk: int, typed: Pause) -> ContactOut:
    contact = hold_contact(request, pk)
    form = PauseForm(typed.given, today=who(request).today())
    check(form)
    pause_contact(contact, until=form.cleaned_data["until"])
    return show_contact(contact)


@router.post("/{int:pk}/resume", response=ContactOut, summary="End the pause")
def contact_resume(request: HttpRequest, pk: int) -> ContactOut:
    contact = hold_contact(request, pk)
    resume_contact(contact)
    return show_contact(contact)


@router.post("/{int:pk}/move", response=ContactOut, summary="They moved on: note where they work now")
def contact_move(request: HttpRequest, pk: int, typed: Move) -> ContactOut:
    """The same person at a new company; where they were stays in the notes. What is left out is not known there."""
    contact = hold_contact(request, pk)
    form = MoveForm({**typed.given, "company_name": name_company(who(request), typed.company)})
    check(form, names=NAMES)
    move_contact(contact, **form.values)
    return show_contact(contact)


@router.post("/{int:pk}/outcome", response=ContactOut, summary="Note that something good came of it")
def contact_outcome(request: HttpRequest, pk: int, typed: Outcome) -> ContactOut:
    contact = hold_contact(request, pk)
    today = who(request).today()
    form = OutcomeForm({"on": today, **typed.given}, today=today)
    check(form)
    note_outcome(contact, outcome=form.cleaned_data["outcome"], on=form.cleaned_data["on"])
    return show_contact(contact)


@router.post("/{int:pk}/end", response=ContactOut, summary="End it, with what came of it: no nudges any more")
def contact_end(request: HttpRequest, pk: int, typed: End = End()) -> ContactOut:  # noqa: B008 (how a body becomes optional)
    contact = hold_contact(request, pk)
    form = EndForm({"outcome": typed.outcome})
    check(form)
    end_contact(contact, outcome=form.cleaned_data["outcome"])
    return show_contact(contact)


@router.post("/{int:pk}/reopen", response=ContactOut, summary="Be in touch again")
def contact_reopen(request: HttpRequest, pk: int) -> ContactOut:
    contact = hold_contact(request, pk)
    reopen_contact(contact)
    return show_contact(contact)


@router.post("/{int:pk}/stop", response=ContactOut, summary="They asked not to be contacted")
def contact_stop(request: HttpRequest, pk: int) -> ContactOut:
    """Nudges stop at once, and the address stays marked, whatever becomes of the contact. Undone for 30 days."""
    contact = hold_contact(request, pk)
    stop_contact(contact)
    return show_contact(contact)


@router.post("/{int:pk}/undo-stop", response=ContactOut, summary="They did not ask for it after all")
def contact_undo_stop(request: HttpRequest, pk: int) -> ContactOut:
    contact = hold_contact(request, pk)
    undo_stop(contact)
    return show_contact(contact)


def hold_contact(request: HttpRequest, pk: int) -> Contact:
    contact = find_own_contact(request, pk)
    require_match(request, show_contact(contact))
    return contact

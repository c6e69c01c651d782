from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from crm.api.access import get_own
from crm.api.door import who
from crm.api.fields import Day, IdAsked, allowed
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.models import User
from followups.models import Nudge
from followups.models.nudge import NudgeQuerySet

router = Router(tags=["Nudges"])

State = Literal["open", "sent_it", "not_this_month", "expired", "withdrawn", "merged"]
MailState = Literal["planned", "claimed", "handing", "sent", "unsure", "failed", "cancelled", "held"]


class NudgeOut(BaseModel):
    id: int
    contact: int
    contact_name: str
    on: date
    state: Annotated[str, allowed(State)]
    mail_state: Annotated[str, allowed(MailState)] | None = Field(description="Of the mail that carries it, if any.")
    mail_on: date | None


class NudgeFilter(Paging):
    contact: IdAsked | None = Field(None, description="Only about the contact of this id.")
    state: State | None = Field(None, description="Only in this state.")
    since: Day | None = Field(None, description="Only of this day and later.")


@router.get("", response=Items[NudgeOut], summary="The reminders, newest first")
def list_nudges(request: HttpRequest, query: From[NudgeFilter]) -> Items[NudgeOut]:
    own = own_nudges(who(request))
    rows = narrow_by(own, contact=query.contact, state=query.state, on__gte=query.since)
    return read_list(request, rows, show_nudge, paging=query, by="on")


@router.get("/{int:pk}", response=NudgeOut, summary="A reminder")
def read_nudge(request: HttpRequest, pk: int) -> NudgeOut:
    return show_nudge(get_own(own_nudges(who(request)), pk))


def own_nudges(user: User) -> NudgeQuerySet:
    return Nudge.objects.owned_by(user).select_related("contact", "mail")


def show_nudge(nudge: Nudge) -> NudgeOut:
    return NudgeOut(
        id=nudge.pk,
        contact=nudge.contact_id,
        contact_name=nudge.contact.name,
        on=nudge.on,
        state=nudge.state,
        mail_state=nudge.mail.state if nudge.mail else None,
        mail_on=nudge.mail.on if nudge.mail else None,
    )

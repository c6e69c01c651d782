from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from django.http import HttpRequest
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Contact
from crm.api.access import get_own, refer_to
from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.fields import Body, Day, Id, IdAsked, LongText, Url, allowed, omitted
from crm.api.nouns.kinds import Channel, Kind
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.forms import TouchpointForm
from followups.models import Idea, Touchpoint
from followups.models.touchpoint import TouchpointQuerySet
from followups.touchpoints import change_touchpoint, delete_touchpoint, log_touchpoint

router = Router(tags=["Touchpoints"])


class TouchpointOut(BaseModel):
    id: int
    contact: int
    kind: Annotated[str, allowed(Kind)]
    on: date
    channel: Annotated[str, allowed(Channel)]
    text: str
    url: str
    early: bool = Field(description="It came sooner than a month after the one before.")
    counts: bool
    idea: int | None = Field(description="What it carried.")
    feedback_request: int | None
    next_on: date | None = Field(description="When the contact may be written to next, this message counted.")


class TouchpointFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(TouchpointOut.model_fields)

    on: Day = omitted()
    channel: Channel = omitted()
    text: LongText | None = None
    url: Url | None = None


class NewTouchpoint(TouchpointFields):
    contact: Id
    kind: Kind
    idea: Id | None = Field(None, description="The idea that it carried: the two stay tied.")


class TouchpointChange(TouchpointFields):
    kind: Kind = omitted()


class TouchpointFilter(Paging):
    contact: IdAsked | None = Field(None, description="Only to the contact of this id.")
    kind: Kind | None = Field(None, description="Only of this kind.")
    since: Day | None = Field(None, description="Only of this day and later.")


@router.get("", response=Items[TouchpointOut], summary="Your messages, newest first")
def list_touchpoints(request: HttpRequest, query: From[TouchpointFilter]) -> Items[TouchpointOut]:
    own = own_touchpoints(who(request))
    rows = narrow_by(own, contact=query.contact, kind=query.kind, on__gte=query.since)
    return read_list(request, rows, show_touchpoint, paging=query, by="on")


@router.post("", response={201: TouchpointOut}, summary="Log a message of yours")
def new_touchpoint(request: HttpRequest, typed: NewTouchpoint) -> TouchpointOut:
    """What happened is always logged, also when it was too soon: then it is marked `early`. The next date moves."""
    user = who(request)
    contact = refer_to(Contact.objects.owned_by(user).select_related("owner"), typed.contact, field="contact")
    ideas = Idea.objects.filter(contact=contact).select_related("article")
    idea = refer_to(ideas, typed.idea, field="idea") if typed.idea else None
    form = TouchpointForm({"on": user.today(), "channel": "email", **typed.given})
    check(form)
    touchpoint = log_touchpoint(contact, **form.typed, idea=idea)
    return read_one(user, touchpoint.pk)


@router.get("/{int:pk}", response=TouchpointOut, summary="A message of yours")
def read_touchpoint(request: HttpRequest, pk: int) -> TouchpointOut:
    return read_one(who(request), pk)


@router.patch("/{int:pk}", response=TouchpointOut, summary="Correct a message of yours")
def edit_touchpoint(request: HttpRequest, pk: int, typed: TouchpointChange) -> TouchpointOut:
    require_change(typed.given)
    touchpoint = hold_touchpoint(request, pk)
    saved = {name: getattr(touchpoint, name) for name in ("kind", "on", "channel", "text", "url")}
    form = TouchpointForm({**saved, **typed.given})
    check(form)
    change_touchpoint(touchpoint, **form.typed)
    return read_one(who(request), pk)


@router.delete("/{int:pk}", response={204: None}, summary="Take a message off that was logged by mistake")
def remove_touchpoint(request: HttpRequest, pk: int) -> None:
    delete_touchpoint(hold_touchpoint(request, pk))


def own_touchpoints(user: User) -> TouchpointQuerySet:
    rows = Touchpoint.objects.owned_by(user)
    return rows.select_related("contact__owner", "feedback_request", "nudge").prefetch_related("ideas")


def hold_touchpoint(request: HttpRequest, pk: int) -> Touchpoint:
    touchpoint = get_own(own_touchpoints(who(request)), pk)
    require_match(request, show_touchpoint(touchpoint))
    return touchpoint


def read_one(user: User, pk: int) -> TouchpointOut:
    return show_touchpoint(get_own(own_touchpoints(user), pk))


def show_touchpoint(touchpoint: Touchpoint) -> TouchpointOut:
    ideas = touchpoint.ideas.all()
    return TouchpointOut(
        id=touchpoint.pk,
        contact=touchpoint.contact_id,
        kind=touchpoint.kind,
        on=touchpoint.on,
        channel=touchpoint.channel,
        text=touchpoint.text,
        url=touchpoint.url,
        early=touchpoint.early,
        counts=touchpoint.counts,
        idea=ideas[0].pk if ideas else None,
        feedback_request=touchpoint.feedback_request_id,
        next_on=touchpoint.contact.next_on,
    )

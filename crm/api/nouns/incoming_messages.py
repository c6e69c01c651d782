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
from crm.api.fields import Body, Day, Id, IdAsked, LongText, allowed, omitted
from crm.api.nouns.kinds import Channel
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.incoming import change_incoming, delete_incoming, log_incoming
from followups.incoming_forms import IncomingForm
from followups.models import IncomingMessage
from followups.models.incoming import IncomingMessageQuerySet

router = Router(tags=["Incoming messages"])


class IncomingMessageOut(BaseModel):
    id: int
    contact: int
    on: date
    channel: Annotated[str, allowed(Channel)]
    text: str


class IncomingMessageFields(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(IncomingMessageOut.model_fields)

    on: Day = omitted()
    channel: Channel = omitted()
    text: LongText | None = None


class NewIncomingMessage(IncomingMessageFields):
    contact: Id


class IncomingMessageFilter(Paging):
    contact: IdAsked | None = Field(None, description="Only from the contact of this id.")
    since: Day | None = Field(None, description="Only of this day and later.")


@router.get("", response=Items[IncomingMessageOut], summary="What contacts wrote, newest first")
def list_incoming_messages(request: HttpRequest, query: From[IncomingMessageFilter]) -> Items[IncomingMessageOut]:
    rows = narrow_by(own_messages(who(request)), contact=query.contact, on__gte=query.since)
    return read_list(request, rows, show_message, paging=query, by="on")


@router.post("", response={201: IncomingMessageOut}, summary="Note what a contact wrote")
def new_incoming_message(request: HttpRequest, typed: NewIncomingMessage) -> IncomingMessageOut:
    """No answer to a feedback request: that is noted there, and raises the thanks."""
    user = who(request)
    contact = refer_to(Contact.objects.owned_by(user).select_related("owner"), typed.contact, field="contact")
    form = IncomingForm({"on": user.today(), "channel": "email", **typed.given})
    check(form)
    return show_message(log_incoming(contact, **form.typed))


@router.get("/{int:pk}", response=IncomingMessageOut, summary="A message of theirs")
def read_incoming_message(request: HttpRequest, pk: int) -> IncomingMessageOut:
    return show_message(get_own(own_messages(who(request)), pk))


@router.patch("/{int:pk}", response=IncomingMessageOut, summary="Correct a message of theirs")
def edit_incoming_message(request: HttpRequest, pk: int, typed: IncomingMessageFields) -> IncomingMessageOut:
    require_change(typed.given)
    message = hold_message(request, pk)
    form = IncomingForm({**IncomingForm.initial_for(message), **typed.given})
    check(form)
    return show_message(change_incoming(message, **form.typed))


@router.delete("/{int:pk}", response={204: None}, summary="Take a message of theirs off")
def remove_incoming_message(request: HttpRequest, pk: int) -> None:
    delete_incoming(hold_message(request, pk))


def own_messages(user: User) -> IncomingMessageQuerySet:
    return IncomingMessage.objects.owned_by(user).select_related("contact__owner")


def hold_message(request: HttpRequest, pk: int) -> IncomingMessage:
    message = get_own(own_messages(who(request)), pk)
    require_match(request, show_message(message))
    return message


def show_message(message: IncomingMessage) -> IncomingMessageOut:
    return IncomingMessageOut(
        id=message.pk, contact=message.contact_id, on=message.on, channel=message.channel, text=message.text
    )

"""Answer a nudge: *sent it*, *not this month*, and take the answer back."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from contacts.models import Contact
from followups.cadence import refresh_next_date
from followups.locks import lock_contact
from followups.models import Idea, Nudge, StateChange, Touchpoint
from followups.nudge_states import (
    can_undo,
    read_open_nudge,
    reopen_latest_nudge,
    turn_nudge,
    withdraw_open_nudge,
)
from followups.touchpoints import delete_touchpoint, log_touchpoint


class CannotUndo(Exception):
    """The answer is older than 30 days, or a newer nudge has come since."""


def read_noted_touchpoint(nudge: Nudge) -> Touchpoint | None:
    """The message already logged for this nudge, or since its day; None if there is none."""
    own = Touchpoint.objects.filter(nudge=nudge).first()
    return own or nudge.contact.touchpoints.outreach().filter(on__gte=nudge.on).newest_first().first()


@transaction.atomic
def answer_sent(
    nudge: Nudge,
    *,
    on: date,
    text: str = "",
    again: bool = False,
    source: str = Touchpoint.Source.LINK,
    kind: str = Touchpoint.Kind.CHECK_IN,
    idea: Idea | None = None,
    submission: UUID | None = None,
) -> Touchpoint:
    """Log an outreach on the day `on` and end the nudge; returns the touchpoint, tied to the `idea` it carried.

    If a message was noted since the nudge's day, that one is returned and nothing is logged, unless `again`:
    then the second message is logged too, as *early*. A nudge that was withdrawn or merged stays so: its month may be
    another's by now, and the message is that one's answer. Raises `touchpoints.FutureDay`.
    """
    contact = nudge.contact
    lock_contact(contact)
    nudge.refresh_from_db()
    noted = read_noted_touchpoint(nudge)
    if noted and not again:
        return noted
    stands = nudge.state not in Nudge.FREES_THE_MONTH
    if stands and nudge.state != Nudge.State.SENT_IT:
        turn_nudge(nudge, Nudge.State.SENT_IT, by=source, answered_at=timezone.now())
    return log_touchpoint(
        contact,
        kind=kind,
        on=on,
        text=text,
        source=source,
        nudge=nudge if stands and not noted else None,
        idea=idea,
        # Pressing *I wrote again* twice for one day logs one message.
        submission=uuid5(NAMESPACE_URL, f"{nudge.public_id}:again:{on}") if noted else submission,
    )


@transaction.atomic
def answer_not_this_month(nudge: Nudge, *, by: str = "user") -> None:
    """End the nudge without a message. The next one comes a cadence after it."""
    lock_contact(nudge.contact)
    nudge.refresh_from_db()
    if nudge.state in {Nudge.State.OPEN, Nudge.State.EXPIRED}:
        turn_nudge(nudge, Nudge.State.NOT_THIS_MONTH, by=by, answered_at=timezone.now())
    refresh_next_date(nudge.contact)


@transaction.atomic
def put_off(contact: Contact) -> Nudge | None:
    """*Not this month* for a contact who is due: answers the nudge, or records one that needs no mail."""
    lock_contact(contact)
    nudge = read_open_nudge(contact)
    if nudge and not withdraw_open_nudge(contact):
        answer_not_this_month(nudge)
        return nudge
    try:
        with transaction.atomic():
            put_off = Nudge.objects.create(
                contact=contact,
                on=contact.owner.today(),
                state=Nudge.State.NOT_THIS_MONTH,
                answered_at=timezone.now(),
            )
            StateChange.objects.create(nudge=put_off, new=put_off.state, by="user")
    except IntegrityError:
        put_off = None  # there was a nudge less than a month ago: the next date already counts from it
    refresh_next_date(contact)
    return put_off


@transaction.atomic
def undo_answer(nudge: Nudge, *, by: str = "user") -> None:
    """Take back *sent it* (with the touchpoint it logged) or *not this month*. Raises `CannotUndo`."""
    lock_contact(nudge.contact)
    nudge.refresh_from_db()
    if not can_undo(nudge):
        raise CannotUndo
    touchpoint = Touchpoint.objects.filter(nudge=nudge).first()
    if touchpoint and touchpoint.source == Touchpoint.Source.APP and nudge.state == Nudge.State.SENT_IT:
        raise CannotUndo  # logged by hand: delete or edit it on the timeline
    if touchpoint:
        delete_touchpoint(touchpoint)
    else:
        reopen_latest_nudge(nudge, by=by)
    nudge.refresh_from_db()
    refresh_next_date(nudge.contact)

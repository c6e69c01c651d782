"""How a nudge and its mail turn from state to state when the contact's history changes.

A nudge may be withdrawn only until its mail is handed over. Both sides change the mail's row under a condition on
its state: the one that comes second finds the condition false.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from contacts.models import Contact
from crm.models import User
from followups.models import Nudge, NudgeMail, StateChange, Touchpoint
from followups.months import add_months

UNDO_FOR = timedelta(days=30)


def turn_nudge(nudge: Nudge, new: str, *, by: str, **fields: object) -> bool:
    """Turn the nudge from the state it was read in to `new`; False if somebody else was first."""
    turned = Nudge.objects.filter(pk=nudge.pk, state=nudge.state).update(state=new, **fields)
    if turned:
        StateChange.objects.create(nudge=nudge, old=nudge.state, new=new, by=by)
        for name, value in {"state": new, **fields}.items():
            setattr(nudge, name, value)
    return bool(turned)


def read_open_nudge(contact: Contact) -> Nudge | None:
    return contact.nudges.filter(state=Nudge.State.OPEN).select_related("mail").first()


def withdraw_open_nudge(contact: Contact, *, by: str = "user") -> bool:
    """Withdraw the contact's open nudge unless its mail was handed over; says whether it was withdrawn.

    The mail goes back to *planned*, to be rendered without it; a mail with nothing left is *cancelled*.
    """
    nudge = read_open_nudge(contact)
    if not nudge or not nudge.mail or not take_back_mail(nudge.mail, by=by):
        return False
    turn_nudge(nudge, Nudge.State.WITHDRAWN, by=by, answered_at=timezone.now())
    cancel_if_empty(nudge.mail, by=by)
    return True


def take_back_mail(mail: NudgeMail, *, by: str) -> bool:
    """Stop the hand-over of a mail whose nudges change; False if it is too late."""
    waiting = NudgeMail.objects.filter(pk=mail.pk, state__in=[NudgeMail.State.PLANNED, NudgeMail.State.CLAIMED])
    # The token is the fence: whoever was sending finds that the mail is no longer theirs.
    if waiting.update(state=NudgeMail.State.PLANNED, token="", lease_until=None):
        if mail.state == NudgeMail.State.CLAIMED:
            StateChange.objects.create(mail=mail, old=mail.state, new=NudgeMail.State.PLANNED, by=by)
        mail.state = NudgeMail.State.PLANNED
        return True
    still = NudgeMail.objects.filter(pk=mail.pk, state__in=[NudgeMail.State.FAILED, NudgeMail.State.HELD])
    return still.exists()


def cancel_if_empty(mail: NudgeMail, *, by: str) -> None:
    if mail.nudges.filter(state=Nudge.State.OPEN).exists():
        return
    waiting = NudgeMail.objects.filter(pk=mail.pk, state__in=[NudgeMail.State.PLANNED, NudgeMail.State.HELD])
    if waiting.update(state=NudgeMail.State.CANCELLED, settled_at=timezone.now(), subject=""):
        StateChange.objects.create(mail=mail, old=mail.state, new=NudgeMail.State.CANCELLED, by=by)
        give_back_day(mail.owner)


def give_back_day(user: User) -> None:
    """Nothing was mailed, so the day is not used up: somebody else may fall due on it."""
    mailed = user.nudge_mails.exclude(state=NudgeMail.State.CANCELLED)
    last_on = mailed.order_by("-on").values_list("on", flat=True).first()
    User.objects.filter(pk=user.pk).update(last_mail_on=last_on, plan_at=timezone.now())


def withdraw_if_too_soon(contact: Contact, happened_on: date) -> bool:
    """Withdraw the open nudge if it comes less than a cadence after what happened on that day."""
    nudge = read_open_nudge(contact)
    too_soon = nudge is not None and add_months(happened_on, contact.cadence) > nudge.on
    return too_soon and withdraw_open_nudge(contact)


def settle_open_nudge(contact: Contact, touchpoint: Touchpoint, *, by: str = "user") -> None:
    """A message of yours was logged: the open nudge is withdrawn if it was not mailed yet, else it is answered."""
    if withdraw_if_too_soon(contact, touchpoint.on):
        return
    nudge = read_open_nudge(contact)
    if not nudge:
        return
    reminded_on = min(nudge.on, nudge.mail.on) if nudge.mail else nudge.on
    was_mailed = not nudge.mail or nudge.mail.state not in NudgeMail.NOT_HANDED_OVER
    if was_mailed and touchpoint.on >= reminded_on and touchpoint.nudge_id is None:
        turn_nudge(nudge, Nudge.State.SENT_IT, by=by, answered_at=timezone.now())
        Touchpoint.objects.filter(pk=touchpoint.pk).update(nudge=nudge)
        touchpoint.nudge = nudge


def is_latest(nudge: Nudge) -> bool:
    standing = Nudge.objects.filter(contact_id=nudge.contact_id).exclude(state__in=Nudge.FREES_THE_MONTH)
    return standing.order_by("-on", "-id").values_list("pk", flat=True).first() == nudge.pk


def can_undo(nudge: Nudge) -> bool:
    """Whether the answer can still be taken back: for 30 days, and for the contact's latest nudge only."""
    answered = nudge.state in {Nudge.State.SENT_IT, Nudge.State.NOT_THIS_MONTH}
    is_recent = nudge.answered_at is not None and timezone.now() - nudge.answered_at <= UNDO_FOR
    return answered and is_recent and is_latest(nudge)


def reopen_latest_nudge(nudge: Nudge, *, by: str = "user") -> bool:
    if not can_undo(nudge):
        return False
    # One that never was open (put off from the page) has nothing to go back to: it leaves no trace.
    was_open = nudge.state_changes.filter(old=Nudge.State.OPEN).exists()
    new = Nudge.State.OPEN if was_open or nudge.mail_id else Nudge.State.WITHDRAWN
    return turn_nudge(nudge, new, by=by, answered_at=None)

"""A nudge mail as the outbox shows it: its state and what it waits for, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from followups.models import Nudge, NudgeMail, StateChange

State = NudgeMail.State


@dataclass(frozen=True)
class MailRow:
    mail: NudgeMail
    names: list[str]
    state: str
    tone: str  # the tag's class: "" done, "warm" waits or needs a look, "still" at rest
    explanation: str
    can_retry: bool
    is_unsure: bool

    @property
    def is_stuck(self) -> bool:
        return self.mail.state == State.FAILED or bool(self.mail.state == State.PLANNED and self.mail.error)


def with_names(mails: QuerySet[NudgeMail]) -> QuerySet[NudgeMail]:
    """The mails with the contacts that they carry, or carried before a failed mail's nudges went on to another."""
    nudges = Nudge.objects.select_related("contact").order_by("on", "id")
    return mails.prefetch_related(Prefetch("nudges", nudges), Prefetch("passed_on_nudges", nudges))


def make_row(mail: NudgeMail, now: datetime) -> MailRow:
    # A withdrawn nudge left before the hand-over: the mail does not carry it.
    carried = [nudge for nudge in mail.nudges.all() if nudge.state != Nudge.State.WITHDRAWN]
    nudges = [*carried, *mail.passed_on_nudges.all()] or list(mail.nudges.all())
    waits = mail.state == State.PLANNED and mail.not_before > now
    return MailRow(
        mail=mail,
        names=list(dict.fromkeys(nudge.contact.name for nudge in nudges)),
        state=say_state(mail),
        tone=find_tone(mail),
        explanation=explain(mail),
        can_retry=waits,
        is_unsure=mail.state == State.UNSURE,
    )


def say_state(mail: NudgeMail) -> str:
    if mail.state == State.SENT and settings.MAIL_SERVER is None:
        return _("Kept here")
    if mail.state == State.PLANNED and mail.attempts:
        return _("Trying again")
    return str(State(mail.state).label)


def find_tone(mail: NudgeMail) -> str:
    if mail.state in {State.UNSURE, State.FAILED} or (mail.state == State.PLANNED and mail.error):
        return "warm"
    return "" if mail.state == State.SENT else "still"


def explain(mail: NudgeMail) -> str:
    """What the state means for the user, where its name leaves that open."""
    match mail.state:
        case State.UNSURE:
            return _(
                "The line to the mail server was lost while the mail was handed over, so nobody knows whether it "
                "arrived. It is not sent again by itself. Any link in it that you press settles the question."
            )
        case State.FAILED:
            return _("The mail server refused it. Whoever is still due joins the next day’s mail.")
        case State.CANCELLED:
            return _("Nobody in it was due any more, so it was not sent.")
        case State.HELD:
            return _("This installation was restored or copied: nothing is mailed until “manage.py resume”.")
        case _:
            return ""


def say_change(change: StateChange) -> str:
    """A line of the mail's history."""
    by_user = change.by in {"user", "link"}
    match change.new:
        case State.PLANNED:
            return _("Put back, to be sent again") if change.old else _("Planned")
        case State.CLAIMED:
            return _("Taken up to be sent")
        case State.HANDING:
            return _("Handing over begun")
        case State.SENT:
            return _("You have it") if by_user else _("Accepted")
        case State.UNSURE:
            return _("Line lost: may not have arrived")
        case State.FAILED:
            return _("You said that it did not arrive") if by_user else _("Refused")
        case _:
            return str(State(change.new).label)

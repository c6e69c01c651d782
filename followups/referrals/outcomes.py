"""What came of a referral: they replied, an interview, hired; or nothing, which is an answer too."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from followups.models import Referral
from followups.referrals.referring import begin_step
from followups.touchpoints import refuse_future_day

State = Referral.State

# Each may follow any other: people skip steps, and correct themselves.
OUTCOMES = [State.REPLIED, State.INTERVIEW, State.HIRED, State.NOTHING]
AFTER_SENDING = {State.SENT, *OUTCOMES}


class BeforeSending(ValueError):
    """Nothing came of a letter before it was sent."""


@transaction.atomic
def note_outcome(referral: Referral, *, state: str, on: date) -> None:
    """What came of it, on that day; *sent* takes an outcome back.

    Raises `OutOfTurn` while it is not sent, `BeforeSending`, `FutureDay`.
    """
    begin_step(referral, AFTER_SENDING)
    refuse_future_day(referral.contact, on)
    if referral.touchpoint and on < referral.touchpoint.on:
        raise BeforeSending(on)
    referral.state, referral.changed_on = State(state), on
    referral.save(update_fields=["state", "changed_on", "version"])

"""What becomes of an idea: saved for later, dismissed, sent with a message; and each of it taken back.

Every step is an update under a condition on the state: a late click changes nothing that was decided since.
"""

from __future__ import annotations

from followups.models import Idea, Touchpoint

State = Idea.State


def save_idea(idea: Idea) -> bool:
    """Keep it for later; says whether it was new."""
    return turn_idea(idea, State.SAVED, since=[State.NEW])


def dismiss_idea(idea: Idea) -> bool:
    """Not for them: it is never proposed to them again."""
    return turn_idea(idea, State.DISMISSED, since=[State.NEW, State.SAVED])


def restore_idea(idea: Idea, *, as_saved: bool = False) -> bool:
    """Take back *save for later* or *not for them*: the idea is new again, or saved if it was before."""
    state = State.SAVED if as_saved else State.NEW
    return turn_idea(idea, state, since=[State.SAVED, State.DISMISSED])


def turn_idea(idea: Idea, state: str, *, since: list[State]) -> bool:
    turned = Idea.objects.filter(pk=idea.pk, state__in=since).exclude(state=state).update(state=state)
    idea.refresh_from_db(fields=["state"])
    return bool(turned)


def mark_used(idea: Idea, touchpoint: Touchpoint) -> None:
    """The message carried the idea: the two stay tied. Call it in the transaction that logs the message."""
    theirs = Idea.objects.filter(pk=idea.pk, contact=touchpoint.contact_id)
    if theirs.update(state=State.USED, touchpoint=touchpoint):
        idea.state, idea.touchpoint = State.USED, touchpoint


def give_back_ideas(touchpoint: Touchpoint) -> None:
    """The message was not sent after all: what it carried is kept for later. Call it before the message is deleted."""
    Idea.objects.filter(touchpoint=touchpoint).update(state=State.SAVED, touchpoint=None)

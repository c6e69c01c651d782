"""A morning on which many are due: every free worker plans for some of them and sends what it planned, and again."""

from __future__ import annotations

from time import monotonic

from django.utils import timezone

from followups.holding import read_instance
from followups.planning import plan_round
from followups.schema import is_of_a_later_version
from followups.sending import drain
from followups.stopping import stop_is_asked


def take_share(ends_at: float) -> None:
    """Until nobody is due, that moment has come, or this installation may mail no more."""
    while not stop_is_asked() and monotonic() < ends_at and may_plan() and plan_round(timezone.now()):
        drain(ends_at)


def may_plan() -> bool:
    return read_instance().held_at is None and not is_of_a_later_version()

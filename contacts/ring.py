"""The month ring, the sign of the house: how far the time to the next letter has turned, with the days left inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext, ngettext

# The circle of the ring has a radius of 22, so this is once around.
ONCE_AROUND = 138


@dataclass(frozen=True, slots=True)
class Ring:
    text: str
    turned: int  # of ONCE_AROUND
    label: str  # for who does not see it
    is_due: bool = False
    is_still: bool = False  # there is no next date

    @property
    def css_class(self) -> str:
        return "ring due" if self.is_due else "ring still" if self.is_still else "ring"


def read_ring(
    *, initials: str, counts_from: date | None, next_on: date | None, today: date, is_due: bool = False
) -> Ring:
    """The ring of somebody whose next date is `next_on`, counted from the day of the last event."""
    if is_due or (next_on is not None and next_on <= today):
        return Ring(initials, ONCE_AROUND, gettext("It is time to write"), is_due=True)
    if next_on is None:
        return Ring(initials, 0, gettext("No next date"), is_still=True)
    left = (next_on - today).days
    return Ring(str(left), turned_by(counts_from, next_on, today), say_days_left(left))


@lru_cache(maxsize=1000)
def say_days_left(days: int) -> str:
    said = ngettext("%(days)d day until the next letter", "%(days)d days until the next letter", days)
    return said % {"days": days}


def turned_by(counts_from: date | None, next_on: date, today: date) -> int:
    """How much of the way to the next date is behind us, in 138ths."""
    if counts_from is None or next_on <= counts_from:
        return ONCE_AROUND
    share = (today - counts_from).days / (next_on - counts_from).days
    return round(ONCE_AROUND * min(1, max(0, share)))

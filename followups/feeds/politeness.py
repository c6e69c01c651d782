"""When a feed is asked again: never more often than hourly, later when its server is in trouble or says so."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from followups.models import Feed

EVERY = timedelta(hours=4)
LEAST = timedelta(hours=1)
# So many hours after so many failures in a row; the last stands for all that follow.
BACK_OFF = [1, 2, 4, 8, 16, 24]
LONGEST_PAUSE = timedelta(days=7)
# Somebody looks at a failing feed's page and wants to know whether it is well again.
LEAST_WHILE_FAILING = timedelta(minutes=5)


def next_visit(now: datetime) -> datetime:
    """About four hours from now: feeds added together drift apart."""
    return now + EVERY * random.uniform(0.85, 1.15)  # noqa: S311 (no secret)


def back_off(failures: int) -> timedelta:
    return timedelta(hours=BACK_OFF[min(max(failures, 1), len(BACK_OFF)) - 1])


def next_try(now: datetime, *, failures: int, pause: timedelta | None = None) -> datetime:
    """After so many failures in a row. A pause that the server asked for is longer than our own, if by a second."""
    wait = back_off(failures)
    return now + (wait if pause is None else max(pause, wait + timedelta(seconds=1)))


def read_retry_after(value: str, now: datetime) -> timedelta | None:
    """How long the server asks to wait (RFC 9110, 10.2.3): seconds, or a date; a week at most."""
    value = value.strip()
    try:
        wait = timedelta(seconds=int(value[:9])) if value.isdecimal() else as_utc(parsedate_to_datetime(value)) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(wait, LONGEST_PAUSE) if wait > timedelta(0) else None


def as_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def may_look_from(feed: Feed) -> datetime | None:
    """From when on the user may have the feed looked at by hand; None: at any time."""
    if feed.tried_at is None:
        return None
    if not feed.failures:
        return feed.tried_at + LEAST
    if feed.next_fetch_at and feed.next_fetch_at > feed.tried_at + back_off(feed.failures):
        return feed.next_fetch_at  # the server named the time
    return feed.tried_at + LEAST_WHILE_FAILING

"""The nudge time is a wall-clock time, in every zone of the world, on every day on which a clock is changed.

What is worked out here anew knows nothing of `moment_of`: it walks through the day's instants and reads the clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from crm.models import User, moment_of
from tests.attacks import say, size

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
ALL = sorted(zone for zone in available_timezones() if zone not in {"Factory", "localtime"})
# Half-hour shifts, the date line, southern summers, Ramadan, a zone that moves at midnight, and one that never moves.
TELLING = ["Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago"]
TELLING += ["Pacific/Auckland", "Pacific/Chatham", "Africa/Cairo", "Asia/Beirut", "America/Havana", "UTC"]
ZONES = ALL if size("ZONES", 0) else TELLING
TIMES = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def find_changes(zone: ZoneInfo) -> list[date]:
    """The local days on which the zone's offset changes, with the days before and after."""
    days = set()
    moment = datetime(FIRST.year, 1, 1, tzinfo=UTC)
    while moment.year <= LAST.year:
        later = moment + DAY
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            change = moment.astimezone(zone).date()
            days |= {change - DAY, change, change + DAY, change + 2 * DAY}
        moment = later
    return sorted(days)


@cache
def read_clock(zone: ZoneInfo, day: date) -> list[tuple[datetime, datetime]]:
    """Every quarter of an hour around the day, with what the clocks in the zone show."""
    start = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    moments = [start + timedelta(minutes=15 * number) for number in range(4 * 54)]
    return [(moment, moment.astimezone(zone).replace(tzinfo=None)) for moment in moments]


def first_moment(zone: ZoneInfo, day: date, wall_clock: time) -> datetime | None:
    """When clocks first show that time of that day; None in a gap."""
    wanted = datetime.combine(day, wall_clock)
    return next((moment for moment, shown in read_clock(zone, day) if shown == wanted), None)


@pytest.mark.parametrize("name", ZONES)
def test_each_day_has_one_due_moment_and_it_lies_on_no_day_before(name: str) -> None:
    zone = ZoneInfo(name)
    looked_at = gaps = 0
    for day in find_changes(zone):
        for wall_clock in TIMES:
            due = moment_of(day, wall_clock, zone)
            shown = due.astimezone(zone)
            assert shown.date() >= day, "before the local date"
            first = first_moment(zone, day, wall_clock)
            if first is not None:
                assert due == first
            else:  # the clock jumps over it: it moves forward by the length of the gap
                gaps += 1
                assert timedelta() < shown.replace(tzinfo=None) - datetime.combine(day, wall_clock) <= DAY
            looked_at += 1
        read_clock.cache_clear()
    say("moments", looked_at, zone=name, gaps=gaps, wrong=0)


@pytest.mark.parametrize("name", ZONES)
def test_one_day_later_is_due_later(name: str) -> None:
    zone = ZoneInfo(name)
    for day in find_changes(zone):
        for wall_clock in (time(0), time(2, 30), time(23, 30)):
            # Where a whole day is left out (the date line), both fall on the moment after it.
            assert moment_of(day + DAY, wall_clock, zone) >= moment_of(day, wall_clock, zone)


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2025, 12, 31), date(2026, 1, 1)])
def test_a_user_who_moves_across_the_date_line_has_one_moment_for_each_day(day: date) -> None:
    for name in ("Pacific/Auckland", "America/Los_Angeles", "Pacific/Kiritimati"):
        user = User(time_zone=name, nudge_time=time(9))
        assert user.today(user.nudge_moment(day)) == day

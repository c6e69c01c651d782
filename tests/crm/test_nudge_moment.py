"""The nudge time is what a clock on the wall shows, in every zone, on the days the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.models import moment_of

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
days = st.dates(date(2024, 1, 1), date(2031, 1, 1))


@pytest.mark.parametrize(
    ("zone", "day", "wall_clock", "expected"),
    [
        ("UTC", date(2026, 3, 29), time(9), "2026-03-29 09:00"),
        ("Europe/Berlin", date(2026, 3, 28), time(9), "2026-03-28 08:00"),
        ("Europe/Berlin", date(2026, 3, 30), time(9), "2026-03-30 07:00"),
        # 02:30 does not exist: the clock jumps from 02:00 to 03:00.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:30"),
        # 02:30 comes twice: the first one counts.
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        # Half an hour's change, and a day that was left out altogether.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:45"),
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-30 19:00"),
    ],
)
def test_the_moment_of_a_wall_clock_time(zone, day, wall_clock, expected):
    assert f"{moment_of(day, wall_clock, ZoneInfo(zone)):%Y-%m-%d %H:%M}" == expected


@given(zone=zones, day=days, wall_clock=st.times())
def test_a_moment_is_never_before_its_day_nor_its_time(zone, day, wall_clock):
    wall_clock = wall_clock.replace(second=0, microsecond=0, fold=0)
    moment = moment_of(day, wall_clock, zone)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, wall_clock)
    # As asked, or moved forward by a gap; of a repeated time the first.
    assert timedelta() <= shown - wanted <= timedelta(hours=24)
    if shown == wanted:
        assert moment == wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)


@given(zone=zones, day=days, wall_clock=st.times())
def test_moments_of_days_in_a_row_follow_each_other(zone, day, wall_clock):
    assert moment_of(day, wall_clock, zone) < moment_of(day + timedelta(days=1), wall_clock, zone)

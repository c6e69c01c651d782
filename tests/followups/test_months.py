from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from followups.months import add_months, is_month_end

FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)


@pytest.mark.parametrize(
    ("day", "months", "anchor", "expected"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, None, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2026, 11, 30), 3, 31, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, None, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, None, date(2025, 2, 28)),
    ],
)
def test_a_month_later_is_clamped_to_the_months_end(day, months, anchor, expected):
    assert add_months(day, months, anchor) == expected


@given(st.dates(FIRST, LAST), st.integers(1, 24))
def test_anchored_steps_never_drift(start, steps):
    day = start
    for step in range(1, steps + 1):
        day = add_months(day, 1, start.day)
        assert day == add_months(start, step)


@given(st.dates(FIRST, LAST), st.integers(1, 31))
def test_an_anchored_step_is_never_shorter_than_the_month(day, anchor):
    anchor = max(anchor, day.day) if is_month_end(day) else day.day
    assert add_months(day, 1, anchor) >= add_months(day, 1)


def sql_for_a_month_later() -> str:
    if connection.vendor == "postgresql":
        return "SELECT (%s::date + interval '1 month')::date"
    return "SELECT min(date(d, '+1 month'), date(d, 'start of month', '+2 months', '-1 day')) FROM (SELECT %s AS d)"


@pytest.mark.django_db
def test_the_database_agrees_with_python_on_every_day_from_1970_to_2100():
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    differences = []
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute(sql_for_a_month_later(), [day.isoformat()])
            (later,) = cursor.fetchone()
            if str(later) != add_months(day, 1).isoformat():
                differences.append(day)
    assert len(days) == 47_847
    assert differences == []

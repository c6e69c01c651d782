"""A feed is asked about every four hours, and later the longer it fails or the longer its server asks to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from followups.feeds.politeness import back_off, may_look_from, next_try, next_visit, read_retry_after
from followups.models import Feed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def hours(number):
    return timedelta(hours=number)


def test_visits_lie_about_four_hours_apart_and_drift():
    visits = {next_visit(NOW) - NOW for _visit in range(200)}
    assert hours(3) < min(visits) < hours(4) < max(visits) < hours(5)


def test_a_failing_feed_is_left_alone_for_longer_each_time():
    assert [back_off(failures) // hours(1) for failures in range(1, 9)] == [1, 2, 4, 8, 16, 24, 24, 24]


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("86400", timedelta(days=1)),
        ("999999999999", timedelta(days=7)),
        ("Mon, 23 Nov 2026 12:00:00 GMT", hours(3)),
        ("Mon, 23 Nov 2026 12:00:00 -0000", hours(3)),
        ("Fri, 01 Jan 2038 00:00:00 GMT", timedelta(days=7)),
        ("Mon, 23 Nov 2026 08:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("٣", timedelta(seconds=3)),
        ("", None),
    ],
)
def test_a_server_says_how_long_to_wait(value, wait):
    assert read_retry_after(value, NOW) == wait


def test_a_pause_that_was_asked_for_is_never_shorter_than_ours():
    assert next_try(NOW, failures=1, pause=timedelta(minutes=1)) > NOW + hours(1)
    assert next_try(NOW, failures=1, pause=timedelta(days=3)) == NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("feed", "moment"),
    [
        (Feed(), None),
        (Feed(tried_at=NOW, next_fetch_at=NOW + hours(4)), NOW + hours(1)),
        (Feed(tried_at=NOW, failures=2, next_fetch_at=NOW + hours(2)), NOW + timedelta(minutes=5)),
        (Feed(tried_at=NOW, failures=2, next_fetch_at=NOW + hours(9)), NOW + hours(9)),
        (Feed(tried_at=NOW, failures=1, next_fetch_at=None), NOW + timedelta(minutes=5)),
    ],
    ids=["never tried", "well", "failing", "asked to wait", "gone"],
)
def test_a_look_by_hand_is_polite_too(feed, moment):
    assert may_look_from(feed) == moment

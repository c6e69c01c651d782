from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Rejection
from crm.insights.reading import ReplyCount, read_insights
from followups.incoming import log_incoming
from followups.models import FeedbackRequest, Referral
from followups.outcomes import note_outcome
from followups.people import end_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_company, make_contact, make_opening, make_peer, make_rejection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def tim():
    return make_user("tim@example.org", time_zone="Europe/Berlin")


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield")


def read(user, months: int = 12):
    return read_insights(user, months=months)


def answered(contact, on: date, *, themes=(), state="thanked", **rejection) -> FeedbackRequest:
    rejected = make_rejection(contact, on - timedelta(days=9), **rejection)
    return FeedbackRequest.objects.create(
        owner=contact.owner, rejection=rejected, contact=contact, state=state, answered_on=on, themes=list(themes)
    )


def test_rejections_are_counted_by_month_and_stage_in_the_window(dana):
    for day, stage in [("2026-11-23", "final"), ("2026-11-01", "final"), ("2025-12-01", ""), ("2025-11-30", "task")]:
        make_rejection(dana, date.fromisoformat(day), stage=stage)
    counts = read(dana.owner).rejections
    assert (len(counts.months), next(iter(counts.months)), counts.shown, counts.in_all) == (12, date(2025, 12, 1), 3, 4)
    assert counts.months[date(2026, 11, 1)] == 2
    assert counts.stages == {"final": 2, "": 1}
    assert read(dana.owner, 24).rejections.shown == 4


def test_the_month_is_the_users_own(dana):
    with time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False):
        assert list(read(dana.owner).rejections.months)[-1] == date(2026, 12, 1)


def test_requests_are_counted_by_what_became_of_them(dana):
    states = ["proposed", "not_asked", "asked", "no_answer", "no_answer", "answered", "thanked", "thanks_declined"]
    for state in states:
        rejection = make_rejection(dana, date(2026, 3, 1))
        FeedbackRequest.objects.create(owner=dana.owner, rejection=rejection, contact=dana, state=state)
    counts = read(dana.owner).feedback
    assert (counts.asked, counts.answered, counts.unanswered, counts.waiting) == (6, 3, 2, 1)
    assert (counts.chose_not, counts.not_yet) == (1, 1)


def test_themes_are_counted_with_where_they_come_from(tim, dana):
    zephyr = make_company(tim, "Zephyr")
    answered(dana, date(2026, 3, 1), themes=["technical", "alerts at night"], stage="final", company=zephyr)
    answered(dana, date(2026, 4, 1), themes=["technical", "technical"], stage="task", company=zephyr)
    answered(dana, date(2026, 5, 1), themes=[])
    counts = read(tim).themes
    assert (list(counts.themes), counts.answers) == (["technical", "alerts at night"], 2)
    technical = counts.themes["technical"]
    assert (technical.count, technical.stages, technical.companies) == (2, {"final": 1, "task": 1}, {"Zephyr": 2})


def test_a_reply_counts_for_the_last_letter_before_it_within_thirty_days(dana):
    log_touchpoint(dana, kind="article", on=date(2026, 3, 1))
    log_touchpoint(dana, kind="check_in", on=date(2026, 4, 1))
    log_incoming(dana, on=date(2026, 5, 1), channel="email")  # thirty days after the check-in
    assert read(dana.owner).replies == {"article": ReplyCount(1, 0), "check_in": ReplyCount(1, 1)}


def test_what_comes_later_than_thirty_days_or_before_any_letter_is_no_reply(dana):
    log_incoming(dana, on=date(2026, 2, 1), channel="email")
    log_touchpoint(dana, kind="article", on=date(2026, 3, 1))
    log_incoming(dana, on=date(2026, 4, 1), channel="email")
    assert read(dana.owner).replies == {"article": ReplyCount(1, 0)}


def test_two_replies_to_one_letter_count_once_and_an_answer_is_one(dana):
    log_touchpoint(dana, kind="feedback_request", on=date(2026, 3, 1))
    answered(dana, date(2026, 3, 5))
    log_incoming(dana, on=date(2026, 3, 6), channel="email")
    assert read(dana.owner).replies == {"feedback_request": ReplyCount(1, 1)}


def test_what_came_of_it_is_counted_by_people(tim, dana):
    note_outcome(dana, outcome="interview", on=date(2026, 3, 1))
    note_outcome(dana, outcome="interview", on=date(2026, 5, 1))
    end_contact(make_contact(tim), outcome="quiet")
    end_contact(make_contact(tim), outcome="hired")
    assert read(tim).outcomes == {"interview": 1, "hired": 1, "quiet": 1}


def test_referrals_are_counted_once_they_are_sent(tim, dana):
    for state in ("drafted", "sent", "hired"):
        Referral.objects.create(contact=dana, opening=make_opening(tim), peer=make_peer(tim), state=state)
    assert read(tim).referrals == {"sent": 1, "hired": 1}


def test_nothing_of_another_user_is_counted(tim):
    other = make_contact(make_user())
    log_touchpoint(other, kind="article", on=date(2026, 3, 1))
    answered(other, date(2026, 3, 5), themes=["fit"])
    note_outcome(other, outcome="interview", on=date(2026, 3, 1))
    end_contact(make_contact(other.owner), outcome="quiet")
    log_incoming(other, on=date(2026, 3, 6), channel="email")
    found = read(tim)
    assert (found.rejections.in_all, found.feedback.asked, found.themes.answers) == (0, 0, 0)
    assert (found.replies, found.outcomes, found.referrals) == ({}, {}, {})


def test_two_thousand_rejections_are_read_in_the_same_queries(tim, dana):
    counts = []
    for many in (1, 2000):
        company = make_company(tim)
        rejections = Rejection.objects.bulk_create(
            Rejection(
                owner=tim, company=company, contact=dana, role="Analyst", rejected_on=date(2026, 11, 1), stage="final"
            )
            for _ in range(many)
        )
        FeedbackRequest.objects.bulk_create(
            FeedbackRequest(
                owner=tim,
                rejection=rejection,
                contact=dana,
                state="thanked",
                answered_on=date(2026, 11, 9),
                themes=["fit"],
            )
            for rejection in rejections
        )
        with CaptureQueriesContext(connection) as queries:
            found = read(tim)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
    assert (found.rejections.shown, found.themes.themes["fit"].count) == (2001, 2001)

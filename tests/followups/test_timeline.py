from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from contacts.models import ContactEvent, Rejection
from followups.feedback import mark_asked, mark_thanked, propose_request, record_answer
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.timeline import read_timeline
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_rejection, make_user

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield")


def titles(contact, **how) -> list[str]:
    return [entry.title for entry in read_timeline(contact, **how).entries]


def log(contact, on: date, kind: str = "check_in", **fields) -> Touchpoint:
    return log_touchpoint(contact, kind=kind, on=on, **fields)


def test_everything_that_happened_is_told_newest_first_by_first_name(tim, dana):
    rejection = make_rejection(dana, date(2026, 9, 8), stage=Rejection.Stage.FINAL)
    request = propose_request(rejection)
    mark_asked(request, on=date(2026, 9, 9))
    record_answer(request, text="More streaming.", on=date(2026, 9, 11))
    mark_thanked(request, on=date(2026, 9, 12))
    make_nudge(dana, date(2026, 10, 12), mail=make_nudge_mail(tim, date(2026, 10, 12), state="sent"))
    log(dana, date(2026, 10, 20), kind="article", url="https://example.org/drift")
    ContactEvent.objects.create(contact=dana, kind="paused", on=date(2026, 10, 25), text="2026-12-01")

    assert titles(dana) == [
        "Paused until 1 December",
        "You sent an article",
        "Afterword reminded you",
        "You said thank you",
        "Dana answered",
        "You asked for feedback",
        "Rejected for Data engineer",
    ]


def test_a_rejection_tells_how_far_it_went(dana):
    make_rejection(dana, date(2026, 9, 8), stage=Rejection.Stage.FINAL)
    (entry,) = read_timeline(dana).entries
    assert (entry.detail, entry.by, entry.opens) == ("after the final round", "them", True)


def test_a_request_without_an_answer_ends_in_a_quiet_line(dana):
    request = propose_request(make_rejection(dana, date(2026, 9, 8)))
    FeedbackRequest.objects.filter(pk=request.pk).update(state="no_answer", closed_on=date(2026, 9, 30))
    entry = read_timeline(dana).entries[0]
    assert (entry.title, entry.by, entry.on) == ("No answer", "app", date(2026, 9, 30))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("open", ""),
        ("sent_it", "you wrote"),
        ("not_this_month", "not this month, you said"),
        ("expired", "the month went by"),
    ],
)
def test_a_mailed_nudge_tells_what_became_of_it(tim, dana, state, told):
    make_nudge(dana, date(2026, 10, 12), state=state, mail=make_nudge_mail(tim, date(2026, 10, 12), state="sent"))
    (entry,) = read_timeline(dana).entries
    assert (entry.title, entry.detail, entry.by) == ("Afterword reminded you", told, "app")


@pytest.mark.parametrize("mail_state", ["planned", "claimed", "failed", "held"])
def test_a_nudge_shows_once_its_mail_may_have_arrived(tim, dana, mail_state):
    make_nudge(dana, date(2026, 10, 12), mail=make_nudge_mail(tim, date(2026, 10, 12), state=mail_state))
    assert titles(dana) == []
    NudgeMail.objects.update(state="unsure")
    assert read_timeline(dana).entries[0].detail == "the mail may not have arrived"


def test_a_withdrawn_nudge_leaves_no_trace(dana):
    make_nudge(dana, date(2026, 10, 12), state=Nudge.State.WITHDRAWN)
    assert titles(dana) == []


def test_a_digest_nudge_stands_on_the_day_of_its_mail(tim, dana):
    make_nudge(dana, date(2026, 12, 5), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    assert read_timeline(dana).entries[0].on == date(2026, 11, 20)


def test_early_outreach_is_marked_and_can_be_edited(dana):
    log(dana, date(2026, 10, 1))
    early = log(dana, date(2026, 10, 15), channel="phone")
    entry = read_timeline(dana).entries[0]
    assert (entry.title, entry.early, entry.touchpoint_id) == ("You called", True, early.pk)

    shown = Template("{% load followups %}{% timeline page contact %}").render(
        Context({"page": read_timeline(dana), "contact": dana})
    )
    assert shown.count(">early<") == 1
    assert f"/touchpoints/{early.pk}/edit/" in shown


def test_within_a_day_the_order_is_that_of_what_happened(dana):
    day = date(2026, 9, 8)
    request = propose_request(make_rejection(dana, day))
    mark_asked(request, on=day)
    record_answer(request, text="Quick!", on=day)
    first, second = log(dana, day), log(dana, day, channel="phone")
    assert titles(dana) == [
        "Dana answered",
        "You called",
        "You wrote",
        "You asked for feedback",
        "Rejected for Data engineer",
    ]
    assert first.pk < second.pk


def test_pages_follow_each_other_without_gap_or_repeat(dana):
    make_rejection(dana, date(2026, 1, 1))
    for number in range(10):
        log(dana, date(2026, 3, 1) + timedelta(days=number // 3), text=str(number))
        ContactEvent.objects.create(contact=dana, kind="resumed", on=date(2026, 3, 1) + timedelta(days=number // 4))
    whole = read_timeline(dana, limit=100).entries
    assert len(whole) == 21

    paged, before = [], None
    for _ in range(10):
        page = read_timeline(dana, limit=4, before=before)
        paged += page.entries
        before = page.next_before
        if before is None:
            break
    assert paged == whole


@pytest.mark.parametrize("nonsense", ["", "x", "2026-13-01.1.1", "2026-01-01.1", "9.9.9.9", f"2026-01-01.1.{'9' * 40}"])
def test_a_position_that_makes_no_sense_breaks_nothing(dana, nonsense):
    make_rejection(dana, date(2025, 12, 1))
    assert titles(dana, before=nonsense) == ["Rejected for Data engineer"]


def test_another_contacts_history_does_not_show(tim, dana):
    other = make_contact(tim, name="Eva Blum")
    make_rejection(other, date(2026, 9, 8))
    log(other, date(2026, 9, 9))
    assert titles(dana) == []


def test_long_letters_are_cut_at_a_word_and_theirs_keep_their_lines(dana):
    log(dana, date(2026, 10, 1), text="Hi Dana,\n\n" + "A sentence about harbours. " * 40 + "\n\nKind regards,\nTim")
    request = propose_request(make_rejection(dana, date(2026, 9, 1)))
    record_answer(request, text="One line.\nAnother.", on=date(2026, 10, 2))
    theirs, mine = read_timeline(dana).entries[:2]
    assert theirs.text == "One line.\nAnother."
    assert mine.text.startswith("A sentence about") and mine.text.endswith("…") and len(mine.text) <= 200


def test_ten_thousand_entries_cost_one_query_and_read_one_page(dana):
    Touchpoint.objects.bulk_create(
        Touchpoint(contact=dana, kind="check_in", on=date(1990, 1, 1) + timedelta(days=number))
        for number in range(10_000)
    )
    with CaptureQueriesContext(connection) as queries:
        page = read_timeline(dana)
    assert len(queries) == 1
    assert len(page.entries) == 50
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + queries[0]["sql"])
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "touchpoints_newest_first" in plan


def test_the_queries_do_not_grow_with_the_entries():
    sizes = []
    for entries in (1, 30):
        contact = make_contact(make_user())
        for number in range(entries):
            log(contact, date(2026, 1, 1) + timedelta(days=number))
        with CaptureQueriesContext(connection) as queries:
            read_timeline(contact)
        sizes.append(len(queries))
    assert sizes == [1, 1]

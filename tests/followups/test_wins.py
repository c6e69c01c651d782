from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import ContactEvent
from followups.feedback import decline_thanks, mark_asked, propose_request, record_answer
from followups.incoming import log_incoming
from followups.models import FeedbackRequest, IncomingMessage, Referral
from followups.outcomes import note_outcome
from followups.people import end_contact, stop_contact
from followups.today import read_today
from followups.touchpoints import log_touchpoint
from followups.wins import read_wins
from tests.factories import make_contact, make_opening, make_peer, make_rejection, make_user

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield", added_on=date(2026, 3, 1))


def texts(user) -> list[str]:
    return [win.text for win in read_wins(user, user.today())]


def answer(contact, on: date) -> FeedbackRequest:
    request = propose_request(make_rejection(contact, on - timedelta(days=9)))
    mark_asked(request, on=on - timedelta(days=8))
    record_answer(request, text="More streaming.", on=on)
    return request


def refer(contact, state: str, on: date, peer: str = "Jule Brandt") -> None:
    owner = contact.owner
    Referral.objects.create(
        contact=contact, opening=make_opening(owner), peer=make_peer(owner, name=peer), state=state, changed_on=on
    )


def test_a_message_is_a_win_and_a_reply_is_told_as_one(tim, dana):
    log_incoming(dana, on=date(2026, 11, 12), channel="email")
    assert texts(tim) == ["Dana wrote to you"]
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 10))
    assert texts(tim) == ["Dana wrote back"]


@pytest.mark.parametrize(("channel", "said"), [("phone", "Dana called"), ("person", "You and Dana talked")])
def test_it_is_told_how_it_came(tim, dana, channel, said):
    log_incoming(dana, on=TODAY, channel=channel)
    assert texts(tim) == [said]


def test_an_answer_is_a_win_once_the_card_that_tells_of_it_is_gone(tim, dana):
    request = answer(dana, date(2026, 11, 20))
    assert texts(tim) == []
    decline_thanks(request)
    assert texts(tim) == ["Dana answered your question"]


def test_what_came_of_it_is_a_win_also_when_it_ended(tim, dana):
    note_outcome(dana, outcome="interview", on=date(2026, 11, 20))
    assert texts(tim) == ["Dana led you to an interview"]
    end_contact(dana, outcome="friendship")
    assert texts(tim) == ["Dana and you became friends"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("interview", ["Jule got an interview through you"]),
        ("hired", ["Jule got the job through you"]),
        ("sent", []),
        ("nothing", []),
    ],
)
def test_what_a_referral_led_to_is_a_win(tim, dana, state, said):
    refer(dana, state, date(2026, 11, 20))
    assert texts(tim) == said


@pytest.mark.parametrize(("years", "said"), [(1, "a year"), (2, "2 years"), (5, "5 years")])
def test_a_year_in_touch_is_a_win_on_its_day_and_for_two_weeks(tim, years, said):
    samuel = make_contact(tim, name="Samuel Brandt")
    make_rejection(samuel, date(2026 - years, 11, 20))
    log_touchpoint(samuel, kind="check_in", on=date(2026, 8, 1))
    (win,) = read_wins(tim, TODAY)
    assert (win.text, win.on) == (f"You have been in touch with Samuel for {said}", date(2026, 11, 20))
    assert win.url == samuel.get_absolute_url()
    assert read_wins(tim, date(2026, 11, 19)) == []
    assert read_wins(tim, date(2026, 12, 4)) == []


def test_who_was_never_written_to_or_is_not_in_touch_has_no_anniversary(tim):
    silent, ended = make_contact(tim), make_contact(tim)
    make_rejection(silent, date(2025, 11, 20))
    make_rejection(ended, date(2025, 11, 20))
    log_touchpoint(ended, kind="check_in", on=date(2026, 8, 1))
    end_contact(ended)
    assert texts(tim) == []


def test_a_second_rejection_by_the_same_person_begins_nothing(tim, dana):
    make_rejection(dana, date(2025, 3, 1))
    make_rejection(dana, date(2025, 11, 20))
    log_touchpoint(dana, kind="check_in", on=date(2026, 8, 1))
    assert texts(tim) == []


def test_three_at_most_newest_first_and_of_one_person_no_two_of_a_kind(tim):
    for number, name in enumerate(["Ada", "Bea", "Cleo", "Dora"]):
        contact = make_contact(tim, name=name)
        log_incoming(contact, on=date(2026, 11, 20) - timedelta(days=number), channel="email")
    zoe = make_contact(tim, name="Zoe")
    for day in (21, 22, 23):
        log_incoming(zoe, on=date(2026, 11, day), channel="phone")
    assert texts(tim) == ["Zoe called", "Ada wrote to you", "Bea wrote to you"]


def test_two_weeks_later_it_is_history(tim, dana):
    log_incoming(dana, on=date(2026, 11, 10), channel="email")
    assert texts(tim) == ["Dana wrote to you"]
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        assert texts(tim) == []


def test_nobody_elses_wins_show_and_none_about_who_asked_to_stop(tim, dana):
    stranger = make_user()
    others = make_contact(stranger, name="Otto")
    log_incoming(others, on=TODAY, channel="email")
    note_outcome(others, outcome="hired", on=TODAY)
    refer(others, "hired", TODAY)
    log_incoming(dana, on=TODAY, channel="email")
    stop_contact(dana)
    assert texts(tim) == []


def test_today_shows_them_quietly_with_the_way_there(tim, tims_page, dana):
    log_incoming(dana, on=date(2026, 11, 22), channel="email")
    shown = tims_page.get("/").content.decode()
    assert f'<a href="/contacts/{dana.pk}/">Dana wrote to you</a>' in shown
    assert read_today(tim).wins == read_wins(tim, TODAY)


@pytest.mark.parametrize("many", [1, 300])
def test_they_are_found_by_the_day_in_one_query(tim, many):
    contacts = [make_contact(tim) for _ in range(3)]
    IncomingMessage.objects.bulk_create(
        IncomingMessage(contact=contacts[number % 3], on=date(2026, 11, 15)) for number in range(many)
    )
    ContactEvent.objects.bulk_create(
        ContactEvent(contact=contacts[0], kind="outcome", text="interview", on=date(2026, 11, 15)) for _ in range(many)
    )
    with CaptureQueriesContext(connection) as queries:
        read_wins(tim, TODAY)
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
            plan = "\n".join(str(row) for row in cursor.fetchall())
        indexes = ["feedback_answers_newest_first", "incoming_messages_by_day", "outcomes_by_day", "rejections_by_day"]
        assert [index for index in indexes if index not in plan] == []

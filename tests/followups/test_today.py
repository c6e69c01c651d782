from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact, Interest
from followups.feedback import mark_asked, propose_request, record_answer
from followups.models import FeedbackRequest, Nudge
from followups.people import end_contact, pause_contact
from followups.today import read_today
from followups.touchpoints import log_touchpoint
from tests.factories import make_company, make_contact, make_nudge, make_nudge_mail, make_rejection

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


def make_due(tim, name: str, since: date = date(2026, 11, 20), **fields) -> Contact:
    contact = make_contact(tim, name=name, **fields)
    Contact.objects.filter(pk=contact.pk).update(next_on=since)
    return contact


def make_request(tim, name: str, rejected_on: date, **fields) -> FeedbackRequest:
    contact = make_contact(tim, name=name, added_on=rejected_on)
    return propose_request(make_rejection(contact, rejected_on, **fields))


def names(listing) -> list[str]:
    return [row.contact.name for row in listing.rows]


def test_a_new_user_is_told_what_to_do_first_in_two_sentences(tims_page):
    shown = tims_page.get("/").content.decode()
    text = shown.split('<section class="empty">')[1].split("<p>")[1].split("</p>")[0]
    assert text.count(". ") + text.endswith(".") == 2
    assert shown.count('href="/rejections/new/"') == 1
    assert "Log a rejection" in shown


def test_who_has_a_history_is_not_new_though_nothing_is_to_do(tim, tims_page):
    end_contact(make_contact(tim))
    today = read_today(tim)
    assert (today.is_new, today.headline) == (False, "Nothing to write today")
    assert "Nobody else falls due" in tims_page.get("/").content.decode()


def test_whoever_waits_longest_comes_first(tim):
    make_due(tim, "Late", date(2026, 11, 22))
    make_due(tim, "First", date(2026, 10, 1))
    make_due(tim, "Due today", TODAY)
    make_due(tim, "Tomorrow", TODAY + timedelta(days=1))
    today = read_today(tim)
    assert names(today.due) == ["First", "Late", "Due today"]
    assert names(today.coming_up) == ["Tomorrow"]


def test_an_open_nudge_is_due_though_the_next_date_has_moved_on(tim):
    contact = make_contact(tim, name="Dana")
    nudge = make_nudge(contact, date(2026, 11, 19), mail=make_nudge_mail(tim, date(2026, 11, 19), state="sent"))
    today = read_today(tim)
    assert [(row.contact.name, row.nudge_id) for row in today.due.rows] == [("Dana", nudge.pk)]
    assert names(today.coming_up) == []  # on 19 December, but they are on the page already


@pytest.mark.parametrize("state", ["sent_it", "not_this_month", "expired"])
def test_an_answered_nudge_is_not_due(tim, state):
    make_nudge(make_contact(tim), date(2026, 11, 19), state=state)
    assert names(read_today(tim).due) == []


def test_a_digest_nudge_of_a_day_to_come_is_coming_up(tim):
    contact = make_contact(tim, name="Dana")
    make_nudge(contact, date(2026, 12, 3), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    today = read_today(tim)
    assert names(today.due) == []
    assert [(row.contact.name, row.on) for row in today.coming_up.rows] == [("Dana", date(2026, 12, 3))]


def test_paused_ended_and_held_contacts_are_left_alone(tim):
    paused, ended, held = (make_due(tim, name) for name in ("Paused", "Ended", "Held"))
    make_nudge(paused, date(2026, 10, 20), mail=make_nudge_mail(tim, date(2026, 10, 20), state="sent"))
    pause_contact(paused, until=date(2027, 3, 1))
    end_contact(ended)
    Contact.objects.filter(pk=held.pk).update(thanks_held_until=TODAY + timedelta(days=3))
    assert names(read_today(tim).due) == []


def test_a_due_row_says_what_is_needed_to_write(tim, tims_page):
    contact = make_due(tim, "Dana Whitfield", company=make_company(tim, "Zephyr"), title="Head of Data")
    Interest.objects.create(contact=contact, topic="sailing")
    log_touchpoint(contact, kind="article", on=date(2026, 10, 20))
    Contact.objects.filter(pk=contact.pk).update(next_on=TODAY)
    (row,) = read_today(tim).due.rows
    assert (row.company, row.last_letter) == ("Zephyr", "You sent an article on 20 October.")
    assert row.interests == ["sailing"]

    shown = tims_page.get("/").content.decode()
    for words in ("Dana Whitfield", "Head of Data", "Zephyr", "You sent an article on 20 October", "sailing"):
        assert words in shown
    assert f'href="/contacts/{contact.pk}/?write=1#letter"' in shown
    for button in ("I sent it", "Not this month", "Open the draft"):
        assert button in shown


def test_thanks_are_at_the_top_with_what_was_said(tim, tims_page):
    request = make_request(tim, "Milo Ivarsson", date(2026, 11, 4), company=make_company(tim, "Fernweh Maps"))
    make_due(tim, "Dana")
    record_answer(request, text="I missed how you would measure success.", on=date(2026, 11, 22))
    shown = tims_page.get("/").content.decode()
    assert "at Fernweh Maps answered your question yesterday." in shown
    assert "measure success" in shown
    assert shown.index("Owed a thank-you") < shown.index("Due this month")


def test_a_request_that_waits_for_the_month_says_from_when(tim, tims_page):
    request = make_request(tim, "Dana", date(2026, 11, 20))
    log_touchpoint(request.contact, kind="check_in", on=date(2026, 11, 14))
    (row,) = read_today(tim).to_ask.rows
    assert row.ask_from == date(2026, 12, 14)
    assert "from 14 December" in tims_page.get("/").content.decode()


def test_an_old_request_stays_on_offer_but_is_no_letter_of_today(tim):
    make_request(tim, "Fresh", date(2026, 11, 22))
    make_request(tim, "Old", date(2026, 6, 1))
    Contact.objects.update(next_on=TODAY + timedelta(days=60))
    today = read_today(tim)
    assert names(today.to_ask) == ["Fresh", "Old"]
    assert today.headline == "One letter to write"


def test_somebody_due_and_not_asked_yet_stands_there_once_with_the_question(tim, tims_page):
    request = make_request(tim, "Dana", date(2026, 10, 1))
    make_nudge(request.contact, date(2026, 11, 10), mail=make_nudge_mail(tim, date(2026, 11, 10), state="sent"))
    today = read_today(tim)
    assert (names(today.due), names(today.to_ask), today.headline) == (["Dana"], [], "One letter to write")
    shown = tims_page.get("/").content.decode()
    assert f'href="/contacts/{request.contact_id}/#feedback-{request.pk}"' in shown
    assert f'formaction="/feedback-requests/{request.pk}/asked/"' in shown


def test_who_waits_for_what_is_told(tim, tims_page):
    mark_asked(make_request(tim, "Tom", date(2026, 11, 11)), on=date(2026, 11, 12))
    assert names(read_today(tim).waiting) == ["Tom"]
    assert "Waiting for an answer since 12 November" in tims_page.get("/").content.decode()


def test_nobody_out_of_touch_is_to_be_asked_or_thanked(tim):
    request = make_request(tim, "Gone", date(2026, 11, 20))
    end_contact(request.contact)
    assert names(read_today(tim).to_ask) == []


def test_coming_up_is_the_next_thirty_days(tim):
    make_due(tim, "In 30 days", TODAY + timedelta(days=30))
    make_due(tim, "In 31 days", TODAY + timedelta(days=31))
    assert names(read_today(tim).coming_up) == ["In 30 days"]


def test_lists_show_so_many_and_count_to_a_hundred(tim, tims_page):
    for number in range(62):
        make_due(tim, f"Soon {number}", TODAY + timedelta(days=5))
    today = read_today(tim)
    assert (len(today.coming_up.rows), today.coming_up.more) == (20, 42)
    assert "and 42 more" in tims_page.get("/").content.decode()

    for number in range(101):
        make_due(tim, f"Due {number}")
    today = read_today(tim)
    assert (len(today.due.rows), today.due.is_capped) == (50, True)
    assert today.headline == "More than a hundred letters to write"
    assert "100+ in all; the first 50 are shown." in tims_page.get("/").content.decode()


def test_the_headline_counts_what_can_be_written_today(tim):
    record_answer(make_request(tim, "Thanks", date(2026, 10, 4)), text="", on=TODAY)
    make_due(tim, "Due")
    make_request(tim, "Ask", date(2026, 11, 22))
    assert read_today(tim).headline == "Three letters to write"


def test_nothing_of_another_user_shows(tim, strangers_page):
    make_due(tim, "Dana Whitfield")
    make_request(tim, "Milo Ivarsson", date(2026, 11, 20))
    shown = strangers_page.get("/").content.decode()
    assert "Dana" not in shown and "Milo" not in shown


def test_today_takes_six_queries_with_one_row_and_with_thirty(tim, tims_page):
    counts = []
    for size in (1, 30):
        for number in range(size):
            name = f"{size}-{number}"
            Interest.objects.create(contact=make_due(tim, name), topic="sailing")
            make_nudge(make_contact(tim, name=f"{name} nudged"), date(2026, 11, 10))
            make_due(tim, f"{name} soon", TODAY + timedelta(days=3))
            make_request(tim, f"{name} asked", date(2026, 11, 20))
            record_answer(make_request(tim, f"{name} answered", date(2026, 10, 20)), text="Yes.", on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            tims_page.get("/")
        counts.append(len(queries))
    assert counts == [6, 6]


def test_the_day_is_the_users_own(tim, tims_page):
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):
        assert read_today(tim).on == date(2026, 11, 24)  # Berlin is an hour ahead
        assert "Tuesday, 24 November" in tims_page.get("/").content.decode()


def test_only_standing_nudges_are_read(tim):
    contact = make_contact(tim, name="Dana")
    make_nudge(contact, date(2026, 9, 1), state=Nudge.State.EXPIRED)
    make_nudge(contact, date(2026, 10, 2), state=Nudge.State.OPEN)
    assert [row.on for row in read_today(tim).due.rows] == [date(2026, 10, 2)]

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default as modern
from uuid import uuid4

import pytest
import time_machine

from contacts.models import Contact, Interest
from followups.feedback import propose_request
from followups.models import Nudge
from followups.people import end_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_rejection

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim) -> Contact:
    contact = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")
    Contact.objects.filter(pk=contact.pk).update(next_on=date(2026, 11, 20))
    contact.refresh_from_db()
    return contact


@pytest.fixture
def nudge(tim, dana) -> Nudge:
    return make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))


def test_sent_logs_a_letter_of_today_and_the_next_date_moves(tims_page, dana, nudge):
    response = tims_page.post(f"/nudges/{nudge.pk}/sent/", {"next": "/"}, follow=True)
    dana.refresh_from_db()
    nudge.refresh_from_db()
    assert response.redirect_chain[-1][0] == "/"
    assert (nudge.state, dana.touchpoints.get().on, dana.next_on) == ("sent_it", TODAY, date(2026, 12, 23))
    assert "Dana is next on 23 December." in response.content.decode()


def test_sent_twice_is_one_letter(tims_page, dana, nudge):
    tims_page.post(f"/nudges/{nudge.pk}/sent/")
    shown = tims_page.post(f"/nudges/{nudge.pk}/sent/", {"next": "/"}, follow=True).content.decode()
    assert dana.touchpoints.count() == 1
    assert "Already noted on 23 November." in shown


def test_sent_is_undone_from_the_note(tims_page, dana, nudge):
    shown = tims_page.post(f"/nudges/{nudge.pk}/sent/", {"next": "/"}, follow=True).content.decode()
    undo = f"/touchpoints/{dana.touchpoints.get().pk}/take-back/"
    assert f'action="{undo}"' in shown
    tims_page.post(undo)
    nudge.refresh_from_db()
    assert (nudge.state, dana.touchpoints.count()) == ("open", 0)


def test_the_contacts_button_answers_the_open_nudge(tims_page, dana, nudge):
    tims_page.post(f"/contacts/{dana.pk}/sent/", {"text": "A short hello", "on": "2026-11-22"})
    nudge.refresh_from_db()
    assert nudge.state == "sent_it"
    assert (nudge.touchpoint.text, nudge.touchpoint.on) == ("A short hello", date(2026, 11, 22))


def test_without_a_nudge_the_contacts_button_logs_a_letter_once(tims_page, dana):
    press = {"submission": str(uuid4())}
    tims_page.post(f"/contacts/{dana.pk}/sent/", press)
    tims_page.post(f"/contacts/{dana.pk}/sent/", press)
    assert [(row.kind, row.on) for row in dana.touchpoints.all()] == [("check_in", TODAY)]


def test_each_row_of_today_has_a_press_of_its_own(tims_page, tim, dana):
    other = make_contact(tim, name="Eva")
    Contact.objects.filter(pk=other.pk).update(next_on=TODAY)
    shown = tims_page.get("/").content.decode()
    presses = [part.split('"')[0] for part in shown.split('name="submission" value="')[1:]]
    assert len(presses) == len(set(presses)) == 2


def test_a_day_to_come_is_refused_and_the_letter_stays(tims_page, dana, nudge):
    for url in (f"/nudges/{nudge.pk}/sent/", f"/contacts/{dana.pk}/sent/"):
        shown = tims_page.post(url, {"text": "Typed words", "on": "2026-12-24"}).content.decode()
        assert "This day is still to come." in shown and "Typed words" in shown
    assert dana.touchpoints.count() == 0


def test_not_this_month_ends_the_nudge_and_can_be_undone(tims_page, dana, nudge):
    shown = tims_page.post(f"/nudges/{nudge.pk}/not-this-month/", {"next": "/"}, follow=True).content.decode()
    nudge.refresh_from_db()
    assert nudge.state == "not_this_month"
    assert "Dana is next on 20 December." in shown
    assert f'action="/nudges/{nudge.pk}/undo/"' in shown
    tims_page.post(f"/nudges/{nudge.pk}/undo/")
    nudge.refresh_from_db()
    assert nudge.state == "open"


def test_not_this_month_before_any_mail_moves_the_date_too(tims_page, dana):
    tims_page.post(f"/contacts/{dana.pk}/not-this-month/", {"next": "/"})
    dana.refresh_from_db()
    assert dana.next_on == date(2026, 12, 23)
    assert "Dana" not in tims_page.get("/").content.decode().split("Coming up")[0].split("<main")[1]
    tims_page.post(f"/nudges/{dana.nudges.get().pk}/undo/")
    dana.refresh_from_db()
    assert dana.next_on < TODAY


def test_what_is_too_old_to_be_undone_says_so(tims_page, nudge):
    tims_page.post(f"/nudges/{nudge.pk}/not-this-month/")
    Nudge.objects.filter(pk=nudge.pk).update(answered_at=datetime(2026, 10, 23, 12, tzinfo=UTC))
    shown = tims_page.post(f"/nudges/{nudge.pk}/undo/", {"next": "/"}, follow=True).content.decode()
    nudge.refresh_from_db()
    assert nudge.state == "not_this_month"
    assert "taken back any more" in shown


def test_the_letter_of_the_month_is_drafted_once_the_month_is_over(tims_page, dana, nudge):
    Interest.objects.create(contact=dana, topic="sailing")
    shown = tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    assert "It is time to write to Dana" in shown
    assert "mailto:dana@zephyr.example?subject=" in shown
    assert 'id="letter"' in shown


def test_before_it_is_due_the_letter_is_drafted_when_asked_for(tims_page, dana):
    Contact.objects.filter(pk=dana.pk).update(next_on=date(2026, 12, 20))
    shown = tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    assert 'href="?write=1#letter"' in shown and "Open in my mail program" not in shown
    shown = tims_page.get(f"/contacts/{dana.pk}/?write=1").content.decode()
    assert "Write to Dana" in shown and "Open in my mail program" in shown


def test_while_feedback_may_be_asked_for_there_is_no_other_letter(tims_page, dana, nudge):
    propose_request(make_rejection(dana, date(2026, 9, 20)))
    shown = tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    assert shown.count("I sent it") == 1
    assert "Ask for feedback" in shown and 'id="letter"' not in shown


def test_before_that_nothing_is_offered_to_compose(tims_page, dana):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))
    shown = tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    assert "Next on 14 December." in shown
    assert "Open in my mail program" not in shown
    assert tims_page.get(f"/contacts/{dana.pk}/check-in.eml").status_code == 404


def test_with_a_longer_cadence_writing_is_possible_before_the_nudge(tims_page, dana):
    Contact.objects.filter(pk=dana.pk).update(cadence=6)
    dana.refresh_from_db()
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))
    assert "You can write again from 14 December." in tims_page.get(f"/contacts/{dana.pk}/").content.decode()


def test_the_letter_downloads_as_drafted_and_as_typed(tims_page, dana):
    drafted = message_from_bytes(tims_page.get(f"/contacts/{dana.pk}/check-in.eml").content, policy=modern)
    typed = message_from_bytes(
        tims_page.post(f"/contacts/{dana.pk}/check-in.eml", {"subject": "Hello", "text": "Ahoj"}).content, policy=modern
    )
    assert (drafted["X-Unsent"], typed["Subject"], typed.get_content().strip()) == ("1", "Hello", "Ahoj")


def test_somebody_out_of_touch_has_no_letter(tims_page, dana):
    end_contact(dana)
    assert tims_page.get(f"/contacts/{dana.pk}/check-in.eml").status_code == 404
    assert 'id="letter"' not in tims_page.get(f"/contacts/{dana.pk}/").content.decode()


def test_a_stranger_changes_and_sees_nothing(strangers_page, dana, nudge):
    for url in (
        f"/nudges/{nudge.pk}/sent/",
        f"/nudges/{nudge.pk}/not-this-month/",
        f"/nudges/{nudge.pk}/undo/",
        f"/contacts/{dana.pk}/sent/",
        f"/contacts/{dana.pk}/not-this-month/",
        f"/contacts/{dana.pk}/check-in.eml",
    ):
        assert strangers_page.post(url).status_code == 404
    nudge.refresh_from_db()
    assert (nudge.state, dana.touchpoints.count()) == ("open", 0)


def test_looking_changes_nothing(tims_page, dana, nudge):
    for url in (f"/nudges/{nudge.pk}/sent/", f"/nudges/{nudge.pk}/undo/", f"/contacts/{dana.pk}/not-this-month/"):
        assert tims_page.get(url).status_code == 405

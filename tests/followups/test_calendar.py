"""The calendar that programs subscribe to: what it shows, and to whom."""

from datetime import date, timedelta

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from followups.calendar import drop_calendar_address, make_calendar_address, read_calendar_address
from followups.feedback import propose_request, record_answer
from followups.models import CalendarAddress
from followups.people import pause_contact, stop_contact
from tests.factories import make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def this_is_may(time_machine):
    time_machine.move_to("2026-05-06 12:00:00+00:00", tick=False)


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber", added_on=date(2026, 4, 20))


def path(user) -> str:
    return "/" + make_calendar_address(user).split("/", 3)[3]


def read_events(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_it_shows_the_day_on_which_somebody_may_be_written_to(client, tim, dana):
    event = read_events(client, path(tim))["Write to Dana Weber"]
    assert event["dtstart"].dt == dana.next_on == date(2026, 5, 20)
    assert event["dtend"].dt == date(2026, 5, 21)
    assert str(event["url"]).endswith(f"/contacts/{dana.pk}/")


def test_who_waits_already_is_there_today(client, tim):
    make_contact(tim, name="Omar", added_on=date(2026, 1, 1))
    assert read_events(client, path(tim))["Write to Omar"]["dtstart"].dt == date(2026, 5, 6)


def test_thanks_that_are_due_take_the_place_of_the_next_date(client, tim, dana):
    record_answer(propose_request(make_rejection(dana, date(2026, 4, 21))), text="More depth.", on=date(2026, 5, 2))
    assert list(read_events(client, path(tim))) == ["Thank Dana Weber"]


def test_who_asked_to_stop_is_not_in_it(client, tim, dana):
    stop_contact(dana)
    assert read_events(client, path(tim)) == {}


def test_an_entry_keeps_its_identity_when_its_day_moves(client, tim, dana):
    address = path(tim)
    before = read_events(client, address)["Write to Dana Weber"]["uid"]
    pause_contact(dana, until=date(2026, 7, 1))
    moved = read_events(client, address)["Write to Dana Weber"]
    assert (moved["uid"], moved["dtstart"].dt) == (before, date(2026, 7, 1))


def test_another_program_reads_it_too(client, tim):
    name = "Zoë; “Ada”, O’Neill\\ " + "漢字🙂" * 20
    make_contact(tim, name=name)
    (read,) = vobject.readComponents(client.get(path(tim)).content.decode())
    assert read.vevent.summary.value == f"Write to {' '.join(name.split())}"
    for line in client.get(path(tim)).content.split(b"\r\n"):
        assert len(line) <= 75


def test_unchanged_it_is_not_sent_again(client, tim, dana):
    address = path(tim)
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    pause_contact(dana, until=date(2026, 7, 1))
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_whoever_knows_the_address_needs_no_session_and_leaves_no_trace(client, tim, dana):
    answer = client.get(path(tim))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "private" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_it_is_one_users_alone(client, tim, dana):
    assert read_events(client, path(make_user())) == {}


def test_made_anew_the_address_before_shows_nothing(client, tim, dana):
    first, second = path(tim), path(tim)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    drop_calendar_address(tim)
    assert client.get(second).status_code == 404
    assert client.get("/calendar/x.ics").status_code == 404


def test_the_secret_is_kept_encrypted(tim):
    secret = make_calendar_address(tim).rpartition("/")[2].removesuffix(".ics")
    kept = CalendarAddress.objects.get()
    assert secret not in kept.secret_hash and secret.encode() not in bytes(kept.sealed_secret)


def test_nothing_is_changed_by_reading_and_nothing_else_can_be_done(client, tim):
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path(tim)).status_code == 405


def test_the_page_makes_shows_and_ends_it(tims_page, tim):
    assert "Give me an address" in tims_page.get(reverse("calendar_address")).content.decode()
    tims_page.post(reverse("calendar_address"))
    address = read_calendar_address(tim)
    assert address in tims_page.get(reverse("calendar_address")).content.decode()
    tims_page.post(reverse("calendar_address"), {"drop": "1"})
    assert read_calendar_address(tim) == ""


def test_a_days_number_of_people_is_no_limit_and_a_thousand_is(client, tim, monkeypatch):
    monkeypatch.setattr("followups.calendar.MOST_ENTRIES", 3)
    for days in range(5):
        make_contact(tim, name=f"N{days}", added_on=date(2026, 4, 20) + timedelta(days=days))
    assert list(read_events(client, path(tim))) == ["Write to N0", "Write to N1", "Write to N2"]

from datetime import date

import pytest
import time_machine

from contacts.models import Contact, DoNotContact
from followups.people import end_contact, pause_contact, stop_contact
from tests.factories import make_contact, make_rejection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=True):
        yield


@pytest.fixture
def dana(tim):
    contact = make_contact(tim, name="Dana Weiss", email="dana@zephyr.example", added_on=date(2026, 11, 1))
    make_rejection(contact, date(2026, 11, 2))
    return contact


def act(client_of_tim, contact, action, **form):
    response = client_of_tim.post(f"/contacts/{contact.pk}/{action}/", form, follow=True)
    contact.refresh_from_db()
    return response.content.decode()


def test_the_page_says_when_and_why_to_write_next(client_of_tim, dana):
    text = client_of_tim.get(f"/contacts/{dana.pk}/").content.decode()
    assert '<time id="next-on" datetime="2026-12-02">2 December</time>' in text
    assert "A month after the rejection, on 2 November 2026." in text
    assert "<h1><bdi>Dana Weiss</bdi></h1>" in text


def test_the_page_answers_why_a_nudge_came_or_not(client_of_tim, dana):
    assert "?why=1#why" in client_of_tim.get(f"/contacts/{dana.pk}/").content.decode()
    told = client_of_tim.get(f"/contacts/{dana.pk}/", {"why": "1"}).context["why_nudged"]
    assert told


def test_a_pause_ends_on_its_day_or_by_hand(client_of_tim, dana):
    assert "Paused: no nudge about Dana Weiss before 1 February 2027." in act(
        client_of_tim, dana, "pause", until="2027-02-01"
    )
    assert (dana.paused_until, dana.next_on) == (date(2027, 2, 1), date(2027, 2, 1))
    assert "The pause is over." in act(client_of_tim, dana, "resume")
    assert (dana.paused_until, dana.next_on) == (None, date(2026, 12, 2))


@pytest.mark.parametrize("until", ["", "2026-11-20", "2026-11-01", "soon", "2126-01-01"])
def test_a_pause_needs_a_day_to_come(client_of_tim, dana, until):
    response = client_of_tim.post(f"/contacts/{dana.pk}/pause/", {"until": until})
    dana.refresh_from_db()
    assert response.status_code == 422
    assert dana.paused_until is None


def test_who_is_out_of_touch_is_not_paused(client_of_tim, dana):
    end_contact(dana)
    assert "nothing to pause" in act(client_of_tim, dana, "pause", until="2027-02-01")
    assert dana.paused_until is None


def test_an_end_keeps_its_outcome_and_can_be_taken_back(client_of_tim, dana):
    act(client_of_tim, dana, "end", outcome="interview")
    assert (dana.standing, dana.outcome, dana.next_on) == (Contact.Standing.ENDED, "interview", None)
    act(client_of_tim, dana, "reopen")
    assert (dana.standing, dana.next_on) == (Contact.Standing.ACTIVE, date(2026, 12, 2))


def test_who_asked_to_stop_is_out_of_reach_until_undone(client_of_tim, dana):
    assert "Nothing is sent about them any more." in act(client_of_tim, dana, "stop")
    assert (dana.standing, dana.next_on) == (Contact.Standing.STOPPED, None)
    assert DoNotContact.objects.count() == 1
    assert "you are in touch again" in act(client_of_tim, dana, "undo-stop")
    assert dana.standing == Contact.Standing.ACTIVE


def test_a_stop_is_final_after_thirty_days(client_of_tim, dana):
    stop_contact(dana)
    with time_machine.travel("2026-12-21T12:00:00Z"):
        client_of_tim.force_login(dana.owner)
        assert "stays as it is" in act(client_of_tim, dana, "undo-stop")
        assert "undo-stop" not in client_of_tim.get(f"/contacts/{dana.pk}/").content.decode()
    assert dana.standing == Contact.Standing.STOPPED


def test_erasing_says_what_goes_and_then_does_it(client_of_tim, dana):
    assert "Erase Dana Weiss?" in client_of_tim.get(f"/contacts/{dana.pk}/erase/").content.decode()
    response = client_of_tim.post(f"/contacts/{dana.pk}/erase/", follow=True)
    assert "Erased, with everything about them." in response.content.decode()
    assert not Contact.objects.exists()
    assert client_of_tim.get(f"/contacts/{dana.pk}/").status_code == 404


def test_the_page_offers_what_fits_how_things_stand(client_of_tim, tim):
    dana = make_contact(tim)
    address = f"/contacts/{dana.pk}/"
    assert f"{address}pause/" in client_of_tim.get(address).content.decode()
    pause_contact(dana, until=date(2027, 1, 1))
    paused = client_of_tim.get(address).content.decode()
    assert f"{address}resume/" in paused
    assert "aused until 1 January 2027" in paused
    end_contact(dana)
    ended = client_of_tim.get(address).content.decode()
    assert f"{address}reopen/" in ended
    assert "next-on" not in ended


@pytest.mark.parametrize("action", ["pause", "resume", "end", "reopen", "stop", "undo-stop"])
def test_a_look_changes_nothing(client_of_tim, dana, action):
    assert client_of_tim.get(f"/contacts/{dana.pk}/{action}/").status_code == 405

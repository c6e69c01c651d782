from datetime import date

import pytest
import time_machine

from contacts.models import Contact, ContactEvent
from contacts.search import search_contacts
from followups.moves import move_contact
from followups.people import add_contact, erase_contact, stop_contact
from followups.timeline import read_timeline
from followups.touchpoints import log_touchpoint
from tests.factories import make_company, make_contact


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def dana(tim):
    zephyr = make_company(tim, "Zephyr")
    return make_contact(tim, name="Dana Weiss", email="dana@zephyr.example", title="Head of Data", company=zephyr)


def move(contact, **fields) -> bool:
    return move_contact(contact, **{"company_name": "Fernweh", "title": "CTO", "email": "d@fernweh.example"} | fields)


def post(page, contact, **fields):
    typed = {"company_name": "Fernweh", "title": "CTO", "email": "d@fernweh.example", "version": contact.version}
    return page.post(f"/contacts/{contact.pk}/moved/", typed | fields, follow=True).content.decode()


def test_the_person_and_the_history_stay(tim, dana):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 3))
    assert move(dana)
    dana.refresh_from_db()
    assert (dana.company.name, dana.title, dana.email) == ("Fernweh", "CTO", "d@fernweh.example")
    assert dana.next_on == date(2026, 12, 3)
    entry = read_timeline(dana).entries[0]
    assert (entry.title, entry.detail, entry.by) == ("Dana moved on", "Zephyr → Fernweh", "them")


def test_where_they_were_stays_in_the_notes_below_what_was_noted(tim, dana):
    dana.notes = "Met at the fair."
    dana.save()
    move(dana)
    assert dana.notes == "Met at the fair.\nUntil 20 November 2026: Head of Data, Zephyr, dana@zephyr.example"
    assert search_contacts(Contact.objects.all(), "fernweh zephyr").get() == dana


def test_notes_that_are_full_stay_as_they_are(dana):
    dana.notes = "x" * 19_990
    dana.save()
    assert move(dana)
    assert dana.notes == "x" * 19_990


def test_ideas_are_looked_for_anew(dana):
    Contact.objects.update(needs_matching=False)
    move(dana)
    assert Contact.objects.get().needs_matching


def test_moving_to_where_they_are_already_is_noted_once(dana):
    move(dana)
    assert not move(dana)
    assert dana.events.filter(kind=ContactEvent.Kind.MOVED).count() == 1


def test_a_new_address_that_asked_not_to_be_contacted_stops(tim, dana):
    other = add_contact(tim, name="D.", email="d@fernweh.example")
    stop_contact(other)
    erase_contact(other)
    move(dana)
    dana.refresh_from_db()
    assert dana.standing == Contact.Standing.STOPPED


def test_who_asked_to_stop_stays_stopped_under_the_new_address(tim, dana):
    stop_contact(dana)
    move(dana)
    assert add_contact(tim, name="D.", email="d@fernweh.example").standing == Contact.Standing.STOPPED


def test_the_page_asks_where_they_are_now_and_says_what_it_noted(tims_page, dana):
    shown = tims_page.get(f"/contacts/{dana.pk}/moved/").content.decode()
    assert "Where is Dana now?" in shown and 'value="dana@zephyr.example"' in shown
    assert "Noted: Dana moved on." in post(tims_page, dana)
    assert "Fernweh" in tims_page.get(f"/contacts/{dana.pk}/").content.decode()


def test_the_address_may_be_left_empty_until_it_is_known(tims_page, dana):
    post(tims_page, dana, email="")
    dana.refresh_from_db()
    assert dana.email == "" and "dana@zephyr.example" in dana.notes


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"company_name": " "}, "Where are they now?"), ({"email": "nowhere"}, "does not look like an e-mail address")],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(tims_page, dana, changes, said):
    shown = post(tims_page, dana, title="Chief of Everything", **changes)
    dana.refresh_from_db()
    assert said in shown and "Chief of Everything" in shown
    assert dana.company.name == "Zephyr"


def test_two_tabs_lose_nothing(tims_page, dana):
    move(dana, company_name="Quillworks")
    shown = post(tims_page, dana, version=1)
    dana.refresh_from_db()
    assert "changed in another tab" in shown and "Quillworks" in shown and "Fernweh" in shown
    assert dana.company.name == "Quillworks"


def test_a_double_click_notes_one_move(tims_page, dana):
    typed = {"version": dana.version}
    post(tims_page, dana, **typed)
    post(tims_page, dana, **typed)
    assert dana.events.filter(kind=ContactEvent.Kind.MOVED).count() == 1

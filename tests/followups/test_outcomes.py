from datetime import date

import pytest
import time_machine

from contacts.models import Contact, ContactEvent
from followups.outcomes import note_outcome, take_back_outcome
from followups.people import end_contact, reopen_contact
from followups.timeline import read_timeline
from followups.touchpoints import FutureDay
from tests.factories import make_contact

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weiss")


def outcomes(contact) -> list[str]:
    events = contact.events.filter(kind=ContactEvent.Kind.OUTCOME).order_by("id")
    return list(events.values_list("text", flat=True))


def post(page, contact, action="outcome", **typed):
    response = page.post(f"/contacts/{contact.pk}/{action}/", typed, follow=True)
    contact.refresh_from_db()
    return response.content.decode()


def test_an_outcome_is_noted_and_the_contact_goes_on(tims_page, dana):
    next_on = dana.next_on
    assert "Noted." in post(tims_page, dana, outcome="interview", on="2026-11-18")
    assert (dana.standing, dana.outcome, dana.next_on) == (Contact.Standing.ACTIVE, "interview", next_on)
    entry = read_timeline(dana).entries[0]
    assert (entry.title, entry.on, entry.by) == ("Dana led you to an interview", date(2026, 11, 18), "them")


def test_an_outcome_can_end_the_contact(tims_page, dana):
    post(tims_page, dana, outcome="hired", on="2026-11-18", ends="on")
    assert (dana.standing, dana.outcome, outcomes(dana)) == (Contact.Standing.ENDED, "hired", ["hired"])
    titles = [entry.title for entry in read_timeline(dana).entries]
    assert titles == ["You ended the contact", "Dana led you to a job"]


@pytest.mark.parametrize(("outcome", "noted"), [("friendship", ["friendship"]), ("quiet", []), ("", [])])
def test_ending_with_something_good_notes_it_too(dana, outcome, noted):
    end_contact(dana, outcome=outcome)
    assert (dana.outcome, outcomes(dana)) == (outcome, noted)


def test_what_came_of_it_before_outlasts_an_end_without_words(dana):
    note_outcome(dana, outcome="interview", on=TODAY)
    end_contact(dana)
    assert dana.outcome == "interview"


def test_it_is_noted_once_however_often_it_is_clicked(tims_page, dana):
    for _ in range(2):
        post(tims_page, dana, outcome="interview", on="2026-11-18")
    assert outcomes(dana) == ["interview"]


def test_it_can_be_taken_back_to_the_one_before(tims_page, dana):
    note_outcome(dana, outcome="role_came_up", on=date(2026, 11, 1))
    event = note_outcome(dana, outcome="interview", on=TODAY)
    address = f"/contacts/{dana.pk}/outcome/undo/?event={event.pk}"
    assert f'action="{address}"' in tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    for said in ("Taken back.", "already"):
        assert said in tims_page.post(address, follow=True).content.decode()
    dana.refresh_from_db()
    assert (dana.outcome, outcomes(dana)) == ("role_came_up", ["role_came_up"])


@pytest.mark.parametrize("event", ["", "x", "-1", "9" * 40, "²"])
def test_taking_back_nothing_changes_nothing(tims_page, dana, event):
    note_outcome(dana, outcome="interview", on=TODAY)
    assert tims_page.post(f"/contacts/{dana.pk}/outcome/undo/?event={event}").status_code == 302
    assert outcomes(dana) == ["interview"]


def test_nothing_is_taken_from_another_contact(tim, dana):
    event = note_outcome(make_contact(tim), outcome="interview", on=TODAY)
    assert not take_back_outcome(dana, event.pk)


def test_reopening_on_the_day_of_the_end_takes_all_of_it_back(dana):
    note_outcome(dana, outcome="role_came_up", on=TODAY)
    end_contact(dana, outcome="hired")
    reopen_contact(dana)
    assert (dana.outcome, outcomes(dana)) == ("role_came_up", ["role_came_up"])


def test_reopening_later_keeps_what_came_of_it(dana):
    end_contact(dana, outcome="hired")
    with time_machine.travel("2027-03-01T12:00:00Z", tick=False):
        reopen_contact(dana)
    assert (dana.standing, dana.outcome, outcomes(dana)) == (Contact.Standing.ACTIVE, "hired", ["hired"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": "", "on": "2026-11-18"}, "Please choose what came of it."),
        ({"outcome": "quiet", "on": "2026-11-18"}, "Select a valid choice"),
        ({"outcome": "hired", "on": ""}, "Please choose the day."),
        ({"outcome": "hired", "on": "2026-11-21"}, "still to come"),
    ],
)
def test_what_cannot_be_is_said(tims_page, dana, typed, said):
    assert said in post(tims_page, dana, **typed)
    assert outcomes(dana) == []


def test_no_outcome_comes_from_the_future(dana):
    with pytest.raises(FutureDay):
        note_outcome(dana, outcome="hired", on=date(2026, 11, 21))

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from followups.feedback import mark_asked, propose_request
from followups.incoming import log_incoming
from followups.models import FeedbackRequest, IncomingMessage
from followups.timeline import read_timeline
from followups.touchpoints import FutureDay, log_touchpoint
from tests.factories import make_contact, make_rejection


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield")


@pytest.fixture
def message(dana) -> IncomingMessage:
    return log_incoming(dana, on=date(2026, 11, 3), channel="email", text="The harbour stream made me smile.")


def new_url(contact) -> str:
    return f"/incoming-messages/new/?contact={contact.pk}"


def typed(**changes) -> dict[str, str]:
    fields = {"on": "2026-11-20", "channel": "email", "text": "Good to hear from you!"}
    return {**fields, "submission": str(uuid4()), **changes}


def as_form(message: IncomingMessage, **changes) -> dict[str, str]:
    return {**{name: str(getattr(message, name)) for name in ("on", "channel", "text", "version")}, **changes}


def test_the_contact_page_leads_to_the_form(tims_page, dana):
    assert f'href="{new_url(dana)}"' in tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    shown = tims_page.get(new_url(dana)).content.decode()
    for label in ("Day", "Channel", "What they wrote", "Note it"):
        assert label in shown
    assert 'value="2026-11-23"' in shown


def test_what_they_wrote_is_noted_as_theirs_and_moves_no_date(tims_page, dana):
    log_touchpoint(dana, kind="article", on=date(2026, 11, 10))
    next_on = dana.next_on
    response = tims_page.post(new_url(dana), typed(), follow=True)
    dana.refresh_from_db()
    entry = read_timeline(dana).entries[0]
    assert "Noted: Dana wrote to you on 20 November." in response.content.decode()
    assert (entry.title, entry.by, entry.text) == ("Dana wrote", "them", "Good to hear from you!")
    assert (dana.next_on, dana.touchpoints.count()) == (next_on, 1)


def test_of_a_pasted_mail_what_they_wrote_is_kept_and_that_is_said(tims_page, dana):
    pasted = (
        "Lovely to hear it.\n\nOn Mon, 16 Nov 2026 at 09:12, Tim Berg <tim@example.org> wrote:\n> Hi Dana,\n> look!"
    )
    response = tims_page.post(new_url(dana), typed(text=pasted), follow=True)
    assert dana.incoming_messages.get().text == "Lovely to hear it."
    assert "What the mail quoted, and its signature, were left out." in response.content.decode()


def test_a_correction_is_kept_as_it_is_typed(tims_page, message):
    text = "As I remember it:\n> quoted on purpose"
    tims_page.post(f"/incoming-messages/{message.pk}/edit/", as_form(message, text=text))
    message.refresh_from_db()
    assert message.text == text


def test_a_double_click_notes_one(tims_page, dana):
    form = typed()
    tims_page.post(new_url(dana), form)
    tims_page.post(new_url(dana), form)
    assert dana.incoming_messages.count() == 1


def test_the_note_can_be_taken_back(tims_page, dana):
    shown = tims_page.post(new_url(dana), typed(), follow=True).content.decode()
    address = f"/incoming-messages/{dana.incoming_messages.get().pk}/delete/"
    assert f'action="{address}"' in shown
    tims_page.post(address)
    assert dana.incoming_messages.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": "2026-11-24"}, "This day is still to come."),
        ({"on": ""}, "On which day was it?"),
        ({"text": "x" * 50_001}, "at most 50000 characters"),
        ({"channel": "pigeon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(tims_page, dana, changes, said):
    shown = tims_page.post(new_url(dana), typed(text="All of this stays ✉ مرحبا") | changes).content.decode()
    assert said in shown
    assert changes.get("text", "All of this stays ✉ مرحبا") in shown
    assert dana.incoming_messages.count() == 0


def test_no_message_comes_from_the_future(dana):
    with pytest.raises(FutureDay):
        log_incoming(dana, on=date(2026, 11, 24), channel="email")


def test_the_timeline_leads_to_the_correction(tims_page, dana, message):
    address = f"/incoming-messages/{message.pk}/edit/"
    assert f'href="{address}"' in tims_page.get(f"/contacts/{dana.pk}/").content.decode()
    tims_page.post(address, as_form(message, text="Better words", on="2026-11-04"))
    message.refresh_from_db()
    assert (message.text, message.on, message.version) == ("Better words", date(2026, 11, 4), 2)


def test_two_tabs_saving_at_once_lose_nothing(tims_page, message):
    address = f"/incoming-messages/{message.pk}/edit/"
    first, second = as_form(message, text="First tab"), as_form(message, text="Second")
    tims_page.post(address, first)
    shown = tims_page.post(address, second).content.decode()
    message.refresh_from_db()
    assert message.text == "First tab"
    assert "changed in another tab" in shown and "First tab" in shown and "Second" in shown

    tims_page.post(address, second | {"version": str(message.version)})  # as the shown form would
    message.refresh_from_db()
    assert message.text == "Second"


def test_deleting_asks_first(tims_page, message):
    assert "Yes, delete it" in tims_page.get(f"/incoming-messages/{message.pk}/delete/").content.decode()
    assert IncomingMessage.objects.count() == 1


@pytest.mark.parametrize("state", ["asked", "no_answer"])
def test_what_they_wrote_can_be_the_answer_to_the_question(tims_page, dana, state):
    question = propose_request(make_rejection(dana, date(2026, 10, 1), role="Data engineer"))
    mark_asked(question, on=date(2026, 10, 2))
    FeedbackRequest.objects.filter(pk=question.pk).update(state=state)
    assert "It is their answer to this" in tims_page.get(new_url(dana)).content.decode()

    shown = tims_page.post(new_url(dana), typed(text="More streaming.", answers=question.pk)).content.decode()
    assert f'action="/feedback-requests/{question.pk}/answer/"' in shown
    assert "More streaming." in shown and 'value="2026-11-20"' in shown
    assert dana.incoming_messages.count() == 0


def test_without_an_open_question_there_is_nothing_to_answer(tims_page, dana):
    question = propose_request(make_rejection(dana, date(2026, 10, 1)))
    assert "their answer" not in tims_page.get(new_url(dana)).content.decode()
    shown = tims_page.post(new_url(dana), typed(text="Stays", answers=question.pk)).content.decode()
    assert "Stays" in shown
    assert dana.incoming_messages.count() == 0


@pytest.mark.parametrize(
    ("channel", "title", "detail"),
    [
        ("email", "Dana wrote", ""),
        ("linkedin", "Dana wrote", "on LinkedIn"),
        ("phone", "Dana called", ""),
        ("person", "You met, and Dana spoke to you", ""),
    ],
)
def test_the_timeline_says_how_it_came(dana, channel, title, detail):
    log_incoming(dana, on=date(2026, 11, 3), channel=channel)
    (entry,) = read_timeline(dana).entries
    assert (entry.title, entry.detail) == (title, detail)


@pytest.mark.parametrize("query", ["", "?contact=", "?contact=x", f"?contact={'9' * 30}"])
def test_a_form_for_nobody_is_not_found(tims_page, query):
    assert tims_page.get(f"/incoming-messages/new/{query}").status_code == 404


def test_a_stranger_finds_nothing(strangers_page, dana):
    assert strangers_page.get(new_url(dana)).status_code == 404
    assert strangers_page.post(new_url(dana), typed()).status_code == 404
    assert dana.incoming_messages.count() == 0

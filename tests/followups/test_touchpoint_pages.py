from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from followups.feedback import mark_asked, propose_request
from followups.models import Touchpoint
from followups.touchpoints import change_touchpoint, log_touchpoint
from tests.factories import make_contact, make_rejection

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield")


@pytest.fixture
def letter(dana) -> Touchpoint:
    return log_touchpoint(dana, kind="article", on=date(2026, 10, 20), text="Sensor drift", url="https://example.org/a")


def new_url(contact) -> str:
    return f"/touchpoints/new/?contact={contact.pk}"


def typed(**changes) -> dict[str, str]:
    fields = {"kind": "article", "on": "2026-11-20", "channel": "linkedin", "text": "Read this", "url": ""}
    return {**fields, "submission": str(uuid4()), **changes}


def as_form(touchpoint: Touchpoint, **changes) -> dict[str, str]:
    names = ("kind", "on", "channel", "text", "url", "version")
    return {**{name: str(getattr(touchpoint, name)) for name in names}, **changes}


def test_the_form_has_its_labels_and_starts_with_today(tims_page, dana):
    shown = tims_page.get(new_url(dana)).content.decode()
    for label in ("Kind", "Day", "Channel", "Text", "Link", "Log it"):
        assert label in shown
    assert 'value="2026-11-23"' in shown


def test_what_was_sent_is_logged_and_the_next_date_moves(tims_page, dana):
    response = tims_page.post(new_url(dana), typed(url="example.org/drift"), follow=True)
    touchpoint = dana.touchpoints.get()
    assert (touchpoint.kind, touchpoint.on, touchpoint.channel) == ("article", date(2026, 11, 20), "linkedin")
    assert touchpoint.url == "https://example.org/drift"
    assert response.redirect_chain[-1][0] == f"/contacts/{dana.pk}/"
    assert "Dana is next on 20 December." in response.content.decode()


def test_a_double_click_logs_one(tims_page, dana):
    form = typed()
    tims_page.post(new_url(dana), form)
    tims_page.post(new_url(dana), form)
    assert dana.touchpoints.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": "2026-11-24"}, "This day is still to come."),
        ({"on": "yesterday"}, "This is not a day"),
        ({"on": ""}, "On which day was it?"),
        ({"on": "0020-11-20"}, "too long ago"),
        ({"url": "not an address"}, "This is not a web address"),
        ({"url": "javascript:alert(1)"}, "This is not a web address"),
        ({"text": "x" * 50_001}, "at most 50000 characters"),
        ({"kind": "visit"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(tims_page, dana, changes, said):
    response = tims_page.post(new_url(dana), typed(text="All of this stays ✉ مرحبا") | changes)
    shown = response.content.decode()
    assert response.status_code == 200
    assert said in shown
    assert changes.get("text", "All of this stays ✉ مرحبا") in shown
    assert dana.touchpoints.count() == 0


def test_somebody_written_to_lately_gets_a_gentle_word_and_the_entry_is_kept_early(tims_page, dana, letter):
    change_touchpoint(letter, kind="article", on=date(2026, 11, 10), channel="email", text="", url="")
    assert "ends on 10 December" in tims_page.get(new_url(dana)).content.decode()
    shown = tims_page.post(new_url(dana), typed(), follow=True).content.decode()
    assert "marked early" in shown
    assert dana.touchpoints.latest("on").early


def test_without_a_recent_letter_nothing_is_said_of_early(tims_page, dana):
    assert "marked early" not in tims_page.get(new_url(dana)).content.decode()


def test_an_entry_is_changed_and_the_next_date_follows(tims_page, dana, letter):
    tims_page.post(f"/touchpoints/{letter.pk}/edit/", as_form(letter, on="2026-11-03", text="Better words"))
    letter.refresh_from_db()
    dana.refresh_from_db()
    assert (letter.on, letter.text, dana.next_on) == (date(2026, 11, 3), "Better words", date(2026, 12, 3))


def test_two_tabs_saving_at_once_lose_nothing(tims_page, letter):
    url, first, second = (
        f"/touchpoints/{letter.pk}/edit/",
        as_form(letter, text="First tab"),
        as_form(letter, text="Second"),
    )
    tims_page.post(url, first)
    shown = tims_page.post(url, second).content.decode()
    letter.refresh_from_db()
    assert letter.text == "First tab"
    assert "changed in another tab" in shown and "First tab" in shown and "Second" in shown

    tims_page.post(url, second | {"version": str(letter.version)})  # as the shown form would
    letter.refresh_from_db()
    assert letter.text == "Second"


def test_the_shown_form_carries_the_new_version(tims_page, letter):
    url = f"/touchpoints/{letter.pk}/edit/"
    tims_page.post(url, as_form(letter, text="First tab"))
    response = tims_page.post(url, as_form(letter, text="Second"))
    letter.refresh_from_db()
    assert f'name="version" value="{letter.version}"' in response.content.decode()


def test_what_asked_for_feedback_stays_that(tims_page, dana):
    request = propose_request(make_rejection(dana, date(2026, 11, 1)))
    asked = mark_asked(request, on=date(2026, 11, 2))
    tims_page.post(f"/touchpoints/{asked.pk}/edit/", as_form(asked, kind="check_in", on="2026-11-03"))
    asked.refresh_from_db()
    request.refresh_from_db()
    assert (asked.kind, request.asked_on) == ("feedback_request", date(2026, 11, 3))


def test_deleting_asks_first_and_then_works_the_date_out_again(tims_page, dana, letter):
    assert "Yes, delete it" in tims_page.get(f"/touchpoints/{letter.pk}/delete/").content.decode()
    assert dana.touchpoints.count() == 1
    tims_page.post(f"/touchpoints/{letter.pk}/delete/")
    dana.refresh_from_db()
    assert dana.touchpoints.count() == 0
    assert dana.next_on == date(2026, 2, 10)  # a month after the day they were added


@pytest.mark.parametrize("query", ["", "?contact=", "?contact=x", "?contact=-1", f"?contact={'9' * 30}", "?contact=²"])
def test_a_form_for_nobody_is_not_found(tims_page, query):
    assert tims_page.get(f"/touchpoints/new/{query}").status_code == 404


def test_a_stranger_finds_nothing(strangers_page, dana, letter):
    for url in (new_url(dana), f"/touchpoints/{letter.pk}/edit/", f"/touchpoints/{letter.pk}/delete/"):
        assert strangers_page.get(url).status_code == 404
        assert strangers_page.post(url, typed()).status_code == 404
    assert dana.touchpoints.count() == 1


def test_today_is_the_users_own_day(tims_page, dana):
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):  # past midnight in Berlin
        tims_page.post(new_url(dana), typed(on=str(TODAY + timedelta(days=1))))
    assert dana.touchpoints.get().on == date(2026, 11, 24)


def test_letters_keep_their_line_breaks_in_one_spelling(tims_page, dana):
    tims_page.post(new_url(dana), typed(text="One\r\nTwo\rThree"))
    assert dana.touchpoints.get().text == "One\nTwo\nThree"

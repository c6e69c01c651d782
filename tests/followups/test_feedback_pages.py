from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default as modern
from urllib.parse import unquote

import pytest
import time_machine

from contacts.models import Contact
from followups.feedback import choose_not_to_ask, mark_asked, propose_request, record_answer
from followups.models import FeedbackRequest, Touchpoint
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_rejection


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim) -> Contact:
    return make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")


@pytest.fixture
def request_(dana) -> FeedbackRequest:
    return propose_request(make_rejection(dana, date(2026, 11, 22)))


@pytest.fixture
def answered(request_) -> FeedbackRequest:
    mark_asked(request_, on=date(2026, 11, 22))
    record_answer(request_, text="More streaming would have tipped it.", on=date(2026, 11, 22))
    return request_


def url(request: FeedbackRequest, step: str) -> str:
    return f"/feedback-requests/{request.pk}/{step}"


def letter(request: FeedbackRequest, **changes) -> dict[str, str]:
    return {"subject": "One question", "text": "Hi Dana,\n\nwhat was missing?", "on": "2026-11-23"} | {
        "version": str(request.version),
        **changes,
    }


def card(tims_page, contact: Contact) -> str:
    return tims_page.get(f"/contacts/{contact.pk}/").content.decode()


def test_the_letter_is_drafted_and_opens_in_a_mail_program(tims_page, request_, dana):
    shown = card(tims_page, dana)
    assert "Ask for feedback" in shown and "Hi Dana," in shown and "Tim Berg" in shown
    mailto = shown.split('href="mailto:dana@zephyr.example?subject=')[1].split('"')[0]
    assert "one thing would have made me" in unquote(mailto)


def test_a_saved_draft_is_what_the_mail_program_opens(tims_page, request_, dana):
    response = tims_page.post(url(request_, "draft/"), letter(request_, text="Ahoj\n\nfrom Tim & co"), follow=True)
    assert response.redirect_chain[-1][0] == f"/contacts/{dana.pk}/#feedback-{request_.pk}"
    assert "Ahoj%0D%0A%0D%0Afrom%20Tim%20%26%20co" in response.content.decode()


def test_two_tabs_saving_a_draft_lose_nothing(tims_page, request_, dana):
    tims_page.post(url(request_, "draft/"), letter(request_, text="First tab"))
    shown = tims_page.post(url(request_, "draft/"), letter(request_, text="Second tab")).content.decode()
    request_.refresh_from_db()
    assert request_.draft_text == "First tab"
    assert "changed in another tab" in shown and "First tab" in shown and "Second tab" in shown
    assert f'name="version" value="{request_.version}"' in shown


def test_sent_as_it_stands_in_the_form_it_goes_on_the_timeline(tims_page, request_, dana):
    tims_page.post(url(request_, "asked/"), letter(request_, on="2026-11-22"))
    request_.refresh_from_db()
    touchpoint = dana.touchpoints.get()
    assert (request_.state, request_.asked_on) == ("asked", date(2026, 11, 22))
    assert (touchpoint.kind, touchpoint.text) == ("feedback_request", "Hi Dana,\n\nwhat was missing?")
    assert request_.draft_subject == "One question"


def test_sent_can_be_undone_from_the_note(tims_page, request_, dana):
    shown = tims_page.post(url(request_, "asked/"), letter(request_), follow=True).content.decode()
    undo = f"/touchpoints/{dana.touchpoints.get().pk}/delete/"
    assert f'action="{undo}"' in shown
    tims_page.post(undo)
    request_.refresh_from_db()
    assert request_.state == "proposed"


def test_a_double_click_asks_once_and_says_so(tims_page, request_, dana):
    form = letter(request_)
    tims_page.post(url(request_, "asked/"), form)
    shown = tims_page.post(url(request_, "asked/"), form, follow=True).content.decode()
    assert dana.touchpoints.count() == 1
    assert "noted already" in shown


def test_a_day_to_come_is_refused_and_the_letter_stays(tims_page, request_, dana):
    response = tims_page.post(url(request_, "asked/"), letter(request_, on="2026-11-24", text="Dear Dana, typed"))
    shown = response.content.decode()
    assert "This day is still to come." in shown and "Dear Dana, typed" in shown
    assert dana.touchpoints.count() == 0


def test_without_a_day_it_was_today(tims_page, request_, dana):
    tims_page.post(url(request_, "asked/"), {"text": "x"})
    assert dana.touchpoints.get().on == date(2026, 11, 23)


def test_rather_not_ask_and_ask_after_all(tims_page, request_, dana):
    shown = tims_page.post(url(request_, "not-asked/"), follow=True).content.decode()
    assert "You chose not to ask" in shown and "Ask after all" in shown
    assert f'action="{url(request_, "reconsider/")}"' in shown
    tims_page.post(url(request_, "reconsider/"))
    request_.refresh_from_db()
    assert request_.state == "proposed"


def test_within_the_month_the_letter_waits_and_says_until_when(tims_page, request_, dana):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))
    shown = card(tims_page, dana)
    assert "Ask for feedback from 14 December" in shown
    assert "Open in my mail program" not in shown
    assert tims_page.get(url(request_, "letter.eml")).status_code == 404

    tims_page.post(url(request_, "asked/"), {"on": "2026-11-20"})  # what happened is noted all the same
    assert Touchpoint.objects.get(kind="feedback_request").early


def test_the_wait_is_told_and_an_answer_can_be_noted(tims_page, request_, dana):
    mark_asked(request_, on=date(2026, 11, 22))
    shown = card(tims_page, dana)
    assert "Waiting for an answer since 22 November" in shown and "by 13 December" in shown
    tims_page.post(
        url(request_, "answer/"), {"text": "Honestly? Nothing.", "on": "2026-11-23", "version": request_.version}
    )
    shown = card(tims_page, dana)
    assert "Dana answered today" in shown and "Honestly? Nothing." in shown and "Say thank you" in shown


def test_an_answer_of_a_day_to_come_is_refused_and_stays_typed(tims_page, request_, dana):
    mark_asked(request_, on=date(2026, 11, 22))
    shown = tims_page.post(url(request_, "answer/"), {"text": "Typed words", "on": "2027-01-01"}).content.decode()
    assert "This day is still to come." in shown and "Typed words" in shown
    request_.refresh_from_db()
    assert request_.state == "asked"


def test_no_answer_is_a_quiet_line_and_one_may_still_be_noted(tims_page, request_, dana):
    mark_asked(request_, on=date(2026, 11, 22))
    FeedbackRequest.objects.update(state="no_answer", closed_on=date(2026, 12, 13))
    shown = card(tims_page, dana)
    assert "They answered after all" in shown and "What they wrote" not in shown
    asked = tims_page.get(f"/contacts/{dana.pk}/?answered={request_.pk}").content.decode()
    assert f'action="{url(request_, "answer/")}"' in asked and "What they wrote" in asked
    tims_page.post(url(request_, "answer/"), {"text": "Late, sorry", "on": "2026-11-23"})
    request_.refresh_from_db()
    assert request_.state == "answered"


def test_two_tabs_noting_different_answers_lose_none(tims_page, request_, dana):
    mark_asked(request_, on=date(2026, 11, 22))
    form = {"on": "2026-11-23", "version": str(request_.version)}
    tims_page.post(url(request_, "answer/"), form | {"text": "First"})
    shown = tims_page.post(url(request_, "answer/"), form | {"text": "Second"}).content.decode()
    request_.refresh_from_db()
    assert request_.answer == "First"
    assert "changed in another tab" in shown and "Second" in shown


def test_a_double_click_on_the_answer_notes_it_once(tims_page, request_):
    mark_asked(request_, on=date(2026, 11, 22))
    form = {"on": "2026-11-23", "version": str(request_.version), "text": "Same"}
    tims_page.post(url(request_, "answer/"), form)
    assert tims_page.post(url(request_, "answer/"), form).status_code == 302


def test_thanks_are_drafted_sent_and_end_it(tims_page, answered, dana):
    assert "More streaming would have tipped it." in unquote(card(tims_page, dana).split("mailto:")[-1].split('"')[0])
    tims_page.post(url(answered, "thanked/"), letter(answered, text="Thank you, Dana."))
    answered.refresh_from_db()
    assert (answered.state, answered.thanked_on) == ("thanked", date(2026, 11, 23))
    assert dana.touchpoints.get(kind="thank_you").text == "Thank you, Dana."


def test_already_thanked_needs_no_letter_and_leads_back_to_today(tims_page, answered, dana):
    response = tims_page.post(url(answered, "thanked/"), {"next": "/"})
    assert response.url == "/"
    assert dana.touchpoints.filter(kind="thank_you").exists()


def test_thanks_can_be_declined_and_sent_after_all(tims_page, answered, dana):
    tims_page.post(url(answered, "thanks/declined/"))
    answered.refresh_from_db()
    dana.refresh_from_db()
    assert (answered.state, dana.thanks_held_until) == ("thanks_declined", None)
    tims_page.post(url(answered, "thanked/"), letter(answered))
    answered.refresh_from_db()
    assert answered.state == "thanked"


def test_the_letter_downloads_as_it_stands_in_the_form(tims_page, request_):
    posted = tims_page.post(url(request_, "letter.eml"), letter(request_, text="Grüße an Dana"))
    mail = message_from_bytes(posted.content, policy=modern)
    assert posted["Content-Type"] == "message/rfc822"
    assert (mail["X-Unsent"], mail["To"].addresses[0].addr_spec) == ("1", "dana@zephyr.example")
    assert "Grüße an Dana" in mail.get_content()
    assert "one thing would have made me" in message_from_bytes(
        tims_page.get(url(request_, "letter.eml")).content, policy=modern
    ).get_content().replace("\n", " ")


def test_the_thanks_download_too(tims_page, answered):
    assert b"X-Unsent: 1" in tims_page.get(url(answered, "thanks/letter.eml")).content


def test_who_asked_not_to_be_contacted_gets_no_letter(tims_page, request_, dana):
    Contact.objects.filter(pk=dana.pk).update(standing="stopped", next_on=None)
    assert tims_page.get(url(request_, "letter.eml")).status_code == 404
    assert "Open in my mail program" not in card(tims_page, dana)


def test_a_way_back_leads_to_our_own_pages_alone(tims_page, request_, dana):
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        response = tims_page.post(url(request_, "not-asked/"), {"next": elsewhere})
        assert response.url.startswith(f"/contacts/{dana.pk}/")


@pytest.mark.parametrize(
    "step",
    [
        "draft/", "asked/", "not-asked/", "reconsider/", "answer/", "letter.eml", "thanks/draft/", "thanks/letter.eml",
        "thanked/", "thanks/declined/",
    ],
)  # fmt: skip
def test_a_stranger_changes_and_sees_nothing(strangers_page, request_, step):
    assert strangers_page.post(url(request_, step), letter(request_)).status_code == 404
    request_.refresh_from_db()
    assert (request_.state, request_.draft_text) == ("proposed", "")


def test_looking_changes_nothing(tims_page, request_):
    for step in ("draft/", "asked/", "not-asked/", "reconsider/", "answer/", "thanks/draft/", "thanked/"):
        assert tims_page.get(url(request_, step)).status_code == 405
    choose_not_to_ask(request_)

"""The letter of the month in its editor: kept, drafted anew, taken along, sent and taken back."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default as modern
from uuid import uuid4

import pytest
import time_machine

from contacts.models import Contact, Interest
from followups.drafts import Draft, draft_for
from followups.letters import NOT_SAVED, read_letter, save_letter, start_letter
from followups.models import LetterTemplate
from followups.touchpoints import log_touchpoint
from tests.factories import make_article, make_contact, make_idea, make_nudge, make_nudge_mail

TODAY = date(2026, 11, 23)
MINE = "Hi Dana,\n\nwords of my own.\n\nKind regards,\nTim"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim) -> Contact:
    contact = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")
    Interest.objects.create(contact=contact, topic="sailing")
    return contact


@pytest.fixture
def idea(dana):
    article = make_article(dana.owner, "A new chart of the coast", url="https://example.org/chart")
    return make_idea(dana, article=article)


def typed(version=NOT_SAVED, text=MINE, **fields):
    return {"subject": "Hello", "text": text, "on": "2026-11-23", "version": version, **fields}


def test_a_saved_letter_is_on_the_page_again(tims_page, dana):
    shown = tims_page.post(f"/contacts/{dana.pk}/letter/", typed(), follow=True)

    assert shown.redirect_chain[-1][0] == f"/contacts/{dana.pk}/#letter"
    assert "words of my own." in shown.content.decode() and "Your draft is saved." in shown.content.decode()


def test_two_tabs_lose_nothing(tims_page, dana):
    tims_page.post(f"/contacts/{dana.pk}/letter/", typed(text="From the first tab."))

    shown = tims_page.post(f"/contacts/{dana.pk}/letter/", typed(text="From the second tab.")).content.decode()

    assert "changed in another tab" in shown
    assert "From the first tab." in shown and "From the second tab." in shown
    assert read_letter(dana).text == "From the first tab."
    again = tims_page.post(f"/contacts/{dana.pk}/letter/", typed(read_letter(dana).version, "From the second tab."))
    assert again.status_code == 302 and read_letter(dana).text == "From the second tab."


def test_a_double_click_on_save_is_no_other_tab(tims_page, dana):
    for _press in range(2):
        assert tims_page.post(f"/contacts/{dana.pk}/letter/", typed()).status_code == 302


def test_a_letter_that_is_too_long_comes_back_whole(tims_page, dana):
    for address in ("letter/", "letter/afresh/", "sent/"):
        shown = tims_page.post(f"/contacts/{dana.pk}/{address}", typed(text="x" * 20_001)).content.decode()
        assert "x" * 20_001 in shown and "20000" in shown
    assert dana.touchpoints.count() == 0


def test_the_page_shows_around_what_the_letter_is(tims_page, dana, idea):
    start_letter(dana, idea=idea)

    shown = tims_page.get(f"/contacts/{dana.pk}/").content.decode()

    assert "Around “A new chart of the coast”." in shown
    assert "in your letter" in shown


def test_start_afresh_puts_the_apps_hello_in_place_of_the_apps_draft(tims_page, dana, idea):
    version = start_letter(dana, idea=idea).version

    tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", typed(version, draft_for(idea).text, kind="check_in"))

    assert (read_letter(dana).idea, read_letter(dana).kind) == (None, "check_in")
    assert "short hello" in read_letter(dana).subject


def test_start_afresh_asks_before_own_words_go(tims_page, dana):
    shown = tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", typed(kind="other")).content.decode()
    assert "What about the letter you began?" in shown and "words of my own." in shown
    assert 'name="kind" value="other"' in shown
    assert read_letter(dana) is None

    tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", typed(kind="other", way="replace"))
    assert "[…]" in read_letter(dana).text


def test_an_own_template_is_a_start_and_gives_way_unasked(tims_page, tim, dana):
    template = LetterTemplate.objects.create(
        owner=tim, kind="check_in", name="My hello", subject="Ahoj {name}", text="Ahoj {name}, how is {company}?"
    )
    assert "My hello" in tims_page.get(f"/contacts/{dana.pk}/?write=1").content.decode()

    tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", {"template": template.pk})
    assert read_letter(dana).subject == "Ahoj Dana"

    tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", {"kind": "check_in"})
    assert "Ahoj" not in read_letter(dana).text


def test_somebody_elses_template_is_none(tims_page, dana):
    template = LetterTemplate.objects.create(
        owner=make_contact().owner, kind="check_in", name="x", subject="Secret", text="Secret"
    )
    tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", {"template": template.pk})
    assert "Secret" not in read_letter(dana).text


def test_within_the_month_a_fresh_start_says_from_when(tims_page, dana):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))

    shown = tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", follow=True).content.decode()

    assert "can be written from 14 December" in shown
    assert read_letter(dana) is None


def test_what_was_typed_in_a_tab_left_open_is_not_lost_when_the_month_began_anew(tims_page, dana):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))

    shown = tims_page.post(f"/contacts/{dana.pk}/letter/afresh/", typed()).content.decode()

    assert "words of my own." in shown and "from 14 December" in shown


def test_sent_logs_the_letter_with_its_idea_and_undo_brings_both_back(tims_page, tim, dana, idea):
    make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    version = start_letter(dana, idea=idea).version

    shown = tims_page.post(f"/contacts/{dana.pk}/sent/", typed(version, submission=uuid4()), follow=True)

    touchpoint = dana.touchpoints.get()
    assert (touchpoint.kind, touchpoint.text) == ("article", MINE)
    assert f'<a href="https://example.org/chart" rel="noreferrer"><bdi>{idea.article.title}' in shown.content.decode()
    undo = f"/touchpoints/{touchpoint.pk}/take-back/"
    assert f'action="{undo}"' in shown.content.decode()
    shown = tims_page.post(undo, follow=True).content.decode()
    idea.refresh_from_db()
    assert "words of my own." in shown
    assert (idea.state, dana.touchpoints.count()) == ("saved", 0)


def test_pressed_twice_it_is_one_letter(tims_page, tim, dana, idea):
    make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    press = typed(start_letter(dana, idea=idea).version, submission=uuid4())

    for _press in range(2):
        assert tims_page.post(f"/contacts/{dana.pk}/sent/", press).status_code == 302
    assert dana.touchpoints.count() == 1


def test_sent_from_a_tab_that_is_behind_is_asked_about(tims_page, dana):
    save_letter(dana, Draft("", "From the other tab."), version=NOT_SAVED)

    shown = tims_page.post(f"/contacts/{dana.pk}/sent/", typed()).content.decode()

    assert "changed in another tab" in shown and "words of my own." in shown and "From the other tab." in shown
    assert dana.touchpoints.count() == 0


def test_the_file_is_the_letter_as_kept(tims_page, dana, idea):
    start_letter(dana, idea=idea)

    message = message_from_bytes(tims_page.get(f"/contacts/{dana.pk}/check-in.eml").content, policy=modern)

    assert message["X-Unsent"] == "1" and "A new chart of the coast" in message["Subject"]
    assert "https://example.org/chart" in message.get_content()


def test_on_today_the_kept_letter_is_what_was_sent(tims_page, dana, idea):
    start_letter(dana, idea=idea)

    tims_page.post(f"/contacts/{dana.pk}/sent/", {"next": "/", "submission": uuid4()})

    assert dana.touchpoints.get().text == draft_for(idea).text


@pytest.mark.parametrize("address", ["letter/", "letter/afresh/", "sent/"])
def test_a_stranger_finds_no_letter(strangers_page, dana, address):
    assert strangers_page.post(f"/contacts/{dana.pk}/{address}", typed()).status_code == 404
    assert read_letter(dana) is None

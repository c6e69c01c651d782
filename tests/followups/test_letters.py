"""The letter of the month: kept as the user left it, sent with the idea it carries, and back."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from contacts.models import Contact, Interest
from followups.drafts import Draft, check_in_draft, draft_for
from followups.feedback import propose_request
from followups.letters import (
    NOT_SAVED,
    HasOwnWords,
    NotNow,
    add_to_letter,
    read_letter,
    replace_letter,
    save_letter,
    start_letter,
)
from followups.models import LetterDraft, Nudge
from followups.people import end_contact
from followups.sent_letters import note_sent, take_back_sent
from followups.touchpoints import delete_touchpoint, log_touchpoint
from followups.versions import ChangedMeanwhile
from tests.factories import make_article, make_contact, make_idea, make_nudge, make_nudge_mail, make_rejection

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
MINE = Draft("Hello", "Hi Dana,\n\nwords of my own.\n\nKind regards,\nTim")


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
    return make_idea(dana, article=make_article(dana.owner, "A new chart", url="https://example.org/chart"))


def test_a_letter_is_kept_as_it_was_typed(dana):
    first = save_letter(dana, MINE, version=NOT_SAVED)
    save_letter(dana, Draft("Hello again", "Other words."), version=first.version)

    letter = read_letter(dana)
    assert (letter.subject, letter.text, letter.kind) == ("Hello again", "Other words.", "check_in")


def test_the_second_of_two_tabs_is_told(dana):
    first = save_letter(dana, MINE, version=NOT_SAVED)

    for version in (NOT_SAVED, first.version + 1):
        with pytest.raises(ChangedMeanwhile):
            save_letter(dana, Draft("", "From another tab."), version=version)
    assert read_letter(dana).text == MINE.text


def test_a_tab_with_a_letter_sent_since_does_not_pass_for_the_newest(dana):
    old = save_letter(dana, MINE, version=NOT_SAVED).version
    touchpoint = note_sent(dana, MINE, on=date(2026, 9, 1))
    new = save_letter(dana, Draft("", "The next one."), version=NOT_SAVED).version

    assert touchpoint.text == MINE.text
    assert new != old


def test_a_letter_around_an_idea_is_the_apps_draft_of_it(dana, idea):
    start_letter(dana, idea=idea)

    letter = read_letter(dana)
    assert (letter.idea, letter.kind) == (idea, "article")
    assert Draft(letter.subject, letter.text) == draft_for(idea)


def test_a_draft_of_the_apps_gives_way_to_another_unasked(dana, idea):
    start_letter(dana, idea=make_idea(dana))
    start_letter(dana, idea=idea, typed=draft_for(LetterDraft.objects.get().idea))
    assert read_letter(dana).idea == idea

    start_letter(dana, typed=Draft("", "   "))
    assert (read_letter(dana).idea, read_letter(dana).text) == (None, check_in_draft(dana).text)


def test_next_month_the_apps_draft_still_gives_way(dana, idea):
    start_letter(dana, idea=make_idea(dana))
    with time_machine.travel(datetime(2026, 12, 25, 12, tzinfo=UTC), tick=False):
        start_letter(dana, idea=idea)
    assert read_letter(dana).idea == idea


def test_own_words_typed_or_kept_are_not_replaced_unasked(dana, idea):
    with pytest.raises(HasOwnWords):
        start_letter(dana, idea=idea, typed=MINE)
    kept = save_letter(dana, MINE, version=NOT_SAVED)
    with pytest.raises(HasOwnWords):
        start_letter(dana, idea=idea, typed=check_in_draft(dana))
    assert read_letter(dana).text == MINE.text

    replace_letter(dana, idea=idea, version=kept.version)
    assert read_letter(dana).text == draft_for(idea).text


def test_what_another_tab_made_of_the_letter_is_not_replaced(dana, idea):
    kept = save_letter(dana, MINE, version=NOT_SAVED)
    for step in (replace_letter, lambda contact, **words: add_to_letter(contact, draft=MINE, **words)):
        with pytest.raises(ChangedMeanwhile):
            step(dana, idea=idea, version=kept.version - 1)
    assert read_letter(dana).idea is None


def test_an_article_goes_into_own_words_before_their_end_and_once(dana, idea):
    letter = add_to_letter(dana, idea, MINE, version=NOT_SAVED)
    words = "Hi Dana,\n\nwords of my own.\n\nA new chart\nhttps://example.org/chart\n\nKind regards,\nTim"
    assert (letter.text, letter.idea, letter.kind) == (words, idea, "article")

    again = add_to_letter(dana, idea, Draft("", letter.text), version=letter.version)
    assert again.text == words


@pytest.mark.parametrize("text", ["", "No closing here", "x" * 19_990])
def test_an_article_goes_into_any_text(dana, idea, text):
    letter = add_to_letter(dana, idea, Draft("", text), version=NOT_SAVED)

    assert letter.text.startswith(text) and len(letter.text) <= 20_000
    assert ("https://example.org/chart" in letter.text) == (len(text) < 1000)


def test_within_the_month_nothing_is_composed_and_typed_words_are_kept(dana, idea):
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 2))

    for step in (start_letter, lambda contact, idea: replace_letter(contact, idea=idea, version=NOT_SAVED)):
        with pytest.raises(NotNow):
            step(dana, idea=idea)
    save_letter(dana, MINE, version=NOT_SAVED)
    assert read_letter(dana).text == MINE.text


def test_one_letter_at_a_time_and_only_in_touch(dana, idea):
    request = propose_request(make_rejection(dana, date(2026, 9, 1)))
    with pytest.raises(NotNow):
        start_letter(dana, idea=idea)
    request.delete()
    end_contact(dana)
    with pytest.raises(NotNow):
        start_letter(dana, idea=idea)


def test_a_sent_letter_carries_its_kind_its_idea_and_its_link(dana, idea):
    letter = start_letter(dana, idea=idea)

    touchpoint = note_sent(dana, MINE, on=TODAY, version=letter.version)

    idea.refresh_from_db()
    assert (touchpoint.kind, touchpoint.url, touchpoint.text) == ("article", "https://example.org/chart", MINE.text)
    assert (idea.state, idea.touchpoint) == ("used", touchpoint)
    assert read_letter(dana) is None


def test_a_nudge_is_answered_with_the_idea(tim, dana, idea):
    nudge = make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    start_letter(dana, idea=idea)

    touchpoint = note_sent(dana, Draft("", ""), on=TODAY)

    nudge.refresh_from_db()
    idea.refresh_from_db()
    assert (nudge.state, touchpoint.nudge, touchpoint.kind, idea.state) == ("sent_it", nudge, "article", "used")
    assert touchpoint.text == draft_for(idea).text  # pressed where no editor was: as it was kept


def test_pressed_twice_is_sent_once(tim, dana, idea):
    make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    version, press = start_letter(dana, idea=idea).version, uuid4()

    first = note_sent(dana, MINE, on=TODAY, version=version, submission=press)
    second = note_sent(dana, MINE, on=TODAY, version=version, submission=press)

    assert first == second
    assert dana.touchpoints.count() == 1


def test_what_another_tab_changed_is_not_sent_unseen(dana, idea):
    old = save_letter(dana, MINE, version=NOT_SAVED).version
    replace_letter(dana, idea=idea, version=old)

    with pytest.raises(ChangedMeanwhile):
        note_sent(dana, MINE, on=TODAY, version=old)
    assert dana.touchpoints.count() == 0
    assert read_letter(dana).idea == idea


def test_a_letter_noted_for_the_nudge_before_leaves_the_kept_one(tim, dana):
    nudge = make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    noted = log_touchpoint(dana, kind="other", on=date(2026, 11, 21))
    save_letter(dana, MINE, version=NOT_SAVED)

    assert note_sent(dana, MINE, on=TODAY, nudge=Nudge.objects.get(pk=nudge.pk)) == noted
    assert read_letter(dana).text == MINE.text


def test_deleting_the_message_gives_the_idea_back(dana, idea):
    start_letter(dana, idea=idea)
    delete_touchpoint(note_sent(dana, MINE, on=TODAY))

    idea.refresh_from_db()
    assert (idea.state, idea.touchpoint) == ("saved", None)
    assert read_letter(dana) is None


def test_taken_back_the_letter_is_in_the_editor_again(tim, dana, idea):
    nudge = make_nudge(dana, date(2026, 11, 20), mail=make_nudge_mail(tim, date(2026, 11, 20), state="sent"))
    start_letter(dana, idea=idea)

    take_back_sent(note_sent(dana, MINE, on=TODAY))

    letter, nudge = read_letter(dana), Nudge.objects.get(pk=nudge.pk)
    assert (letter.text, letter.idea, letter.kind) == (MINE.text, idea, "article")
    assert letter.idea.state == "saved"
    assert (nudge.state, dana.touchpoints.count()) == ("open", 0)


def test_taking_back_leaves_a_letter_begun_since_alone(dana):
    touchpoint = note_sent(dana, MINE, on=date(2026, 9, 1))
    save_letter(dana, Draft("", "The next one."), version=NOT_SAVED)

    take_back_sent(touchpoint)

    assert read_letter(dana).text == "The next one."

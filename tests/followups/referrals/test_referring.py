from datetime import date

import pytest

from contacts.resumes import check_resume, keep_resume
from followups.feedback import OutOfTurn
from followups.models import Idea, Referral, Touchpoint
from followups.people import end_contact, erase_contact, stop_contact
from followups.referrals.outcomes import BeforeSending, note_outcome
from followups.referrals.proposing import find_referral_ideas
from followups.referrals.referring import (
    OutOfTouch,
    TooSoon,
    drop_referral,
    mark_sent,
    save_draft,
    start_referral,
    write_letter,
)
from followups.tone import review_draft
from followups.touchpoints import FutureDay, change_touchpoint, delete_touchpoint, log_touchpoint
from tests.contacts.resume_files import PDF

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture
def referral(dana, writer, jule):
    return start_referral(dana, opening=writer, peer=jule)


@pytest.fixture
def sent(referral):
    mark_sent(referral, on=date(2026, 11, 18), text="Meet Jule")
    return referral


def state_of(referral):
    referral.refresh_from_db()
    return referral.state, referral.changed_on


def test_it_is_started_once(referral, dana, writer, jule):
    assert start_referral(dana, opening=writer, peer=jule) == referral
    assert referral.state == "drafted"


@pytest.mark.parametrize("leave", [end_contact, stop_contact])
def test_nobody_is_referred_to_whom_one_is_not_in_touch_with(dana, writer, jule, referral, leave):
    leave(dana)
    with pytest.raises(OutOfTouch):
        start_referral(dana, opening=writer, peer=jule)
    with pytest.raises(OutOfTouch):
        save_draft(referral, subject="x", text="x")


def test_the_letter_says_who_and_why_and_asks_nothing_for_oneself(referral):
    draft = write_letter(referral)
    assert draft.subject == "Somebody for the UX writer role: Jule Brandt"
    for words in (
        "Hi Dana,",
        "Zephyr",
        "Jule Brandt: UX writer. What fits: Figma.",
        "With their agreement I am putting their name forward",
    ):
        assert words in draft.text
    assert len(draft.text.split()) < 110 and "?" not in draft.text
    assert "attached" not in draft.text
    assert review_draft(draft.text, kind="referral") == []


def test_the_letter_speaks_of_the_file_that_goes_with_it(referral, jule):
    keep_resume(jule, check_resume("cv.pdf", PDF))
    assert "their résumé is attached" in write_letter(Referral.objects.get()).text


def test_what_was_typed_is_the_letter_from_then_on(referral):
    save_draft(referral, subject="Jule", text="Typed")
    draft = write_letter(referral)
    assert (draft.subject, draft.text, referral.version) == ("Jule", "Typed", 2)


def test_within_the_month_it_may_not_be_composed_and_says_from_when(referral, dana):
    log_touchpoint(dana, kind="article", on=date(2026, 11, 2))
    with pytest.raises(TooSoon) as refused:
        write_letter(referral)
    assert refused.value.on == date(2026, 12, 2)
    with pytest.raises(TooSoon):
        save_draft(referral, subject="x", text="x")
    assert Referral.objects.get().draft_text == ""


def test_what_was_sent_within_the_month_is_noted_as_early(referral, dana):
    log_touchpoint(dana, kind="article", on=date(2026, 11, 2))
    touchpoint = mark_sent(referral, on=TODAY)
    assert touchpoint.early and not touchpoint.counts
    assert dana.next_on == date(2026, 12, 20)


def test_sending_is_outreach_on_the_timeline_and_moves_the_date(sent, dana):
    touchpoint = dana.touchpoints.get()
    assert (touchpoint.kind, touchpoint.text, touchpoint.counts) == ("referral", "Meet Jule", True)
    assert touchpoint.url == "https://zephyr.example/jobs/7"
    assert state_of(sent) == ("sent", date(2026, 11, 18))
    assert sent.touchpoint == touchpoint
    dana.refresh_from_db()
    assert dana.next_on == date(2026, 12, 18)


def test_it_is_sent_once(sent):
    with pytest.raises(OutOfTurn):
        mark_sent(sent, on=TODAY)
    assert Touchpoint.objects.count() == 1


def test_a_day_to_come_is_refused_and_changes_nothing(referral):
    with pytest.raises(FutureDay):
        mark_sent(referral, on=date(2026, 11, 21))
    assert state_of(referral) == ("drafted", None)


def test_the_idea_is_used_with_it_and_kept_for_later_when_it_is_taken_back(tim, dana, writer, jule):
    find_referral_ideas(tim)
    touchpoint = mark_sent(start_referral(dana, opening=writer, peer=jule), on=TODAY)
    idea = Idea.objects.get()
    assert (idea.state, idea.touchpoint) == ("used", touchpoint)
    delete_touchpoint(touchpoint)
    idea.refresh_from_db()
    assert (idea.state, idea.touchpoint) == ("saved", None)


def test_a_letter_around_the_idea_is_a_referral_too(tim, dana, writer, jule):
    find_referral_ideas(tim)
    touchpoint = log_touchpoint(dana, kind="referral", on=TODAY, idea=Idea.objects.get())
    referral = Referral.objects.get()
    assert (referral.state, referral.touchpoint, referral.changed_on) == ("sent", touchpoint, TODAY)


def test_without_its_touchpoint_it_is_a_draft_again_in_the_same_words(sent):
    delete_touchpoint(sent.touchpoint)
    assert state_of(sent) == ("drafted", None)
    assert write_letter(sent).text == "Meet Jule"


def test_of_who_withdrew_meanwhile_no_draft_comes_back(sent, jule):
    type(jule).objects.update(consent="withdrawn")
    delete_touchpoint(Touchpoint.objects.get())
    assert not Referral.objects.exists()


def test_a_corrected_day_is_the_day_of_sending_and_the_kind_stays(sent):
    change_touchpoint(sent.touchpoint, kind="article", on=date(2026, 11, 17), channel="email", text="Meet Jule", url="")
    assert state_of(sent) == ("sent", date(2026, 11, 17))
    assert Touchpoint.objects.get().kind == "referral"


def test_what_came_of_it_has_its_day_and_can_be_corrected(sent):
    for state in ("replied", "hired", "nothing", "interview", "sent"):
        note_outcome(sent, state=state, on=TODAY)
        assert state_of(sent) == (state, TODAY)


def test_an_outcome_stays_when_the_day_of_sending_is_corrected(sent):
    note_outcome(sent, state="replied", on=TODAY)
    change_touchpoint(sent.touchpoint, kind="referral", on=date(2026, 11, 17), channel="email", text="", url="")
    assert state_of(sent) == ("replied", TODAY)


def test_nothing_comes_of_what_was_not_sent(referral):
    with pytest.raises(OutOfTurn):
        note_outcome(referral, state="hired", on=TODAY)


@pytest.mark.parametrize(("on", "refusal"), [(date(2026, 11, 21), FutureDay), (date(2026, 11, 17), BeforeSending)])
def test_an_outcome_comes_after_sending_and_not_in_the_future(sent, on, refusal):
    with pytest.raises(refusal):
        note_outcome(sent, state="replied", on=on)
    assert state_of(sent)[0] == "sent"


def test_a_draft_may_be_dropped_and_what_was_sent_may_not(referral, dana):
    drop_referral(referral)
    assert not Referral.objects.exists()


def test_what_was_sent_is_not_dropped(sent):
    with pytest.raises(OutOfTurn):
        drop_referral(sent)


def test_erasing_a_contact_erases_their_referrals(sent, dana):
    erase_contact(dana)
    assert not Referral.objects.exists()

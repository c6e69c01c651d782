from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from followups.feedback import close_unanswered, decline_thanks, mark_asked, mark_thanked, propose_request
from followups.models import FeedbackRequest
from followups.today import read_today
from tests.factories import make_contact, make_rejection, make_user

PASTED = """Hi Tim,

more SQL would have tipped it. Your tone put everybody off.

Best,
Dana

On 21 Nov 2026 Tim wrote:
> One question"""
CUT = PASTED.split("\n\nOn 21")[0]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def request_(tim):
    dana = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")
    request = propose_request(make_rejection(dana, date(2026, 11, 20)))
    mark_asked(request, on=date(2026, 11, 20))
    return request


@pytest.fixture
def answered(tims_page, request_):
    note(tims_page, request_, text=PASTED)
    request_.refresh_from_db()
    return request_


def note(page, request, **changes):
    words = {"text": PASTED, "on": "2026-11-22", "version": request.version, **changes}
    return page.post(f"/feedback-requests/{request.pk}/answer/", words, follow=True)


def test_a_pasted_mail_is_cut_and_kept_whole(tims_page, request_):
    shown = note(tims_page, request_).content.decode()
    request_.refresh_from_db()
    assert (request_.answer, request_.answer_original) == (CUT, PASTED)
    assert "were left out" in shown and "As pasted" in shown and "&gt; One question" in shown


def test_what_was_typed_needs_no_original(tims_page, request_):
    shown = note(tims_page, request_, text="She told me: more SQL.").content.decode()
    request_.refresh_from_db()
    assert (request_.answer, request_.answer_original) == ("She told me: more SQL.", "")
    assert "As pasted" not in shown


def test_the_whole_can_be_the_answer_after_all(tims_page, answered):
    tims_page.post(f"/feedback-requests/{answered.pk}/answer/whole/")
    answered.refresh_from_db()
    assert answered.answer == PASTED


def test_a_correction_is_taken_as_it_is_and_what_was_pasted_stays(tims_page, answered):
    note(tims_page, answered, text="More SQL.\n\n> Tim asked", on="2026-11-21")
    answered.refresh_from_db()
    assert (answered.answer, answered.answer_original) == ("More SQL.\n\n> Tim asked", PASTED)
    assert answered.answered_on == date(2026, 11, 21)


def test_a_correction_over_another_tabs_is_held_up_once(tims_page, answered):
    version = answered.version
    note(tims_page, answered, text="First tab", version=version)
    shown = note(tims_page, answered, text="Second tab", version=version, themes=["fit", "process"]).content.decode()
    answered.refresh_from_db()
    assert answered.answer == "First tab"
    assert "Second tab" in shown and "First tab" in shown
    assert shown.count("checked") == 2


def test_themes_are_stored_as_keys_and_words_and_shown_as_tags(tims_page, request_):
    shown = note(tims_page, request_, themes=["technical", "fit"], own_themes="Salary, timing, FIT").content.decode()
    request_.refresh_from_db()
    assert request_.themes == ["technical", "fit", "Salary", "timing"]
    assert '<li class="tag warm">Salary</li>' in shown and '<li class="tag warm">Technical</li>' in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"own_themes": "x" * 41}, "40 characters at most"),
        ({"own_themes": ",".join(map(str, range(13)))}, "keep to 12 words"),
        ({"themes": ["nonsense"]}, "nonsense"),
        ({"text": "y" * 50_001}, "50000 characters at most"),
        ({"on": "2026-12-24"}, "still to come"),
    ],
)
def test_what_does_not_fit_is_said_and_stays_typed(tims_page, request_, typed, said):
    words = {"text": "Typed words", "own_themes": "kept word", **typed}
    shown = note(tims_page, request_, **words).content.decode()
    request_.refresh_from_db()
    assert said in shown and request_.state == "asked"
    assert words["text"] in shown and words["own_themes"] in shown


def test_what_hurts_is_folded_away_and_can_be_unfolded(tims_page, answered):
    fold = f"/feedback-requests/{answered.pk}/answer/fold/"
    shown = tims_page.post(fold, {"sentences": ["2"], "version": answered.version}, follow=True).content.decode()
    answered.refresh_from_db()
    assert answered.folded == ["Your tone put everybody off."]
    assert '<details class="folded">' in shown
    assert "tone" not in shown.split('id="timeline"')[1]
    tims_page.post(fold, {"version": answered.version})
    answered.refresh_from_db()
    assert answered.folded == []


def test_folding_waits_when_the_answer_was_changed_meanwhile(tims_page, answered):
    version = answered.version
    note(tims_page, answered, text="Other. Words. Here.")
    words = {"sentences": ["2"], "version": version}
    shown = tims_page.post(f"/feedback-requests/{answered.pk}/answer/fold/", words, follow=True).content.decode()
    answered.refresh_from_db()
    assert answered.folded == [] and "choose once more" in shown


@pytest.mark.parametrize("place", ["-1", "99", "x", "²"])
def test_a_sentence_that_is_not_there_cannot_be_folded(tims_page, answered, place):
    words = {"sentences": [place], "version": answered.version}
    assert tims_page.post(f"/feedback-requests/{answered.pk}/answer/fold/", words).status_code == 302
    answered.refresh_from_db()
    assert answered.folded == []


def test_an_answer_raises_the_thanks_to_the_top_of_today(tims_page, answered, tim):
    (row,) = read_today(tim).thanks_due.rows
    assert row.pk == answered.pk
    shown = tims_page.get("/").content.decode()
    assert shown.index("Owed a thank-you") < shown.index("Coming up")


def test_the_page_says_until_when_nudges_wait(tims_page, answered):
    shown = tims_page.get(f"/contacts/{answered.contact_id}/?why=1").content.decode()
    assert shown.count("until 6 December at most") == 3  # the card, the next letter, and why


def test_a_request_closes_after_three_weeks_on_the_users_own_day(request_, clock):
    auckland = make_user(time_zone="Pacific/Auckland")
    early = propose_request(make_rejection(make_contact(auckland), date(2026, 11, 20)))
    mark_asked(early, on=date(2026, 11, 20))
    assert close_unanswered(datetime(2026, 12, 10, 10, 59, tzinfo=UTC)) == 0
    assert close_unanswered(datetime(2026, 12, 10, 11, tzinfo=UTC)) == 1  # midnight in Auckland
    assert close_unanswered(datetime(2026, 12, 10, 23, tzinfo=UTC)) == 1  # and in Berlin
    closed = dict(FeedbackRequest.objects.values_list("pk", "closed_on"))
    assert closed == {request_.pk: date(2026, 12, 11), early.pk: date(2026, 12, 11)}


def test_a_late_answer_reopens_it_and_the_thanks_are_owed(tims_page, request_, clock, tim):
    clock.shift(timedelta(days=60))
    close_unanswered(datetime.now(UTC))
    request_.refresh_from_db()
    assert request_.state == "no_answer"
    tims_page.force_login(tim)  # the session is over by then
    note(tims_page, request_, on="2027-01-20")
    request_.refresh_from_db()
    assert (request_.state, request_.closed_on) == ("answered", None)
    assert [row.pk for row in read_today(tim).thanks_due.rows] == [request_.pk]
    assert request_.contact.__class__.objects.get().thanks_held_until == date(2027, 2, 3)


@pytest.mark.parametrize(
    ("end", "said", "step"),
    [
        (lambda request: mark_thanked(request, on=date(2026, 11, 23)), "You said thank you today.", "Thanked"),
        (decline_thanks, "Say thank you after all", "No thanks sent"),
    ],
)
def test_what_is_over_stays_on_the_page_small(tims_page, answered, end, said, step):
    end(answered)
    shown = tims_page.get(f"/contacts/{answered.contact_id}/").content.decode()
    assert said in shown and step in shown and "more SQL" in shown
    assert f'<article class="card plain" id="feedback-{answered.pk}">' in shown


def test_an_answer_can_still_be_corrected_and_folded_when_thanks_were_sent(tims_page, answered):
    mark_thanked(answered, on=date(2026, 11, 23))
    note(tims_page, answered, text="More SQL. Corrected.", themes=["technical"])
    tims_page.post(
        f"/feedback-requests/{answered.pk}/answer/fold/", {"sentences": ["0"], "version": answered.version + 1}
    )
    answered.refresh_from_db()
    assert (answered.state, answered.answer, answered.themes) == ("thanked", "More SQL. Corrected.", ["technical"])
    assert answered.folded == ["More SQL."]


def test_where_it_stands_is_told_in_words(tims_page, request_):
    shown = tims_page.get(f"/contacts/{request_.contact_id}/").content.decode()
    assert '<li class="now" aria-current="step">Waiting</li>' in shown
    assert 'Asked<span class="visually-hidden"> (done)</span>' in shown

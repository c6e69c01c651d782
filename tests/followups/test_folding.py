from datetime import UTC, date, datetime

import pytest
import time_machine

from followups.drafts import check_in_draft, thanks_draft
from followups.feedback import correct_answer, fold_away, mark_asked, propose_request, record_answer
from followups.folding import answer_shown, keep_folded, read_passages
from followups.mail_cards import make_card
from followups.mails import read_contents
from followups.sentences import split_sentences
from followups.timeline import read_timeline
from followups.today import read_today
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_rejection

ANSWER = "Hi Tim,\n\nYour tone put everybody off. More SQL would have tipped it.\n\nBest\nDana"
HURTS = "Your tone put everybody off."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def request_(tim):
    dana = make_contact(tim, name="Dana Whitfield")
    request = propose_request(make_rejection(dana, date(2026, 11, 20)))
    mark_asked(request, on=date(2026, 11, 20))
    record_answer(request, text=ANSWER, on=date(2026, 11, 22))
    fold_away(request, sentences=[HURTS])
    return request


def test_the_answer_is_shown_without_what_is_folded_away(request_):
    assert answer_shown(request_) == "Hi Tim,\n\nMore SQL would have tipped it.\n\nBest\nDana"
    assert request_.answer == ANSWER


def test_passages_are_the_whole_answer_in_turns(request_):
    passages = read_passages(request_.answer, request_.folded)

    assert [passage.is_folded for passage in passages] == [False, True, False]
    assert "".join(passage.text for passage in passages) == ANSWER
    assert passages[1].text.strip() == HURTS


def test_the_timeline_leaves_it_out(request_):
    shown = next(entry for entry in read_timeline(request_.contact).entries if entry.by == "them" and not entry.opens)
    assert "More SQL" in shown.text and HURTS not in shown.text


def test_the_timeline_leaves_it_out_though_it_stands_where_the_text_is_cut(request_):
    long = f"{'All in all it was close. ' * 15}{HURTS} The end."
    correct_answer(request_, text=long, on=request_.answered_on, themes=[])
    fold_away(request_, sentences=[HURTS])
    (shown,) = [entry.text for entry in read_timeline(request_.contact).entries if "All in all" in entry.text]
    assert "Your tone" not in shown


def test_today_leaves_it_out(request_, tim):
    (row,) = read_today(tim).thanks_due.rows
    assert "More SQL" in row.answer and HURTS not in row.answer


def test_a_nudge_mail_leaves_it_out(request_, tim):
    mail = make_nudge_mail(tim, date(2026, 12, 21))
    nudge = make_nudge(request_.contact, date(2026, 12, 21), mail=mail)
    read_contents([mail], {mail.pk: [nudge]})
    card = make_card(nudge, mail, datetime(2026, 12, 21, 9, tzinfo=UTC))
    assert card.quote and HURTS not in f"{card}"


def test_an_answer_that_is_folded_away_altogether_is_not_quoted(request_, tim):
    fold_away(request_, sentences=split_sentences(ANSWER))
    assert answer_shown(request_) == ""
    assert "“" not in thanks_draft(request_).text
    assert "advice" not in check_in_draft(request_.contact).text


def test_drafts_name_nothing_of_it(request_):
    fold_away(request_, sentences=["More SQL would have tipped it."])
    for draft in (thanks_draft(request_), check_in_draft(request_.contact)):
        assert "SQL" not in draft.text


def test_it_can_be_unfolded(request_):
    fold_away(request_, sentences=[])
    assert answer_shown(request_) == ANSWER


def test_a_sentence_that_was_only_retouched_stays_folded_away(request_):
    corrected = ANSWER.replace("put everybody off", "put everyone off")
    correct_answer(request_, text=corrected, on=request_.answered_on, themes=[])
    assert "everyone" not in answer_shown(request_)
    assert keep_folded([HURTS], "Something else altogether.") == []

from datetime import date

import pytest
import time_machine

from followups.feedback import mark_asked, propose_request, record_answer
from followups.incoming import last_words, log_incoming
from followups.models import FeedbackRequest
from tests.factories import make_contact, make_rejection


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield")


def answer(contact, text: str, on: date, *, folded=()) -> None:
    request = propose_request(make_rejection(contact, date(2026, 9, 1)))
    mark_asked(request, on=date(2026, 9, 2))
    record_answer(request, text=text, on=on)
    FeedbackRequest.objects.filter(pk=request.pk).update(folded=list(folded))


def test_the_last_words_are_the_newest_of_messages_and_answers(dana):
    answer(dana, "More streaming.", date(2026, 9, 11))
    assert last_words(dana) == (date(2026, 9, 11), "More streaming.")
    log_incoming(dana, on=date(2026, 10, 2), channel="email", text="Thank you!")
    assert last_words(dana) == (date(2026, 10, 2), "Thank you!")


def test_a_call_without_words_is_passed_over(dana):
    log_incoming(dana, on=date(2026, 10, 2), channel="email", text="Thank you!")
    log_incoming(dana, on=date(2026, 10, 9), channel="phone")
    assert last_words(dana) == (date(2026, 10, 2), "Thank you!")


def test_what_is_folded_away_is_not_quoted(dana):
    answer(dana, "You were too slow. Build something.", date(2026, 9, 11), folded=["You were too slow."])
    assert last_words(dana) == (date(2026, 9, 11), "Build something.")


def test_who_said_nothing_has_no_last_words(dana):
    assert last_words(dana) is None

"""The way of a feedback request, whatever happens in whatever order."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from contacts.models import Contact
from followups import feedback
from followups.arc import read_arc
from followups.drafts import Draft, thanks_draft
from followups.feedback import OutOfTurn, mark_asked, propose_request
from followups.folding import answer_shown
from followups.models import FeedbackRequest, Touchpoint
from followups.models.feedback import THANKS_HOLD, WAIT_FOR_ANSWER
from followups.planning import make_plan
from followups.rejections import change_rejection, log_rejection
from followups.sentences import split_sentences
from followups.today import read_today
from followups.touchpoints import change_touchpoint, delete_touchpoint, log_touchpoint
from followups.voices import Voice, is_untouched, keep_letter, use_voice
from tests.factories import make_contact, make_rejection, make_user
from tests.followups.test_writers import at_once

State = FeedbackRequest.State
ASKING = Touchpoint.Kind.FEEDBACK_REQUEST
START = date(2026, 3, 2)
ANSWERS = [
    "More SQL would help. Your tone hurt us.",
    "No.",
    "",
    "Hi,\n\nmore tests.\n\nOn 1 May 2026 Tim wrote:\n> What?",
]


class Arc(RuleBasedStateMachine):
    """One rejection and its request; each rule is something that a user, or time, may do to it."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.travel = time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False)
        self.clock = self.travel.start()
        self.contact = make_contact(make_user(), added_on=START)
        self.rejection = make_rejection(self.contact, START)
        propose_request(self.rejection)
        self.typed = self.pasted = ""  # what must still be found: the letter that was saved, the answer

    @rule(days=st.integers(1, 30))
    def days_pass(self, days):
        for _day in range(days):
            self.clock.shift(timedelta(days=1))
            feedback.close_unanswered(datetime.now(UTC))

    @rule(back=st.integers(0, 25))
    def asks(self, back):
        self.step(lambda request: mark_asked(request, on=self.day(back)))

    @rule(back=st.integers(0, 25), kind=st.sampled_from([ASKING, "thank_you", "check_in"]))
    def notes_a_message_by_hand(self, back, kind):
        log_touchpoint(self.fresh().contact, kind=kind, on=self.day(back))

    @rule(place=st.integers(0, 3))
    def deletes_a_message(self, place):
        for touchpoint in self.contact.touchpoints.newest_first()[place : place + 1]:
            delete_touchpoint(touchpoint)

    @rule(place=st.integers(0, 3), back=st.integers(0, 40))
    def corrects_the_day_of_a_message(self, place, back):
        for touchpoint in self.contact.touchpoints.newest_first()[place : place + 1]:
            change_touchpoint(touchpoint, kind="check_in", on=self.day(back), channel="email", text="", url="")

    @rule()
    def proposes_again(self):
        propose_request(self.rejection)

    @rule()
    def chooses_not_to_ask(self):
        self.step(feedback.choose_not_to_ask)

    @rule()
    def asks_after_all(self):
        self.step(feedback.reconsider)

    @rule(text=st.sampled_from(ANSWERS), back=st.integers(0, 20))
    def notes_an_answer(self, text, back):
        if self.step(lambda request: feedback.record_answer(request, text=text, on=self.day(back), themes=["fit"])):
            self.pasted = text

    @rule(text=st.sampled_from(ANSWERS))
    def corrects_the_answer(self, text):
        self.step(lambda request: feedback.correct_answer(request, text=text, on=request.answered_on, themes=[]))

    @rule()
    def takes_all_that_was_pasted(self):
        self.step(feedback.take_whole_answer)

    @rule(place=st.integers(0, 2))
    def folds_a_sentence_away(self, place):
        wanted = split_sentences(self.fresh().answer)[place : place + 1]
        self.step(lambda request: feedback.fold_away(request, sentences=wanted))

    @rule()
    def thanks(self):
        self.step(lambda request: feedback.mark_thanked(request, on=self.day(0)))

    @rule()
    def declines_to_thank(self):
        self.step(feedback.decline_thanks)

    @rule(text=st.sampled_from(["Hi, my own words.", "Hi, other words."]))
    def saves_a_letter(self, text):
        if self.step(lambda request: keep_letter(request, subject="Mine", text=text)):
            self.typed = text

    @rule(voice=st.sampled_from(Voice.values))
    def chooses_a_voice(self, voice):
        """As the page does: only what nobody changed is worded anew."""
        request = self.fresh()
        if request.state in {State.PROPOSED, State.ANSWERED} and is_untouched(request, Draft("", self.saved(request))):
            self.step(lambda request: use_voice(request, voice))

    # What must hold

    @invariant()
    def there_is_one_request(self):
        assert FeedbackRequest.objects.filter(rejection=self.rejection).count() == 1
        assert self.contact.touchpoints.filter(feedback_request__isnull=False, kind=ASKING).count() <= 1

    @invariant()
    def thanks_are_owed_when_it_is_answered_and_only_then(self):
        request = self.fresh()
        owed = [row.pk for row in read_today(request.contact.owner).thanks_due.rows]
        assert owed == ([request.pk] if request.state == State.ANSWERED else [])

    @invariant()
    def the_hold_ends(self):
        request = self.fresh()
        held_until = request.contact.thanks_held_until
        assert held_until == (request.answered_on + THANKS_HOLD if request.state == State.ANSWERED else None)

    @invariant()
    def each_state_has_its_days(self):
        request = self.fresh()
        assert bool(request.answered_on) == (request.state in feedback.SINCE_THE_ANSWER)
        assert bool(request.closed_on) == (request.state in {State.NOT_ASKED, State.NO_ANSWER})
        assert bool(request.thanked_on) == (request.state == State.THANKED)
        assert request.asked_on or request.state not in {State.ASKED, State.NO_ANSWER}
        assert request.state != State.NO_ANSWER or request.closed_on >= request.asked_on + WAIT_FOR_ANSWER
        assert read_arc(request)

    @invariant()
    def nothing_is_lost(self):
        request = self.fresh()
        assert self.pasted.strip() in {request.answer, request.answer_original.strip()} or not self.pasted
        assert not self.typed or self.typed in {request.draft_text, request.thanks_text}

    @invariant()
    def no_draft_names_what_is_folded_away_or_hurts(self):
        request = self.fresh()
        drafted = thanks_draft(request).text
        assert request.thanks_text or not any(sentence in drafted for sentence in [*request.folded, "Your tone hurt"])
        assert not any(sentence in answer_shown(request) for sentence in request.folded)

    # Helpers

    def step(self, take) -> bool:
        with suppress(OutOfTurn):
            take(self.fresh())
            return True
        return False

    def day(self, back: int) -> date:
        return max(START, self.contact.owner.today() - timedelta(days=back))

    def saved(self, request):
        return request.draft_text if request.state == State.PROPOSED else request.thanks_text

    def fresh(self):
        return FeedbackRequest.objects.select_related("contact__owner", "rejection__company").get(
            rejection=self.rejection
        )


@pytest.mark.django_db
def test_the_arc_holds_in_any_order_of_events():
    effort = settings(
        max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Arc, settings=effort)


# One request for a rejection, whatever road is tried


@pytest.fixture
def rejection(db):
    return make_rejection(make_contact(), date(2026, 1, 10))


def test_the_database_refuses_a_second_request(rejection):
    request = propose_request(rejection)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackRequest.objects.create(owner=request.owner, rejection=rejection, contact=request.contact)


def test_the_database_refuses_a_second_question_for_a_request(rejection):
    request = propose_request(rejection)
    mark_asked(request, on=date(2026, 1, 11))
    with pytest.raises(IntegrityError), transaction.atomic():
        log_touchpoint(request.contact, kind=ASKING, on=date(2026, 3, 1), feedback_request=request)


def test_asking_twice_is_out_of_turn(rejection):
    mark_asked(propose_request(rejection), on=date(2026, 1, 11))
    with pytest.raises(OutOfTurn):
        mark_asked(propose_request(rejection), on=date(2026, 3, 1))


def test_a_question_noted_by_hand_is_the_one_and_can_be_taken_back(rejection):
    request = propose_request(rejection)
    noted = log_touchpoint(request.contact, kind=ASKING, on=date(2026, 1, 12))
    request.refresh_from_db()
    assert (request.state, request.asked_on) == ("asked", date(2026, 1, 12))
    delete_touchpoint(noted)
    request.refresh_from_db()
    assert (request.state, request.asked_on) == ("proposed", None)


def test_a_question_from_before_the_rejection_was_another(rejection):
    request = propose_request(rejection)
    log_touchpoint(request.contact, kind=ASKING, on=date(2026, 1, 9))
    request.refresh_from_db()
    assert request.state == "proposed"


def test_another_contact_for_the_rejection_asks_nobody_twice(rejection):
    mark_asked(propose_request(rejection), on=date(2026, 1, 11))
    other = make_contact(rejection.owner)
    words = {"stage": "", "told_by": "", "reason": "", "notes": "", "rejected_on": rejection.rejected_on}
    change_rejection(rejection, company_name=rejection.company.name, role="Data engineer", contact=other, **words)
    assert FeedbackRequest.objects.get().state == "asked"


def test_the_same_form_twice_proposes_once(db):
    owner = make_user()
    words = {"company_name": "Zephyr", "role": "Analyst", "rejected_on": date(2026, 1, 10), "contact_name": "Dana"}
    submission = "8f14e45f-ceea-467f-ab5e-3f1f8f6a8c11"
    for _click in range(2):
        log_rejection(owner, **words, submission=submission)
    assert FeedbackRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_propose_one_and_ask_once():
    rejection = make_rejection(make_contact(), date(2026, 1, 10))

    def ask(number):
        fresh = type(rejection).objects.select_related("contact__owner", "owner").get(pk=rejection.pk)
        request = propose_request(fresh)
        with suppress(OutOfTurn):
            mark_asked(request, on=date(2026, 1, 11))

    results = at_once(ask, 8)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert FeedbackRequest.objects.count() == 1
    assert Touchpoint.objects.filter(kind=ASKING).count() == 1


# Thanks hold a nudge, and the hold ends


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "free_on"),
    [
        (None, date(2026, 2, 14)),  # 14 days after the answer
        (feedback.decline_thanks, date(2026, 2, 10)),  # the day on which they would be due anyway
    ],
)
def test_a_nudge_waits_for_the_thanks_fourteen_days_at_most(end, free_on):
    with time_machine.travel(datetime(2026, 1, 31, 12, tzinfo=UTC), tick=False) as clock:
        request = propose_request(make_rejection(make_contact(), date(2026, 1, 10)))
        feedback.record_answer(request, text="More SQL.", on=date(2026, 1, 31))
        if end:
            end(request)
        nudged = []
        for _day in range(20):
            clock.shift(timedelta(days=1))
            owner = type(request.owner).objects.get(pk=request.owner_id)
            nudged += [owner.today()] if make_plan(owner, datetime.now(UTC)).is_mail else []
    assert nudged[0] == free_on
    assert Contact.objects.get().next_on == date(2026, 2, 10)

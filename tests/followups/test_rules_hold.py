"""Whatever a person does, in whatever order: never a nudge too soon, never one lost."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contacts.models import CADENCES
from crm.models import User
from followups import outbox
from followups.feedback import OutOfTurn, decline_thanks, mark_asked, mark_thanked, propose_request, record_answer
from followups.models import Nudge, NudgeMail
from followups.months import add_months, is_month_end
from followups.nudges import CannotUndo, answer_not_this_month, answer_sent, put_off, undo_answer
from followups.people import change_contact, end_contact, pause_contact, reopen_contact, resume_contact
from followups.planning import LOOK_AGAIN_AFTER, plan_mails
from followups.touchpoints import delete_touchpoint, log_touchpoint
from tests.factories import make_contact, make_rejection, make_user

ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati", "Australia/Lord_Howe"]
HOURS = st.sampled_from([time(0), time(2, 30), time(9), time(23, 59)])


class Person(RuleBasedStateMachine):
    """One user and one contact, and a clock that only goes forward."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travel = None

    def teardown(self):
        if self.travel:
            self.travel.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(
        start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
        zone=st.sampled_from(ZONES),
        nudge_time=HOURS,
        cadence=st.sampled_from(CADENCES[:3]),
    )
    def begin(self, start, zone, nudge_time, cadence):
        self.travel = time_machine.travel(datetime.combine(start, time(12), UTC), tick=False)
        self.clock = self.travel.start()
        self.user = make_user(time_zone=zone, nudge_time=nudge_time)
        self.contact = make_contact(self.user, added_on=self.user.today(), cadence=cadence)
        self.request = propose_request(make_rejection(self.contact, self.user.today()))
        self.outcome = "sent"
        self.days_before = {}

    # What time brings

    @rule(days=st.integers(1, 45), outcome=st.sampled_from(["sent", "sent", "sent", "failed", "unsure", "waiting"]))
    def days_pass(self, days, outcome):
        self.outcome = outcome
        for _day in range(days):
            self.clock.shift(timedelta(days=1))
            self.ring()
        self.contact.refresh_from_db()

    @rule(zone=st.sampled_from(ZONES), nudge_time=HOURS)
    def the_user_moves(self, zone, nudge_time):
        User.objects.filter(pk=self.user.pk).update(time_zone=zone, nudge_time=nudge_time, plan_at=self.now())
        self.ring()

    # What the user does

    @rule(back=st.integers(0, 70), kind=st.sampled_from(["article", "thank_you", "check_in"]))
    def logs_a_message(self, back, kind):
        self.fresh()
        log_touchpoint(self.contact, kind=kind, on=self.today() - timedelta(days=back))

    @rule(place=st.integers(0, 5))
    def deletes_a_message(self, place):
        touchpoints = list(self.fresh().touchpoints.newest_first()[:6])
        if place < len(touchpoints):
            delete_touchpoint(touchpoints[place])

    @rule(again=st.booleans())
    def presses_sent_it(self, again):
        if nudge := self.mailed_nudge():
            answer_sent(nudge, on=self.today(), again=again)

    @rule()
    def presses_not_this_month(self):
        if nudge := self.mailed_nudge():
            answer_not_this_month(nudge)

    @rule()
    def undoes_the_last_answer(self):
        if nudge := self.fresh().nudges.newest_first().first():
            with suppress(CannotUndo):
                undo_answer(nudge)

    @rule()
    @precondition(lambda self: self.contact.next_on and self.contact.next_on <= self.today())
    def puts_them_off(self):
        put_off(self.fresh())

    @rule(days=st.integers(1, 200))
    def pauses(self, days):
        pause_contact(self.fresh(), until=self.today() + timedelta(days=days))

    @rule()
    def resumes(self):
        resume_contact(self.fresh())

    @rule()
    def ends_and_reopens(self):
        end_contact(self.fresh())
        reopen_contact(self.contact)

    @rule(cadence=st.sampled_from(CADENCES))
    def changes_how_often(self, cadence):
        contact = self.fresh()
        words = {name: getattr(contact, name) for name in ("name", "email", "title", "field", "notes")}
        change_contact(contact, company_name="Zephyr", interests=[], cadence=cadence, **words)

    @rule(step=st.sampled_from(["ask", "answer", "thank", "decline"]))
    def goes_on_with_feedback(self, step):
        self.request.refresh_from_db()
        on = self.today()
        steps = {
            "ask": lambda: mark_asked(self.request, on=on),
            "answer": lambda: record_answer(self.request, text="More streaming.", on=on),
            "thank": lambda: mark_thanked(self.request, on=on),
            "decline": lambda: decline_thanks(self.request),
        }
        with suppress(OutOfTurn):
            steps[step]()

    # What must hold

    @invariant()
    def nudges_are_a_month_apart(self):
        days = list(self.standing().order_by("on").values_list("on", flat=True))
        assert all(add_months(first, 1) <= second for first, second in pairwise(days)), days
        assert len({(day.year, day.month) for day in days}) == len(days), days

    @invariant()
    def counted_messages_are_a_month_apart(self):
        days = list(self.contact.touchpoints.filter(counts=True).order_by("on").values_list("on", flat=True))
        assert all(add_months(first, 1) <= second for first, second in pairwise(days)), days

    @invariant()
    def there_is_one_mail_a_day(self):
        days = list(NudgeMail.objects.exclude(state="cancelled").values_list("on", flat=True))
        assert len(set(days)) == len(days), days

    @invariant()
    def the_next_date_follows_from_what_happened(self):
        contact = self.fresh()
        assert contact.next_on == self.expected_next_on(contact)

    @invariant()
    def somebody_who_is_due_is_planned_for(self):
        contact, user = self.fresh(), User.objects.get(pk=self.user.pk)
        if contact.next_on:
            assert user.plan_at is not None
            falls_due = max(day for day in (contact.next_on, contact.thanks_held_until) if day)
            # At the latest on its own day, or the day after the last mail; or soon, while a mail is under way.
            latest = max(user.nudge_moment(falls_due), self.now() + timedelta(days=2))
            assert user.plan_at <= latest, (user.plan_at, latest)

    # Helpers

    def ring(self):
        """All of one day's ticks: at the nudge time, and again when the mail has been settled."""
        for hour in range(0, 24, 6):
            now = self.now() + timedelta(hours=hour)
            plan_mails(now)
            self.nobody_was_written_to_within_the_month()
            self.send(now)
        self.clock.shift(timedelta(hours=18))
        self.nothing_due_is_left_out()
        self.clock.shift(timedelta(hours=-18))

    def send(self, now):
        for mail in outbox.claim_mails(now):
            nudges = outbox.read_standing_nudges([mail])[mail.pk]
            if not nudges:
                outbox.cancel_mail(mail, now)
            elif self.outcome == "waiting":
                outbox.record_deferred(mail, "451 later", now)
            elif self.outcome == "failed":
                outbox.record_refused(mail, "550 no", now)
            else:
                outbox.hand_over(mail, rendered=nudges, subject="", now=now)
                settle = outbox.record_accepted if self.outcome == "sent" else outbox.record_unknown
                settle(mail, "", now)

    def nobody_was_written_to_within_the_month(self):
        for nudge in Nudge.objects.filter(state="open", mail__state="planned"):
            written = nudge.contact.touchpoints.values_list("on", flat=True)
            assert all(add_months(day, 1) <= nudge.on for day in written), nudge.on

    def nothing_due_is_left_out(self):
        contact, user = self.fresh(), User.objects.get(pk=self.user.pk)
        today = user.today()
        is_due = contact.next_on and contact.next_on <= today and contact.may_be_nudged(today)
        if is_due and self.now() >= user.nudge_moment(today) + timedelta(hours=7):
            is_under_way = NudgeMail.objects.unfinished().exists()
            was_mailed = user.last_mail_on is not None and user.last_mail_on >= today
            comes_soon = user.plan_at <= self.now() + LOOK_AGAIN_AFTER
            assert is_under_way or was_mailed or comes_soon, (contact.next_on, today, user.plan_at)

    def expected_next_on(self, contact):
        """The rule once more, told from the list of everything that happened."""
        if not contact.is_active:
            return None
        happened = list(contact.touchpoints.values_list("on", flat=True))
        happened += contact.rejections.values_list("rejected_on", flat=True)
        nudged = list(contact.nudges.exclude(state="withdrawn").values_list("on", flat=True))
        days = sorted({*(happened or [contact.added_on]), *nudged})
        anchor = 0
        for day in days:
            anchor = max(anchor, day.day) if is_month_end(day) else day.day
        next_on = add_months(days[-1], contact.cadence, anchor)
        return max(next_on, contact.paused_until or next_on)

    def fresh(self):
        self.contact = type(self.contact).objects.select_related("owner").get(pk=self.contact.pk)
        return self.contact

    def mailed_nudge(self):
        return self.fresh().nudges.mailed().newest_first().first()

    def standing(self):
        return self.contact.nudges.exclude(state__in=Nudge.FREES_THE_MONTH)

    def now(self):
        return datetime.now(UTC)

    def today(self):
        return User.objects.get(pk=self.user.pk).today()


@pytest.mark.django_db
def test_the_rules_hold_in_any_order_of_events():
    effort = settings(
        max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Person, settings=effort)

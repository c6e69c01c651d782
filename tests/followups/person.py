"""One user with one contact, as a state machine: all that can happen, in any order, and what must hold after each step.

`test_rules_hold.py` lets it run.
"""

import tempfile
from collections import defaultdict
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, wraps
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import hypothesis.strategies as st
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contacts.models import CADENCES
from crm.backup import loading, reading, replacing, restoring, writing
from crm.backup.rows import read_models
from crm.models import Instance, User
from followups import outbox
from followups.feedback import OutOfTurn, decline_thanks, mark_asked, mark_thanked, propose_request, record_answer
from followups.merging import merge_contacts
from followups.models import Nudge, NudgeMail, StateChange
from followups.months import add_months, is_month_end
from followups.nudges import CannotUndo, answer_not_this_month, answer_sent, put_off, undo_answer
from followups.people import (
    StopIsFinal,
    change_contact,
    end_contact,
    pause_contact,
    reopen_contact,
    resume_contact,
    stop_contact,
    undo_stop,
)
from followups.planning import LOOK_AGAIN_AFTER, plan_mails
from followups.resuming import resume_mailing
from followups.touchpoints import change_touchpoint, delete_touchpoint, log_touchpoint
from tests.factories import make_contact, make_rejection, make_user

ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati", "Australia/Lord_Howe"]
HOURS = st.sampled_from([time(0), time(2, 30), time(9), time(23, 59)])
DAY = timedelta(days=1)
ANSWERS = {Nudge.State.SENT_IT, Nudge.State.NOT_THIS_MONTH}
# What a nudge may turn into; only an answer is ever taken back.
TURNS = {
    "": {"open", "not_this_month"},
    "open": {"sent_it", "not_this_month", "expired", "withdrawn", "merged"},
    "expired": {*ANSWERS, "merged"},
    "not_this_month": {"open", "withdrawn", "sent_it", "merged"},
    "sent_it": {"open", "withdrawn", "merged"},
}


def deed(wait=st.sampled_from([0, 0, 0, 1, 20, 35, 70]), **arguments):  # noqa: B008
    """A rule for what the user does, at once or some days after the step before."""

    def note(do):
        @wraps(do)
        def noted(self, wait, **given):
            self.days_pass(days=wait, outcome="sent")
            self.only_time_passed = False
            return do(self, **given)

        return rule(wait=wait, **arguments)(noted)

    return note


class Person(RuleBasedStateMachine):
    """One user and one contact, and a clock that only goes forward."""

    steps = told_of = restored = 0  # over all lives

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
        self.told = []  # the days of the nudges that left this machine, kept where no restore reaches
        self.backup = None

    # What time brings

    @rule(days=st.integers(1, 45), outcome=st.sampled_from(["sent", "sent", "sent", "failed", "unsure", "waiting"]))
    def days_pass(self, days, outcome):
        self.outcome = outcome
        last = self.now() + timedelta(days=days)
        while self.now() < last:
            self.sleep_until_something_may_happen(last - DAY)
            self.clock.shift(DAY)
            self.ring()
        self.contact.refresh_from_db()

    @rule(months=st.integers(1, 5))
    def months_pass_in_peace(self, months):
        self.days_pass(days=months * 30, outcome="sent")

    @deed(zone=st.sampled_from(ZONES), nudge_time=HOURS)
    def the_user_moves(self, zone, nudge_time):
        User.objects.filter(pk=self.user.pk).update(time_zone=zone, nudge_time=nudge_time, plan_at=self.now())
        self.ring()

    # What the user does

    @deed(back=st.integers(0, 70), kind=st.sampled_from(["article", "thank_you", "check_in"]))
    def logs_a_message(self, back, kind):
        self.fresh()
        log_touchpoint(self.contact, kind=kind, on=self.today() - timedelta(days=back))

    @deed(place=st.integers(0, 5), back=st.integers(0, 70))
    def moves_a_message_to_another_day(self, place, back):
        touchpoints = list(self.fresh().touchpoints.select_related("contact__owner").newest_first()[:6])
        if place < len(touchpoints):
            on = self.today() - timedelta(days=back)
            words = {name: getattr(touchpoints[place], name) for name in ("kind", "channel", "text", "url")}
            change_touchpoint(touchpoints[place], on=on, **words)

    @deed(place=st.integers(0, 5))
    def deletes_a_message(self, place):
        touchpoints = list(self.fresh().touchpoints.newest_first()[:6])
        if place < len(touchpoints):
            delete_touchpoint(touchpoints[place])

    @deed(again=st.booleans())
    def presses_sent_it(self, again):
        if nudge := self.mailed_nudge():
            answer_sent(nudge, on=self.today(), again=again)

    @deed()
    def presses_not_this_month(self):
        if nudge := self.mailed_nudge():
            answer_not_this_month(nudge)

    @deed()
    def undoes_the_last_answer(self):
        if nudge := self.fresh().nudges.newest_first().first():
            with suppress(CannotUndo):
                undo_answer(nudge)

    @deed(wait=st.just(0))
    @precondition(lambda self: self.contact.next_on and self.contact.next_on <= self.today())
    def puts_them_off(self):
        put_off(self.fresh())

    @deed(days=st.integers(1, 200))
    def pauses(self, days):
        pause_contact(self.fresh(), until=self.today() + timedelta(days=days))

    @deed()
    def resumes(self):
        resume_contact(self.fresh())

    @deed()
    def ends_and_reopens(self):
        end_contact(self.fresh())
        reopen_contact(self.contact)

    @deed(for_days=st.sampled_from([0, 3, 29, 40]))
    @precondition(lambda self: self.contact.is_active)
    def notes_that_they_asked_to_stop(self, for_days):
        stop_contact(self.fresh())
        assert self.fresh().next_on is None
        self.days_pass(days=for_days, outcome="sent")
        with suppress(StopIsFinal):
            undo_stop(self.fresh())

    @deed(cadence=st.sampled_from(CADENCES))
    def changes_how_often(self, cadence):
        contact = self.fresh()
        words = {name: getattr(contact, name) for name in ("name", "email", "title", "field", "notes")}
        change_contact(contact, company_name="Zephyr", interests=[], cadence=cadence, **words)

    @deed(step=st.sampled_from(["ask", "answer", "thank", "decline"]))
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

    @deed(ago=st.integers(1, 90), written=st.integers(0, 60), nudged=st.one_of(st.none(), st.integers(0, 60)))
    @precondition(lambda self: self.contact.is_active)
    def finds_them_to_be_one_with_somebody_else(self, ago, written, nudged):
        today = self.today()
        double = make_contact(self.fresh().owner, added_on=today - timedelta(days=ago))
        log_touchpoint(double, kind="article", on=today - timedelta(days=written))
        if nudged is not None:
            nudge = Nudge.objects.create(contact=double, on=today - timedelta(days=nudged), state="expired")
            StateChange.objects.create(nudge=nudge, new="open", by="planner")
            StateChange.objects.create(nudge=nudge, old="open", new="expired", by="planner")
        merge_contacts(self.fresh(), double)

    @deed(unsure=st.sampled_from(["arrived", "lost"]))
    @precondition(lambda self: self.outcome == "unsure")
    def says_what_became_of_an_unsure_mail(self, unsure):
        if mail := NudgeMail.objects.filter(state="unsure").newest_first().select_related("owner").first():
            (outbox.confirm_arrival if unsure == "arrived" else outbox.report_lost)(mail)
            self.told = []  # what was lost and goes out again counts from its second leaving

    # What the operator does, at most once in a life: it takes longest

    @rule()
    @precondition(lambda self: self.backup is None)
    def backs_up(self):
        Instance.objects.update_or_create(pk=1, defaults={"mark": "m", "last_tick_at": self.now()})
        self.folder = tempfile.TemporaryDirectory(prefix="aw-")
        self.backup = Path(self.folder.name) / "a.zip"
        with in_one_transaction(self.backup.parent):
            writing.write_backup(self.backup)
        self.only_time_passed = True

    @rule()
    @precondition(lambda self: self.backup and self.backup.exists())
    def restores(self):
        Person.restored += 1
        self.clock.shift(DAY)  # the day whose ticks were rung is over: nothing left this machine later than now
        with in_one_transaction(self.backup.parent):
            restoring.restore_backup(self.backup, confirm=lambda _manifest: None)
            assert not NudgeMail.objects.filter(state__in=["planned", "claimed", "handing"]).exists()
            resume_mailing(self.now(), assume_sent_until=self.now())
        self.folder.cleanup()
        if not self.only_time_passed:
            self.told = []  # of what the user did since, the restored copy can know nothing
        self.request.refresh_from_db()

    # What must hold

    @invariant()
    def the_rules_hold(self):
        Person.steps += 1
        self.nudges_are_a_month_apart()
        self.counted_messages_are_a_month_apart()
        self.there_is_one_mail_a_day()
        self.the_next_date_follows_from_what_happened()
        self.somebody_who_is_due_is_planned_for()
        self.every_change_was_written_down()

    def nudges_are_a_month_apart(self):
        assert_month_apart(read_days("SELECT \"on\" FROM followups_nudge WHERE state NOT IN ('withdrawn', 'merged')"))
        assert_month_apart(self.told)  # whatever was restored meanwhile

    def counted_messages_are_a_month_apart(self):
        assert_month_apart(read_days('SELECT "on" FROM followups_touchpoint WHERE counts'))

    def there_is_one_mail_a_day(self):
        days = read_days("SELECT \"on\" FROM followups_nudgemail WHERE state <> 'cancelled'")
        assert len(set(days)) == len(days), days

    def the_next_date_follows_from_what_happened(self):
        contact = self.fresh()
        assert contact.next_on == self.expected_next_on(contact)

    def somebody_who_is_due_is_planned_for(self):
        contact, plan_at = self.contact, self.next_work_at()
        if contact.next_on:
            assert plan_at is not None
            falls_due = max(day for day in (contact.next_on, contact.thanks_held_until) if day)
            # At the latest on its own day, or the day after the last mail; or soon, while a mail is under way.
            latest = max(contact.owner.nudge_moment(falls_due), self.now() + timedelta(days=2))
            assert plan_at <= latest, (plan_at, latest)

    def every_change_was_written_down(self):
        """The audit rows of each nudge are one chain from its beginning to its present state, by steps that exist."""
        chains = defaultdict(list)
        for nudge, mail, old, new in read("SELECT nudge_id, mail_id, old, new FROM followups_statechange ORDER BY id"):
            chains[nudge, mail].append((old, new))
        for pk, state in read("SELECT id, state FROM followups_nudge"):
            assert_chain(chains[pk, None], state)
            assert all(new in TURNS.get(old, ()) for old, new in chains[pk, None]), chains[pk, None]
        for pk, state in read("SELECT id, state FROM followups_nudgemail"):
            assert_chain(chains[None, pk], state)

    # Helpers

    def sleep_until_something_may_happen(self, latest):
        """Skip whole days on which no tick has anything to do: nothing is planned for, and no mail is under way."""
        idle = (min(self.next_work_at() or latest, latest) - self.now()) // DAY
        if idle > 0:
            self.clock.shift(idle * DAY)
            self.clock.shift(timedelta(hours=18))
            self.nothing_due_is_left_out()
            self.clock.shift(-timedelta(hours=18))

    def next_work_at(self):
        """When the next tick will find something to plan or to send; None if there is nothing to come."""
        moments = read(
            "SELECT plan_at FROM crm_user UNION ALL SELECT not_before FROM followups_nudgemail WHERE state = 'planned'"
        )
        return min((read_moment(moment) for (moment,) in moments if moment), default=None)

    def ring(self):
        """One day's ticks: those of the minutes in which there is something to plan or to send."""
        tick, end = self.now(), self.now() + DAY
        while (work_at := self.next_work_at()) and max(tick, work_at) < end:
            tick = max(tick, work_at.replace(second=59))
            if plan_mails(tick):
                self.nobody_was_written_to_within_the_month()
            self.send(tick)
            is_under_way = NudgeMail.objects.unfinished().exists()
            tick += timedelta(hours=6) if is_under_way else timedelta(minutes=1)
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
                Person.told_of += len(nudges)
                self.told += Nudge.objects.filter(pk__in=[nudge.pk for nudge in nudges]).values_list("on", flat=True)

    def nobody_was_written_to_within_the_month(self):
        for nudge in Nudge.objects.filter(state="open", mail__state="planned"):
            written = nudge.contact.touchpoints.values_list("on", flat=True)
            assert all(add_months(day, 1) <= nudge.on for day in written), nudge.on

    def nothing_due_is_left_out(self):
        contact = self.fresh()
        user, today = contact.owner, contact.owner.today()
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
        happened = read_days(
            'SELECT "on" FROM followups_touchpoint UNION ALL SELECT rejected_on FROM contacts_rejection'
        )
        nudged = read_days("SELECT \"on\" FROM followups_nudge WHERE state <> 'withdrawn'")
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

    def now(self):
        return datetime.now(UTC)

    def today(self):
        return User.objects.get(pk=self.user.pk).today()


# Django takes longer to write a statement than the database to answer it, and these are asked after every step.


def read(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def read_days(sql):
    return [date.fromisoformat(str(day)) for (day,) in read(sql)]


def read_moment(moment):
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def assert_month_apart(days):
    days = sorted(days)
    assert all(add_months(first, 1) <= second for first, second in pairwise(days)), days
    assert len({(day.year, day.month) for day in days}) == len(days), days


def assert_chain(changes, state):
    """Each change begins where the one before ended, and the last one ends where things are."""
    assert [old for old, _new in changes] == ["", *(new for _old, new in changes[:-1])], changes
    assert changes[-1][1] == state, (changes, state)


@cache
def load_migrations():
    return MigrationLoader(connection)


@cache
def read_all_models():
    return read_models(load_migrations(), load_migrations().applied_migrations)


@contextmanager
def in_one_transaction(folder):
    """Have backup and restore work within the transaction of this life, and in a folder of its own.

    The migrations are read once: they take longest, and stay what they are.
    """

    def replace_rows(fill, stage, aside):
        with replacing.FileSwap(stage, aside) as files:
            fill()
            files.swap()
        return str(aside)

    with (
        patch.object(settings, "DATA_DIR", folder),
        patch.object(settings, "MAIL_DIR", folder / "mail"),
        patch.object(writing, "snapshot", nullcontext),
        patch.object(writing, "MigrationLoader", lambda *_, **__: load_migrations()),
        patch.object(loading, "MigrationLoader", lambda *_, **__: load_migrations()),
        patch.object(reading, "MigrationLoader", lambda *_, **__: load_migrations()),
        patch.object(writing, "read_models", lambda *_: read_all_models()),
        patch.object(loading, "read_models", lambda *_: read_all_models()),
        patch.object(restoring, "replace_sqlite", replace_rows),
        patch.object(restoring, "replace_postgres", replace_rows),
        patch.object(loading, "make_tables", lambda _migrations: None),
        patch.object(loading, "bring_up_to_date", lambda: None),
    ):
        yield

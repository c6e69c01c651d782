"""The machine's clock is set wrong, and set right again: nobody is told of too soon, and nobody is forgotten."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.management import call_command

from crm.models import Instance
from followups import holding, outbox
from followups.models import Nudge, NudgeMail, StateChange
from followups.months import add_months
from followups.sending import drain
from followups.tick import run_tick
from tests.attacks import say, size
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db

START = datetime(2026, 7, 1, 10, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
STEPS = {"-1h": -HOUR, "+1h": HOUR, "-1d": -DAY, "+40d": 40 * DAY, "+5y": 5 * 365 * DAY, "2038": 4220 * DAY}


@pytest.fixture
def clock(settings, tmp_path, monkeypatch, time_machine):
    settings.DATA_DIR, settings.MAIL_DIR, settings.INSTANCE_ID = tmp_path, tmp_path / "mail", ""
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)  # PostgreSQL's clock is not moved
    time_machine.move_to(START, tick=False)
    return time_machine


@pytest.fixture
def contact(clock):
    return make_contact(make_user(), added_on=date(2026, 6, 3))  # due on 3 July


def ring(clock, now):
    clock.move_to(now, tick=False)
    tick = run_tick(now)
    if not tick.is_held:
        drain()
    return tick


def told_days():
    handed = Nudge.objects.filter(mail__handed_at__isnull=False)
    return sorted(handed.values_list("on", flat=True))


@pytest.mark.parametrize("name", STEPS)
def test_a_clock_that_steps_and_is_set_right_costs_no_nudge_and_brings_none_too_soon(clock, contact, name):
    ring(clock, START)
    wrong = START + STEPS[name] + MINUTE
    tick = ring(clock, wrong)
    assert told_days() == [], "nobody was due by the right clock"
    assert tick.is_held == (name not in {"+1h"})
    assert bool(Instance.objects.get().held_at) == (STEPS[name] > 35 * DAY)

    ring(clock, START + 2 * MINUTE)  # set right
    if Instance.objects.get().held_at:
        call_command("resume")
    for day in range(1, 40):
        ring(clock, START + day * DAY)
    assert told_days() == [date(2026, 7, 3), date(2026, 8, 3)]


def test_after_a_clock_that_ran_ahead_nobody_has_to_wait_until_it_has_caught_up(clock, contact):
    ring(clock, START)
    ring(clock, datetime(2026, 7, 2, 12, tzinfo=UTC))
    clock.move_to(START + 2 * MINUTE, tick=False)  # set right; the last run lies a day ahead
    assert ring(clock, START + 2 * MINUTE).is_held
    call_command("resume")
    assert not ring(clock, START + 3 * MINUTE).is_held


def test_what_is_held_back_is_written_down_as_what_it_was(clock):
    planned = make_nudge_mail(make_user(), START.date())
    claimed = make_nudge_mail(make_user(), START.date(), state="claimed", token="t", lease_until=START)
    holding.hold(holding.read_instance(), "It was restored.", START)
    changes = StateChange.objects.order_by("mail").values_list("mail", "old", "new")
    assert list(changes) == [(planned.pk, "planned", "held"), (claimed.pk, "claimed", "held")]


def test_the_second_of_the_year_2038_is_one_like_any_other(clock):
    before = datetime(2038, 1, 18, 10, tzinfo=UTC)
    clock.move_to(before, tick=False)
    make_contact(make_user(), added_on=date(2037, 12, 20))
    for day in range(40):
        ring(clock, before + day * DAY)
    assert told_days() == [date(2038, 1, 20), date(2038, 2, 20)]


def test_a_clock_that_ran_ahead_in_the_middle_of_a_mail_sends_it_once(clock, contact):
    day = date(2026, 7, 3)
    mail = make_nudge_mail(contact.owner, day, not_before=START)
    nudge = make_nudge(contact, day, mail=mail)
    (mail,) = outbox.claim_mails(START)
    outbox.hand_over(mail, rendered=[nudge], subject="", now=START)
    ring(clock, START + HOUR)  # another worker's tick takes it for left behind
    assert NudgeMail.objects.get().state in {"unsure", "planned", "sent"}
    outbox.record_accepted(mail, "250 Ok", START + HOUR)
    assert NudgeMail.objects.get().state == "sent"
    assert Nudge.objects.count() == 1


def test_a_life_with_a_clock_that_cannot_be_trusted(clock):
    random, days = Random(38), size("DAYS", 60)
    owner = make_user(contacts_per_mail=3)
    for number in range(4):
        make_contact(owner, added_on=date(2026, 6, 1) + timedelta(days=7 * number))
    steps = 0
    for day in range(days):
        now = START + day * DAY
        ring(clock, now)
        if random.random() < 0.2:
            steps += 1
            ring(clock, now + random.choice(list(STEPS.values())) + MINUTE)
            clock.move_to(now + 2 * MINUTE, tick=False)
            if Instance.objects.get().held_at:
                call_command("resume")
    too_soon = 0
    for contact in owner.contacts.all():
        told = sorted(contact.nudges.filter(mail__handed_at__isnull=False).values_list("on", flat=True))
        too_soon += sum(add_months(first, 1) > second for first, second in pairwise(told))
        assert len(told) >= days // 31 - 1, "somebody was forgotten"
    say("days", days, clock_steps=steps, told=len(told_days()), too_soon=too_soon)
    assert too_soon == 0

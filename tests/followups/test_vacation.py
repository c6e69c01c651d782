from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from followups import holding
from followups.explain import explain_nudges
from followups.models import Nudge, NudgeMail
from followups.planning import make_plan, plan_mails
from followups.sending import drain
from followups.subscription import set_vacation
from followups.tick import run_tick
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
TODAY, BACK = date(2026, 2, 10), date(2026, 2, 24)


@pytest.fixture(autouse=True)
def clock(time_machine, monkeypatch):
    monkeypatch.setattr(holding, "read_database_clock", timezone.now)
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def mails(settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_DIR = None, tmp_path
    return tmp_path


def test_nothing_is_planned_while_the_user_is_away():
    contact = make_contact()
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    assert plan_mails(NOW) == 0
    assert not contact.nudges.exists()


def test_the_planner_looks_again_on_the_day_they_are_back():
    contact = make_contact(make_user(time_zone="Asia/Tokyo"))
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    assert make_plan(contact.owner, NOW).look_again_at == contact.owner.nudge_moment(BACK)


def test_what_fell_due_meanwhile_comes_once_on_the_day_they_are_back(clock):
    contact = make_contact()
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    for days in range(20):
        now = NOW + timedelta(days=days)
        clock.move_to(now, tick=False)
        run_tick(now)
        drain()
    assert list(NudgeMail.objects.values_list("on", "state")) == [(BACK, "sent")]
    assert list(contact.nudges.values_list("on", flat=True)) == [BACK]


def test_a_digest_that_fell_into_the_vacation_comes_after_it(clock):
    contact = make_contact(make_user(digest_day=15, digest_since=date(2026, 1, 1)))
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    plan_mails(datetime(2026, 2, 15, 9, tzinfo=UTC))
    back = datetime(2026, 2, 24, 9, tzinfo=UTC)
    clock.move_to(back, tick=False)
    plan_mails(back)
    assert list(NudgeMail.objects.values_list("on", "is_digest")) == [(BACK, True)]


def test_a_mail_that_still_waits_when_the_vacation_begins_is_taken_back_and_comes_after_it(clock):
    contact = make_contact()
    set_vacation(contact.owner, away_from=TODAY + timedelta(days=1), away_until=BACK)
    plan_mails(NOW)
    for now in (NOW + timedelta(days=1), datetime(2026, 2, 24, 9, tzinfo=UTC)):
        clock.move_to(now, tick=False)
        run_tick(now)
        drain()
    assert list(NudgeMail.objects.order_by("id").values_list("on", "state")) == [(TODAY, "cancelled"), (BACK, "sent")]
    assert list(contact.nudges.order_by("id").values_list("state", flat=True)) == ["withdrawn", "open"]


def test_a_vacation_that_begins_today_takes_back_what_waits():
    contact = make_contact()
    plan_mails(NOW)
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    assert NudgeMail.objects.get().state == "cancelled"


def test_a_mail_that_left_stays_as_it_is():
    contact = make_contact()
    plan_mails(NOW)
    NudgeMail.objects.update(state="sent")
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    assert contact.nudges.get().state == Nudge.State.OPEN


def test_ending_the_vacation_early_plans_at_once():
    contact = make_contact()
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    plan_mails(NOW)
    set_vacation(contact.owner, away_from=None, away_until=None)
    assert plan_mails(NOW) == 1


def test_the_contact_page_can_say_that_the_user_is_away():
    contact = make_contact()
    set_vacation(contact.owner, away_from=TODAY, away_until=BACK)
    assert "You are away: nothing is mailed before 24 February." in explain_nudges(contact)

from datetime import UTC, datetime, timedelta

import pytest

from followups.models import NudgeMail
from followups.planning import plan_mails
from followups.sending import drain
from followups.subscription import resume_mails, stop_mails
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.mark.parametrize("state", ["planned", "claimed", "held", "failed"])
def test_a_mail_not_handed_over_is_not_sent_any_more(state, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_DIR = None, tmp_path
    contact = make_contact()
    plan_mails(NOW)
    NudgeMail.objects.update(state=state)
    stop_mails(contact.owner)
    assert drain() == 0
    assert NudgeMail.objects.get().state == ("failed" if state == "failed" else "cancelled")
    assert contact.nudges.get().state == "withdrawn"


def test_a_mail_that_left_stays_as_it_is():
    contact = make_contact()
    plan_mails(NOW)
    NudgeMail.objects.update(state="sent")
    stop_mails(contact.owner)
    assert contact.nudges.get().state == "open"


def test_nothing_is_planned_until_mails_are_wanted_again(clock):
    user = make_contact(make_user()).owner
    stop_mails(user)
    clock.shift(timedelta(days=3))
    assert plan_mails(NOW + timedelta(days=3)) == 0
    resume_mails(user)
    assert plan_mails(NOW + timedelta(days=3)) == 1


def test_stopping_twice_keeps_the_first_moment(clock):
    user = make_user()
    stop_mails(user)
    clock.shift(timedelta(days=1))
    stop_mails(user)
    user.refresh_from_db()
    assert user.mails_stopped_at == NOW

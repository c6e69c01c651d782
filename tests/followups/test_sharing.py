"""A morning on which many are due is shared among the workers."""

from datetime import UTC, datetime
from time import monotonic

import pytest

from crm.models import Instance
from followups import holding, planning, tick
from followups.models import NudgeMail
from followups.sharing import take_share
from followups.tick import run_tick
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(time_machine, monkeypatch, settings, tmp_path):
    """Five are due, and two are many."""
    time_machine.move_to(NOW, tick=False)
    settings.MAIL_DIR = tmp_path
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)
    for module in (planning, tick):
        monkeypatch.setattr(module, "USERS_A_ROUND", 2)
    for _user in range(5):
        make_contact(make_user())


def test_the_tick_leaves_the_planning_of_many_to_others():
    came_to = run_tick(NOW, has_helpers=True)
    assert (came_to.planned, came_to.shares) == (0, 3)


def test_without_helpers_the_tick_plans_for_everybody():
    assert run_tick(NOW).planned == 5


def test_a_share_ends_when_everybody_has_their_mail():
    run_tick(NOW, has_helpers=True)
    take_share(monotonic() + 60)
    assert list(NudgeMail.objects.values_list("state", flat=True)) == ["sent"] * 5
    assert run_tick(NOW, has_helpers=True).shares == 0


def test_a_share_that_was_left_in_the_queue_plans_nothing_once_mail_is_held():
    run_tick(NOW, has_helpers=True)
    Instance.objects.update(held_at=NOW)
    take_share(monotonic() + 60)
    assert not NudgeMail.objects.exists()


def test_a_share_makes_way_when_its_turn_is_over():
    run_tick(NOW, has_helpers=True)
    take_share(monotonic())
    assert not NudgeMail.objects.exists()

"""An installation that a restore has held, on a July day of its own, for the tests of resume."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from crm.models import Instance
from followups import holding
from followups.holding import hold, read_instance
from followups.models import NudgeMail
from tests.factories import make_contact

NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)
BACKED_UP = datetime(2026, 7, 1, 8, tzinfo=UTC)
State = NudgeMail.State


@pytest.fixture
def folder(settings, tmp_path, time_machine, monkeypatch):
    settings.DATA_DIR, settings.INSTANCE_ID = tmp_path, ""
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)  # PostgreSQL's clock is not moved
    time_machine.move_to(NOW, tick=False)
    return tmp_path


def restored(*, last_tick_at=BACKED_UP):
    """The installation as after a restore: its last tick long past, everything held."""
    instance = read_instance()
    Instance.objects.update(last_tick_at=last_tick_at)
    hold(instance, "It was restored from a backup.", NOW)


def resume(*words):
    call_command("resume", *words)


def due_on(day, owner=None, **fields):
    """A contact who falls due on that day."""
    return make_contact(owner, added_on=day.replace(month=day.month - 1), **fields)


def nudge_days(contact):
    return [(nudge.on, nudge.state) for nudge in contact.nudges.order_by("on")]

"""While an upgrade goes on, a worker of the version before leaves the database of the new one alone."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from crm.models import Instance
from followups.models import NudgeMail
from followups.schema import is_of_a_later_version
from followups.tick import run_tick
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db


def test_this_version_knows_its_own_database():
    assert not is_of_a_later_version()


def test_on_a_later_versions_database_nothing_is_planned_and_no_tick_is_claimed(settings, tmp_path, caplog):
    settings.DATA_DIR, settings.INSTANCE_ID = tmp_path, ""
    make_contact(make_user())
    MigrationRecorder(connection).record_applied("followups", "9999_of_the_future")
    tick = run_tick(datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert tick.is_held
    assert not NudgeMail.objects.exists()
    assert not Instance.objects.exists()
    assert "9999_of_the_future" in caplog.text


def test_migrations_of_an_app_that_is_no_part_of_this_are_nobodys_business():
    MigrationRecorder(connection).record_applied("somebody_else", "0001_initial")
    assert not is_of_a_later_version()

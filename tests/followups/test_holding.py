"""A restored or cloned installation mails nothing until its owner says so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from crm.models import Instance
from followups import holding
from followups.holding import keep_mark, mark_path, may_mail
from followups.models import NudgeMail
from followups.tick import run_tick
from tests.factories import make_contact, make_nudge_mail

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, time_machine, monkeypatch):
    settings.DATA_DIR, settings.INSTANCE_ID = tmp_path, ""
    time_machine.move_to(NOW, tick=False)
    # PostgreSQL keeps the real time while ours is moved by hand.
    monkeypatch.setattr(holding, "read_database_clock", timezone.now)


def held_because():
    return Instance.objects.get().held_because


def test_a_new_installation_may_mail():
    assert may_mail(NOW)
    assert Instance.objects.get().last_tick_at == NOW


def test_the_next_tick_may_mail_too():
    may_mail(NOW)
    assert may_mail(NOW + timedelta(minutes=1))


def test_a_database_without_its_mark_is_held():
    may_mail(NOW)
    mark_path().unlink()
    assert not may_mail(NOW + timedelta(minutes=1))
    assert "another installation" in held_because()


def test_a_database_with_another_installations_mark_is_held():
    may_mail(NOW)
    keep_mark("another", NOW)
    assert not may_mail(NOW)


def test_an_instance_id_stands_for_the_file(settings):
    settings.INSTANCE_ID = "the-one"
    may_mail(NOW)
    mark_path().unlink()
    assert may_mail(NOW + timedelta(minutes=1))
    settings.INSTANCE_ID = "the-other"
    assert not may_mail(NOW + timedelta(minutes=2))


def test_an_older_database_than_the_last_run_is_held():
    may_mail(NOW)
    may_mail(NOW + timedelta(hours=1))
    Instance.objects.update(last_tick_at=NOW)
    assert not may_mail(NOW + timedelta(hours=1))
    assert "restored from a backup" in held_because()


def test_a_week_of_downtime_is_no_reason_to_hold():
    may_mail(NOW)
    assert may_mail(NOW + timedelta(days=7))


def test_a_clock_that_jumps_ahead_by_more_than_35_days_is_held():
    may_mail(NOW)
    assert not may_mail(NOW + timedelta(days=36))
    assert "35 days" in held_because()


def test_a_clock_set_back_waits_without_being_held():
    may_mail(NOW)
    assert not may_mail(NOW - timedelta(hours=1))
    assert held_because() == ""
    assert may_mail(NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("drift", "may"), [(59, True), (61, False), (-61, False)])
def test_clocks_that_differ_by_more_than_a_minute_wait(monkeypatch, drift, may):
    monkeypatch.setattr(holding, "read_database_clock", lambda: NOW + timedelta(seconds=drift))
    assert may_mail(NOW) is may


def test_the_databases_clock_can_be_read():
    assert isinstance(holding.read_database_clock(), datetime)


def test_what_was_planned_is_held_with_the_installation():
    mail = make_nudge_mail(make_contact().owner, NOW.date())
    may_mail(NOW)
    keep_mark("another", NOW)
    run_tick(NOW)
    mail.refresh_from_db()
    assert mail.state == NudgeMail.State.HELD


def test_nothing_is_planned_while_held():
    make_contact()
    may_mail(NOW)
    keep_mark("another", NOW)
    assert run_tick(NOW).is_held
    assert not NudgeMail.objects.exists()


@pytest.mark.parametrize("comes", ["before", "after"])
def test_a_tick_beside_another_after_a_long_sleep_is_not_held(monkeypatch, comes):
    may_mail(NOW)
    read_kept_mark, woken_up = holding.read_kept_mark, NOW + timedelta(hours=8)

    def read_beside_another_tick():
        monkeypatch.setattr(holding, "read_kept_mark", read_kept_mark)
        kept = read_kept_mark()
        assert may_mail(woken_up)
        return kept if comes == "after" else read_kept_mark()

    monkeypatch.setattr(holding, "read_kept_mark", read_beside_another_tick)
    assert may_mail(woken_up)


def test_a_tick_that_slept_does_not_set_the_last_one_back():
    may_mail(NOW)
    instance = Instance.objects.get()
    may_mail(NOW + timedelta(hours=2))
    holding.write_down_tick(instance, NOW)
    assert Instance.objects.get().last_tick_at == NOW + timedelta(hours=2)
    assert may_mail(NOW + timedelta(hours=2))


def test_two_first_ticks_take_the_same_mark(monkeypatch):
    keep_one_mark = holding.keep_mark

    def keep_mark_after_another_tick(*args, **how):
        monkeypatch.setattr(holding, "keep_mark", keep_one_mark)
        assert may_mail(NOW)
        keep_one_mark(*args, **how)

    monkeypatch.setattr(holding, "keep_mark", keep_mark_after_another_tick)
    assert may_mail(NOW)
    assert Instance.objects.get().mark == holding.read_kept_mark().mark


def test_a_first_tick_killed_halfway_leaves_an_installation_that_may_mail(monkeypatch):
    monkeypatch.setattr(Instance.objects, "get_or_create", lambda **_row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        may_mail(NOW)
    monkeypatch.undo()
    monkeypatch.setattr(holding, "read_database_clock", timezone.now)
    assert may_mail(NOW)


def test_a_full_disk_leaves_no_files_behind(monkeypatch, tmp_path):
    may_mail(NOW)

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(holding.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        may_mail(NOW + timedelta(minutes=1))
    assert [file.name for file in tmp_path.iterdir()] == [mark_path().name]

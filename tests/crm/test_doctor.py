"""`manage.py doctor` says of each part whether it is well, and what to do where it is not."""

import shutil
from collections import namedtuple
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from crm import doctor
from crm.environment import MailServer
from crm.models import Instance
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db


def consult(*words: str) -> str:
    out = StringIO()
    call_command("doctor", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker and broker are looked at in test_up.py, where they run."""
    monkeypatch.setattr(doctor, "EXAMINATIONS", {**doctor.EXAMINATIONS})
    for name in ("broker", "worker"):
        doctor.EXAMINATIONS[name] = lambda: "answers"
    monkeypatch.setattr("crm.management.commands.doctor.EXAMINATIONS", doctor.EXAMINATIONS)


def test_a_well_installation_is_told_so(no_broker: None) -> None:
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now())
    said = consult()
    assert "All is well." in said
    assert all(f"well  {name}: " in said for name in doctor.EXAMINATIONS)


def test_one_failure_is_enough_to_end_with_1_and_says_what_to_do(no_broker: None) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("doctor", stdout=out)
    assert failure.value.returncode == 1
    assert "ill   beat: The scheduler has never run.\n      What to do: Start `up`" in out.getvalue()
    assert "well  disk" in out.getvalue(), "the others are looked at all the same"


def test_an_old_tick_is_told_with_its_age() -> None:
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now() - timedelta(minutes=10))
    with pytest.raises(doctor.Trouble, match="10 minutes ago"):
        doctor.examine_beat()


def test_a_held_installation_is_told_how_to_go_on() -> None:
    Instance.objects.create(pk=1, mark="m", held_at=timezone.now(), held_because="It was cloned.")
    with pytest.raises(doctor.Trouble, match="It was cloned") as trouble:
        doctor.examine_beat()
    assert "resume" in trouble.value.remedy


def test_missing_migrations_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda *_: [1, 2])
    with pytest.raises(doctor.Trouble, match="2 migrations are missing"):
        doctor.examine_database()


def test_a_broker_and_workers_that_are_away_are_told(settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(doctor.Trouble, match="Redis does not answer"):
        doctor.examine_broker()
    with pytest.raises(doctor.Trouble, match=r"No worker|without Redis"):
        doctor.examine_worker()


def test_a_mail_server_is_greeted_and_logged_in_to(settings) -> None:
    with SmtpServer(login=("me", "secret")) as server:
        settings.MAIL_SERVER = server.as_mail_server(user="me", password="secret")
        assert "logged in" in doctor.examine_mail()
        settings.MAIL_SERVER = server.as_mail_server(user="me", password="wrong")
        with pytest.raises(doctor.Trouble) as trouble:
            doctor.examine_mail()
        assert "EMAIL_URL" in trouble.value.remedy
        assert "wrong" not in str(trouble.value)


def test_a_mail_server_that_is_away_is_told(settings) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 1, "none")
    with pytest.raises(doctor.Trouble, match=r"127\.0\.0\.1:1"):
        doctor.examine_mail()


def test_a_test_mail_is_sent_on_request(no_broker: None, mailoutbox) -> None:
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now())
    said = consult("--send-to", "me@example.org")
    assert "well  test mail" in said
    assert mailoutbox[0].to == ["me@example.org"]


def test_a_full_disk_and_a_folder_that_cannot_be_written_to_are_told(settings, tmp_path: Path, monkeypatch) -> None:
    usage = namedtuple("usage", "total used free")(10**9, 10**9 - 10**6, 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(doctor.Trouble, match="Only 0 MB are free"):
        doctor.examine_disk()
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(doctor.Trouble, match="cannot be written to"):
        doctor.examine_disk()


def test_a_clock_behind_the_last_tick_is_told() -> None:
    assert "UTC" in doctor.examine_clock()
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(doctor.Trouble, match="behind the scheduler's last run"):
        doctor.examine_clock()

"""`/healthz` says whether the installation is well, in words and without anything private."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone

from crm import health
from crm.heartbeat import send_heartbeat
from crm.logs import mask
from crm.models import Instance
from crm.worker import tell_the_watcher

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_else_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no broker in these tests, and the first three minutes are over."""
    monkeypatch.setitem(health.CHECKS, "broker", lambda: None)
    monkeypatch.setattr(health, "STARTED_AT", health.STARTED_AT - 1000)
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now())


def test_well_is_200_and_every_check_is_named(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    checks = {"database": "ok", "broker": "ok", "mail": "ok", "scheduler": "ok"}
    assert answer.json() == {"status": "ok", "checks": checks}


def test_it_asks_for_no_sign_in_and_makes_no_session(client: Client) -> None:
    answer = client.get("/healthz")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unknown_host_gets_400(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(("minutes", "status"), [(2, 200), (3, 503), (60, 503)])
def test_the_last_tick_has_to_be_under_three_minutes_old(client: Client, minutes: int, status: int) -> None:
    Instance.objects.update(last_tick_at=timezone.now() - timedelta(minutes=minutes))
    answer = client.get("/healthz")
    assert answer.status_code == status
    if status == 503:
        assert answer.json()["checks"]["scheduler"] == f"The scheduler last ran {minutes} minutes ago."


def test_the_first_three_minutes_after_a_start_need_no_tick(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Instance.objects.all().delete()
    assert client.get("/healthz").json()["checks"]["scheduler"] == "The scheduler has not run yet."
    monkeypatch.setattr(health, "STARTED_AT", health.time.monotonic() - 170)
    assert client.get("/healthz").status_code == 200


def test_a_held_installation_says_why(client: Client) -> None:
    Instance.objects.update(held_at=timezone.now(), held_because="It was restored from a backup.")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["scheduler"].endswith("It was restored from a backup.")


def test_a_broker_that_is_away_is_named_without_its_password(client: Client, settings, monkeypatch) -> None:
    monkeypatch.setitem(health.CHECKS, "broker", health.check_broker)
    settings.REDIS_URL = "redis://:hunter2@127.0.0.1:1/0"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "ill",
        "checks": {"database": "ok", "broker": "Redis does not answer.", "mail": "ok", "scheduler": "ok"},
    }


def test_a_database_that_is_away_is_told_not_raised(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(health.connection, "cursor", fail)
    monkeypatch.setattr(health.connection, "close", lambda: None)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "The database cannot be reached."
    assert "10.1.2.3" not in answer.content.decode()


def test_a_mail_folder_that_cannot_be_written_to_is_told(client: Client, settings, tmp_path: Path, monkeypatch) -> None:
    settings.MAIL_DIR = tmp_path
    monkeypatch.setattr(health.os, "access", lambda *_: False)
    assert client.get("/healthz").json()["checks"]["mail"] == "The folder where mail is kept cannot be written to."


class Watcher(BaseHTTPRequestHandler):
    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_the_heartbeat_reaches_whoever_watches_and_hurts_nobody_if_not(settings) -> None:
    with HTTPServer(("127.0.0.1", 0), Watcher) as watcher:
        Thread(target=watcher.handle_request, daemon=True).start()
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{watcher.server_port}/ping"
        tell_the_watcher(sender=SimpleNamespace(name="followups.tasks.drain"))
        tell_the_watcher(sender=SimpleNamespace(name="followups.tasks.tick"))
    assert Watcher.heard == ["/ping"]
    settings.HEARTBEAT_URL = "http://127.0.0.1:1/ping"
    send_heartbeat()


@pytest.mark.parametrize(
    "ill",
    [
        {"held_at": timezone.now(), "held_because": "It was restored."},
        {"mail_trouble": "login", "mail_trouble_since": timezone.now()},
        {"last_tick_at": timezone.now() - timedelta(minutes=4)},
        {"last_tick_at": timezone.now() + timedelta(hours=2)},
    ],
    ids=["held", "wrong password", "stale", "clock set back"],
)
def test_what_is_red_keeps_the_heartbeat_back(client: Client, settings, ill: dict[str, object]) -> None:
    Instance.objects.update(**ill)
    assert client.get("/healthz").status_code == 503
    with HTTPServer(("127.0.0.1", 0), Watcher) as watcher:
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{watcher.server_port}/{'-'.join(ill)}"
        watcher.timeout = 0
        Thread(target=watcher.handle_request, daemon=True).start()
        send_heartbeat()
    assert f"/{'-'.join(ill)}" not in Watcher.heard


def test_a_password_that_the_mail_server_refuses_is_told_without_it(client: Client) -> None:
    Instance.objects.update(mail_trouble="login", mail_trouble_since=timezone.now())
    told = client.get("/healthz").json()["checks"]["mail"]
    assert told == "The mail server does not accept the user name and password."


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /n/abc:def-1/", "Not Found: /n/…/"),
        ("550 <dana.weber@acme.example> unknown", "550 <…@…> unknown"),
        ("Connected to redis://:pa55@host:6379/0", "Connected to redis://…@host:6379/0"),
        (
            "/accounts/password/reset/key/3-xyz/ and /calendar/s3cret.ics",
            "/accounts/password/reset/key/…/ and /calendar/…",
        ),
    ],
)
def test_what_is_private_is_masked_in_the_log(said: str, logged: str) -> None:
    assert mask(said) == logged


def test_it_reads_nobodys_session(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_session: object) -> None:
        raise DatabaseError("the database is away")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session"
    assert client.get("/healthz").status_code in {200, 503}

"""`manage.py up`, as one process tree: started, watched, stopped and killed for real."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.environment import embedded_redis_socket
from crm.supervisor.child import Child
from crm.supervisor.plan import ChildPlan
from tests.running import (
    CODE,
    MANAGE,
    Up,
    ask,
    clean_environment,
    descendants,
    find_free_port,
    own_database,
    own_folder,
    run_manage,
    run_python,
    still_running,
    wait_until,
)
from tests.smtp_server import SmtpServer

A_CONTACT_IS_DUE = """
from datetime import date, time
from crm.celery import app
from tests.factories import make_contact, make_user
make_contact(make_user(nudge_time=time(0)), added_on=date(2026, 1, 10))
app.send_task("followups.tasks.tick")
"""
HOW_IT_STANDS = """
from followups.models import NudgeMail
print(NudgeMail.objects.get().state)
"""

WORD = "zqsecret"
SOMEBODY_AND_THEIR_SECRETS = f"""
from datetime import date, time
from contacts.models import Contact
from crm.api.tokens import make_token
from crm.celery import app
from tests.factories import make_contact, make_feed, make_user
user = make_user("{WORD}tim@example.org", name="{WORD} Berg", nudge_time=time(0))
user.set_password("{WORD} password")
user.save()
make_contact(user, name="{WORD} Weiss", email="{WORD}@example.com", notes="{WORD}", added_on=date(2026, 1, 10))
make_feed(user, url="http://{WORD}:{WORD}@127.0.0.1:9/{WORD}.xml?key={WORD}")
for name in ("followups.tasks.tick", "followups.tasks.fetch_feeds", "crm.tasks.keep_house"):
    app.send_task(name)
app.send_task("followups.tasks.match_ideas", ("{WORD} is no number",))
print(make_token(user, name="{WORD}")[1])
"""
THEIR_MAIL = f"""
from followups.models import Feed, NudgeMail
print(*NudgeMail.objects.filter(recipient__contains="{WORD}").values_list("state", flat=True))
print(Feed.objects.exclude(tried_at=None).count())
"""


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    with own_database() as database, own_folder() as folder, Up(folder, **database) as running:
        yield running.wait_until_well()


def test_all_of_it_comes_up_and_is_well(up: Up) -> None:
    assert up.health() == (
        200,
        {"status": "ok", "checks": dict.fromkeys(["database", "broker", "mail", "scheduler"], "ok")},
    )
    wait_until(lambda: len(up.children()) == 5, why=lambda: str(up.children()))
    for pid in up.children().values():
        assert os.getsid(pid) == pid, "a child has a session of its own"


def test_it_says_where_it_is_and_where_data_and_mail_are(up: Up) -> None:
    wait_until(lambda: "Ctrl-C" in up.log)
    assert f"is at {up.address}/" in up.log
    assert f"Your data is in {up.folder}" in up.log
    assert f"kept in {up.folder}/mail" in up.log
    assert f"owner's account at {up.address}/welcome/" in up.log
    assert re.search(r"Set-up code.*: (?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}$", up.log, re.MULTILINE)


def test_the_scheduler_reaches_the_worker_at_once(up: Up) -> None:
    def has_ticked() -> bool:
        return "last ran" in up.manage("doctor").stdout

    wait_until(has_ticked, 20, lambda: up.log)
    doctor = up.manage("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    assert "All is well." in doctor.stdout


def test_the_log_names_who_wrote_each_line_and_holds_no_path(up: Up) -> None:
    up_to_now = len(up.log)
    assert ask(f"{up.address}/n/a-secret-token/?q=Dana%20Weber")[0] in {200, 302, 404, 410}
    wait_until(lambda: "request" in up.log[up_to_now:])
    line = next(line for line in up.log[up_to_now:].splitlines() if "request" in line)
    assert line.startswith("web    | ")
    assert "a-secret-token" not in up.log
    assert "Dana" not in up.log


def test_nothing_that_was_typed_or_mailed_stands_in_the_log_of_web_and_worker(up: Up) -> None:
    secret = run_python(SOMEBODY_AND_THEIR_SECRETS, up.environment).strip()
    for path in (f"contacts/?q={WORD}", f"n/{WORD}/", f"calendar/{WORD}.ics", f"{WORD}/", f"accounts/reset/{WORD}/"):
        ask(f"{up.address}/{path}", Cookie=f"sessionid={WORD}", Referer=f"{up.address}/?q={WORD}")
    status, _body = ask(f"{up.address}/api/v1/contacts?q={WORD}", Authorization=f"Bearer {secret}")
    assert status == 200
    wait_until(lambda: run_python(THEIR_MAIL, up.environment).split() == ["sent", "1"], why=lambda: up.log)
    wait_until(lambda: "match_ideas" in up.log, why=lambda: up.log)
    assert "route=/api/v1/contacts" in up.log
    assert [line for line in up.log.splitlines() if WORD in line or secret in line] == []


def test_a_second_one_on_the_same_data_says_so_and_ends(up: Up) -> None:
    second = run_manage("up", environment={**up.environment, "PORT": str(find_free_port())})
    assert second.returncode == 1
    assert "already running on" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_named(up: Up) -> None:
    with own_folder() as folder:
        second = run_manage("up", environment={**up.environment, "DATA_DIR": str(folder)})
    assert second.returncode == 1
    assert f"Port {up.port} " in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["beat", "redis", "web"])
def test_a_child_that_dies_comes_back(up: Up, name: str) -> None:
    before = wait_until(lambda: up.children().get(name), why=lambda: up.log)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: up.children().get(name, before) != before, 20, lambda: up.log)
    assert f"{name} was ended by SIGKILL; it comes back in 1 s" in up.log
    wait_until(lambda: up.health()[0] == 200, 20, lambda: f"{up.health()}\n{up.log}")


def test_it_stops_within_ten_seconds_and_leaves_nobody(up: Up) -> None:
    family = descendants(up.pid)
    # A terminal's Ctrl-C goes to the group; make passes a signal on once more.
    os.kill(up.pid, signal.SIGINT)
    assert up.stop(signal.SIGTERM) < 10
    assert up.popen.returncode == 0
    assert still_running(family) == []


def test_killed_with_sigkill_its_children_end_too() -> None:
    with own_database() as database, own_folder() as folder, Up(folder, **database) as running:
        running.wait_until_well()
        worker = wait_until(lambda: running.children().get("worker"))
        family = descendants(running.pid)
        os.kill(worker, signal.SIGSTOP)  # not even one that stands still is left
        running.stop(signal.SIGKILL)
        wait_until(lambda: not still_running(family), 15, lambda: str(still_running(family)))


@pytest.mark.parametrize(
    ("stage", "seconds", "state"),
    [("dot", 6, "sent"), ("ehlo", 100, "claimed")],
    ids=["a mail past 354 is waited for", "a mail before 354 is not"],
)
def test_stopping_in_the_middle_of_a_mail(stage: str, seconds: float, state: str) -> None:
    with SmtpServer() as server, own_database() as database, own_folder() as folder:
        server.fail(stage, "stall", seconds=seconds)
        mail = f"smtp://127.0.0.1:{server.port}"
        with Up(folder, EMAIL_URL=mail, **database) as running:
            running.wait_until_well()
            run_python(A_CONTACT_IS_DUE, running.environment)
            assert server.wait_until(stage, 20), running.log
            took = running.stop(seconds=70)
            assert took < 10
        assert run_python(HOW_IT_STANDS, running.environment).strip() == state
        assert len(server.accepted) == (state == "sent")


@pytest.mark.parametrize(
    "program",
    [
        [*MANAGE, "up"],
        [sys.executable, "-m", "celery", "-A", "crm.worker", "worker"],
        [sys.executable, "-m", "celery", "-A", "crm.beat", "beat"],
        [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"],
    ],
    ids=["up", "worker", "beat", "web"],
)
def test_a_wrong_variable_is_one_sentence_for_every_program(program: list[str]) -> None:
    with own_folder() as folder:
        environment = clean_environment(DATA_DIR=str(folder), PORT="80000")
        done = subprocess.run(
            program, env=environment, cwd=CODE, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode != 0
    assert "afterword: PORT='80000' is not usable: allowed is a whole number from 1 to 65535.\n" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "address", ["postgres://aw:secret@no-such-host.invalid:5432/aw", "postgres://aw:secret@127.0.0.1:1/aw"]
)
def test_a_database_that_is_not_there_is_one_sentence_without_the_password(address: str) -> None:
    with own_folder() as folder:
        environment = clean_environment(DATA_DIR=str(folder), PORT=str(find_free_port()), DATABASE_URL=address)
        done = run_manage("up", environment=environment)
    assert done.returncode == 1
    assert "DATABASE_URL='postgres://aw:…@" in done.stderr
    assert "secret" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_child_waits_longer_each_time_up_to_half_a_minute() -> None:
    child = Child(ChildPlan("web", ["true"]))
    child.started_at = time.monotonic()
    assert [child.plan_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_was_stable_comes_back_soon() -> None:
    child = Child(ChildPlan("web", ["true"]))
    child.started_at = time.monotonic()
    child.plan_restart()
    child.plan_restart()
    child.started_at = time.monotonic() - 100
    assert child.plan_restart() == 1


def test_a_long_data_folder_gets_a_short_socket(tmp_path: Path) -> None:
    path = embedded_redis_socket(tmp_path / ("deep" * 30))
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(path))
    path.unlink()
    assert len(str(path)) <= 100

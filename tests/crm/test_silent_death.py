"""Nobody has to wonder: when nudges stop, `/healthz` is red within three minutes, every page says so, and the
watcher's pings stop.

The three minutes are real ones: all but the first case run by `make attack NAME=silence`.
"""

import os
import signal
import time
from threading import Thread

import pytest

from tests.attacks import say, size
from tests.running import Up, ask, own_database, own_folder, run_python, wait_until
from tests.smtp_server import SmtpServer
from tests.web_server import WebServer

WITHIN = 190.0  # three minutes, and the ten seconds between two looks
PAGES = ["/", "/contacts/", "/rejections/", "/ideas/", "/outbox/", "/settings/"]
LONG = ["worker stopped", "beat stopped", "redis stopped", "redis gone"] if size("SILENCE", 0) else []

SIGN_IN = """
from django.test import Client
from crm.models import User
user = User.objects.filter(is_owner=True).first() or User.objects.create_user("o@example.org", "x", is_owner=True)
client = Client()
client.force_login(user)
print(client.cookies["sessionid"].value)
"""


def break_it(up: Up, how: str) -> None:
    name, _space, what = how.partition(" ")
    if what == "stopped":
        os.kill(up.children()[name], signal.SIGSTOP)
    elif what == "gone":
        keep_away(up, name)


def keep_away(up: Up, name: str) -> None:
    """Kill it again and again: `up` would bring it back."""

    def work() -> None:
        while up.is_running:
            if pid := up.children().get(name):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.5)

    Thread(target=work, daemon=True).start()


def banner(up: Up, cookie: str, page: str) -> bool:
    status, body = ask(f"{up.address}{page}", Cookie=f"sessionid={cookie}")
    assert status == 200, (page, status)
    return 'class="banner"' in body


@pytest.mark.parametrize("how", ["password wrong", *LONG])
def test_when_nudges_stop_it_is_told_everywhere(how: str) -> None:
    with (
        SmtpServer(login=("me", "right")) as server,
        WebServer() as watcher,
        own_database() as database,
        own_folder() as folder,
    ):
        watcher.put("/ping")
        password = "wrong" if how == "password wrong" else "right"
        mail = f"smtp://me:{password}@127.0.0.1:{server.port}"
        with Up(folder, EMAIL_URL=mail, HEARTBEAT_URL=watcher.url("/ping"), **database) as up:
            wait_until(lambda: ask(f"{up.address}/healthz")[0], 60, lambda: up.log)
            cookie = run_python(SIGN_IN, up.environment).strip()
            if password == "right":
                up.wait_until_well()
                wait_until(watcher.paths, 90, lambda: up.log)
            broken_at = time.monotonic()
            break_it(up, how)
            wait_until(lambda: up.health()[0] == 503, WITHIN, lambda: up.log)
            red_after = time.monotonic() - broken_at
            wait_until(lambda: all(banner(up, cookie, page) for page in PAGES), WITHIN, lambda: up.log)
            told_after = time.monotonic() - broken_at
            pings = len(watcher.paths())
            time.sleep(70 if LONG else 0)
            assert len(watcher.paths()) == pings, "the watcher is still told that all is well"
            say("silence", 1, how=how.replace(" ", "-"), red_after=f"{red_after:.0f}s", banner=f"{told_after:.0f}s")

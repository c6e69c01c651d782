"""Real processes for tests: the broker, workers and schedulers, on the test's own database and mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import redis
from django.db import connection

from crm.preparing import find_redis_binary

ROOT = Path(__file__).parent.parent
WORKER = ["-m", "celery", "--quiet", "-A", "crm.worker", "worker", "--without-gossip", "--without-mingle"]
BEAT = ["-m", "celery", "--quiet", "-A", "crm.beat", "beat", "--pidfile="]


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return f"postgres://{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url(),
        **variables,
    }


@contextmanager
def running(arguments: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process that is ended, and if need be killed, at the end."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[Any], seconds: float = 20) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Broker:
    """The embedded server, which can be killed, wiped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "r.sock"
        self.url = f"redis+socket://{self.socket}"
        self.start()

    def start(self) -> None:
        words = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([find_redis_binary(), *words], stdout=subprocess.DEVNULL)
        wait_for(self.answers, 10)

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        """Everything that was queued is lost."""
        self.process.kill()
        self.process.wait()


@contextmanager
def broker() -> Iterator[Broker]:
    with tempfile.TemporaryDirectory(prefix="aw-") as folder:
        server = Broker(Path(folder))
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def celery(*, workers: int, beats: int, env: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    with ExitStack() as stack:
        kinds = [WORKER] * workers + [BEAT] * beats
        yield [stack.enter_context(running(kind, env)) for kind in kinds]


def wait_for(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait until it is so; fails after that many seconds."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.05)

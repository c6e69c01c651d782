"""The broker, workers and schedulers as real processes, on the test's own database and mail server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis
from django.db import connection

from crm.preparing import find_redis_binary
from tests.running import Process, clean_environment, own_folder, wait_until

WORKER = ["-m", "celery", "--quiet", "-A", "crm.worker", "worker", "--without-gossip", "--without-mingle"]
BEAT = ["-m", "celery", "--quiet", "-A", "crm.beat", "beat", "--pidfile="]


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return f"postgres://{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    of_the_test = {"DJANGO_SETTINGS_MODULE": "crm.settings", "DATA_DIR": str(data_dir), "DATABASE_URL": database_url()}
    return clean_environment(**{**of_the_test, **variables})


class Broker:
    """The embedded server, which can be killed, wiped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "r.sock"
        self.url = f"redis+socket://{self.socket}"
        self.start()

    def start(self) -> None:
        words = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([find_redis_binary(), *words], stdout=subprocess.DEVNULL)
        wait_until(self.answers, 10)

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
    with own_folder() as folder:
        server = Broker(folder)
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def celery(*, workers: int, beats: int, env: dict[str, str]) -> Iterator[None]:
    """So many workers and schedulers, ended in good order."""
    with ExitStack() as stack:
        kinds = [WORKER] * workers + [BEAT] * beats
        processes = [stack.enter_context(Process([sys.executable, *kind], env)) for kind in kinds]
        yield
        for process in processes:
            process.stop()

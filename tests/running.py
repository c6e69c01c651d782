"""Real processes for the tests: `manage.py up` on a data folder, a port and a database of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import psycopg

CODE = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(CODE / "manage.py")]
OURS = (
    "SITE_URL",
    "EMAIL_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "DEBUG",
    "HOST",
    "PORT",
    "SIGNUP",
    "INSTANCE_ID",
    "DATABASE_URL",
)


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """An empty database of the kind under test, as environment: SQLite needs none, it lies in the data folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    name = f"aw_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_folder() -> Iterator[Path]:
    """Shorter than pytest's, for the unix socket in it."""
    folder = Path(tempfile.mkdtemp(prefix="aw-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clean_environment(**changes: str) -> dict[str, str]:
    """The caller's environment without Afterword's variables, which are as in `changes`."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS and name != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "PYTHONPATH": str(CODE), **changes}


def find_free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def wait_until(holds: Callable[[], Any], seconds: float = 30, why: Callable[[], str] = lambda: "") -> Any:
    deadline = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < deadline, f"still not so after {seconds} s\n{why()}"
        time.sleep(0.05)
    return result


def ask(address: str, **headers: str) -> tuple[int, str]:
    """Status and body of a page; 0 where nobody answers."""
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except (URLError, OSError):
        return 0, ""


class Process:
    """A program whose output is kept, and which is ended with all its descendants."""

    def __init__(self, command: list[str], environment: dict[str, str], cwd: Path = CODE) -> None:
        with tempfile.NamedTemporaryFile(prefix="aw-log-", delete=False) as file:
            self.log_path = Path(file.name)
            self.popen = subprocess.Popen(
                command, env=environment, cwd=cwd, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.pid = self.popen.pid

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        return self.popen.poll() is None

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 15) -> float:
        """Send the signal; returns after how many seconds the program had ended."""
        started = time.monotonic()
        self.popen.send_signal(number)
        self.popen.wait(seconds)
        return time.monotonic() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if error:
            print(self.log)  # pytest shows it beside what failed
        if self.is_running:
            for pid in [*descendants(self.pid), self.pid]:
                kill(pid)
            self.popen.wait()
        self.log_path.unlink()


class Up(Process):
    """`manage.py up`, from its start to its end."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, int(environment.setdefault("PORT", str(find_free_port())))
        self.environment = clean_environment(DATA_DIR=str(folder), **environment)
        self.address = f"http://127.0.0.1:{self.port}"
        super().__init__([*MANAGE, "up"], self.environment)

    def wait_until_well(self) -> Self:
        def is_well() -> bool:
            assert self.is_running, self.log
            return ask(f"{self.address}/healthz")[0] == 200

        wait_until(is_well, 60, lambda: self.log)
        return self

    def health(self) -> tuple[int, dict[str, Any]]:
        status, body = ask(f"{self.address}/healthz")
        return status, json.loads(body) if body else {}

    def children(self) -> dict[str, int]:
        """The processes by what they are: redis, web, worker, beat, warden."""
        words = {"redis-server": "redis", "valkey-server": "redis", "gunicorn": "web", "crm.worker": "worker"}
        words |= {"crm.beat": "beat", "supervisor.warden": "warden"}
        found = {}
        for pid, parent, command in list_processes():
            if parent == self.pid:
                found |= {name: pid for word, name in words.items() if word in command}
        return found

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run_manage(*words, environment=self.environment)


def run_manage(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANAGE, *words], env=environment, cwd=CODE, capture_output=True, text=True, timeout=60, check=False
    )


def run_python(code: str, environment: dict[str, str]) -> str:
    """What the code prints, run with Django set up on that environment."""
    setup = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'crm.settings'; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + code],
        env=environment,
        cwd=CODE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def list_processes() -> list[tuple[int, int, str]]:
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return [(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and not row[2].startswith("Z")]


def descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for child, parent, _command in list_processes():
        children.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        new = children.get(todo.pop(), [])
        found += new
        todo += new
    return found


def still_running(pids: list[int]) -> list[int]:
    alive = {pid for pid, _parent, _command in list_processes()}
    return [pid for pid in pids if pid in alive]


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

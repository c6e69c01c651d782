"""Where a run takes place: a data folder, a database, and the programs that are started on them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.running import CODE, Process, ask, clean_environment, find_free_port, own_database, own_folder, wait_until


@dataclass(frozen=True)
class Place:
    folder: Path
    database: dict[str, str]  # DATABASE_URL, or nothing: SQLite in the folder

    def environment(self, **changes: str) -> dict[str, str]:
        key = {"SECRET_KEY": "of-a-benchmark-that-is-thrown-away-afterwards"}
        return clean_environment(DATA_DIR=str(self.folder), **key, **self.database, **changes)

    @property
    def postmaster(self) -> list[int]:
        """The process above PostgreSQL's backends, whose CPU time counts too; SQLite has none."""
        if not self.database:
            return []
        with psycopg.connect(self.database["DATABASE_URL"]) as connection:
            folder = connection.execute("SHOW data_directory").fetchone()[0]
        return [int((Path(folder) / "postmaster.pid").read_text().split()[0])]

    def check_durability(self) -> None:
        """A commit that does not reach the disk makes everything look cheap. (SQLite's is set by the settings.)"""
        if self.database:
            with psycopg.connect(self.database["DATABASE_URL"]) as connection:
                check_durability({name: connection.execute(f"SHOW {name}").fetchone()[0] for name in DURABLE})

    def run(self, module: str, *words: str, **changes: str) -> Any:
        """What a module of ours prints as JSON."""
        command = [sys.executable, "-m", f"tests.bench.{module}", *words]
        environment = self.environment(**changes)
        done = subprocess.run(command, env=environment, cwd=CODE, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


DURABLE = ("fsync", "synchronous_commit")


def check_durability(options: dict[str, str]) -> None:
    for name in DURABLE:
        assert options[name] == "on", f"PostgreSQL's {name} is {options[name]}: what is measured so is worth nothing"


@contextmanager
def own_place() -> Iterator[Place]:
    with own_folder() as folder, own_database() as database:
        yield Place(folder, database)


class WebServer(Process):
    """gunicorn with Afterword's settings, serving Afterword or the application given."""

    def __init__(self, place: Place, *application: str) -> None:
        self.port = find_free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", str(CODE / "gunicorn.conf.py")]
        super().__init__([*command, "--bind", f"127.0.0.1:{self.port}", *application], place.environment())

    def __enter__(self) -> Self:
        def answers() -> bool:
            assert self.is_running, self.log
            return ask(f"http://127.0.0.1:{self.port}/nowhere/")[0] > 0

        wait_until(answers, 60, lambda: self.log)
        return self


class Helper:
    """A process that says when it is ready, waits for the word, and prints one line when it is done."""

    def __init__(self, module: str, words: list[str], environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", f"tests.bench.{module}", *words]
        self.popen = subprocess.Popen(
            command, env=environment, cwd=CODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.popen.kill()
        self.popen.communicate()

    def wait_for_line(self) -> str:
        line = self.popen.stdout.readline().strip()
        assert line, f"a helper of the benchmark ended with {self.popen.wait()}"
        return line

    def go(self) -> None:
        self.popen.stdin.write("go\n")
        self.popen.stdin.flush()

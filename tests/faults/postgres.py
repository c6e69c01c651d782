"""A PostgreSQL cluster of the run's own, durable as it comes, that can be crashed and started again."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.faults.clock import Clock
from tests.running import find_free_port

NAME = "afterword"


def find_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    assert found, "PostgreSQL is not here: tests/install_tools brings it"
    return found[-1].parent


class Cluster:
    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock, self.port = folder / "cluster", clock, find_free_port()
        self.programs = find_programs()
        # Its log lies elsewhere than its data, whose disk gets full.
        self.log = folder.parent / "postgres.log"
        self.folder.mkdir(mode=0o700)
        self.log.touch()
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(self.folder, "postgres")
            shutil.chown(self.log, "postgres")
        self._run("initdb", "--auth=trust", f"--username={NAME}", "--encoding=UTF8", "--no-sync")
        self.start()
        create = [self.programs / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", NAME, NAME]
        subprocess.run(create, check=True)

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "max_wal_size": "64MB",
            "min_wal_size": "32MB",
        }
        words = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in options.items())
        self._run("pg_ctl", "start", "--wait", f"--log={self.log}", f"--options={words}")

    def is_running(self) -> bool:
        return self._ask("pg_ctl", "status").returncode == 0

    def crash(self) -> None:
        """All its processes end at once, and nothing is tidied up."""
        self._ask("pg_ctl", "stop", "--mode=immediate")

    def start_again(self) -> bool:
        """As a service manager would, whatever brought it down; a full disk does not let it."""
        if self.is_running():
            return True
        try:
            self.start()
        except subprocess.CalledProcessError:
            return False
        return True

    def _run(self, program: str, *words: str) -> None:
        self._ask(program, *words).check_returncode()

    def _ask(self, program: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        clock = [f"{name}={value}" for name, value in self.clock.environment().items()]
        command = ["env", *clock, str(self.programs / program), "-D", str(self.folder), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Not a pipe: the server inherits it and would hold it open.
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

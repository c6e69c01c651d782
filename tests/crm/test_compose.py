"""docker-compose.yml is valid, and what it starts comes up: each command run as it is written there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from crm.preparing import find_redis_binary
from tests.running import CODE, Process, clean_environment, find_free_port, own_database, own_folder, wait_until

GIVEN = {"SECRET_KEY": "k" * 50, "POSTGRES_PASSWORD": "secret"}


def read_compose(**environment: str) -> subprocess.CompletedProcess[str]:
    compose = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    options = ["-f", str(CODE / "docker-compose.yml"), "--profile", "mailpit"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with tempfile.NamedTemporaryFile() as empty:  # nobody's own .env
        command = [*compose, "--env-file", empty.name, *options, "config"]
        return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    done = read_compose(**GIVEN)
    assert done.returncode == 0, done.stderr
    services: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return services


def test_it_has_every_part_and_each_says_whether_it_is_well(services: dict[str, Any]) -> None:
    assert set(services) == {"web", "worker", "beat", "postgres", "redis", "mailpit"}
    assert all("healthcheck" in service for service in services.values())
    assert services["mailpit"]["profiles"] == ["mailpit"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_a_secret_has_no_default(name: str) -> None:
    done = read_compose(**{key: value for key, value in GIVEN.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


def test_the_parts_share_the_data_folder_and_the_worker_may_finish_its_mail(services: dict[str, Any]) -> None:
    assert {str(services[name]["volumes"]) for name in ("web", "worker", "beat")} == {str(services["web"]["volumes"])}
    assert services["worker"]["stop_grace_period"] in {"70s", "1m10s"}


def test_no_part_can_write_but_where_it_keeps_or_become_more_than_it_is(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["user"].split(":")[0] not in {"", "0", "root"}, name
        assert all("noexec" in place for place in service["tmpfs"]), name


def test_database_and_broker_have_no_way_out(services: dict[str, Any]) -> None:
    for name in ("postgres", "redis"):
        assert list(services[name]["networks"]) == ["inner"]
        assert "ports" not in services[name]


def test_the_image_copies_what_there_is_and_is_not_root() -> None:
    dockerfile = (CODE / "Dockerfile").read_text()
    allowed = re.findall(r"^!(\S+)", (CODE / ".dockerignore").read_text(), re.MULTILINE)
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, re.MULTILINE) for word in line.split()
    ]
    assert sorted(copied) == sorted(allowed)
    assert all((CODE / path).exists() for path in copied)
    assert re.search(r"^USER afterword$", dockerfile, re.MULTILINE)
    assert "--uid 10001" in dockerfile and "--gid 10001" in dockerfile
    assert "SECRET_KEY" not in dockerfile


def test_each_command_comes_up_as_it_is_written(services: dict[str, Any]) -> None:
    with installation(services) as run:
        run.start("redis")
        for names in (["web"], ["worker", "beat"]):  # as `depends_on` has it
            for name in names:
                run.start(name)
            for name in names:
                wait_until(partial(run.is_well, name), 60, lambda name=name: run.started[name].log)
        for name in ("beat", "worker", "web"):
            run.started[name].popen.terminate()
        for process in run.started.values():
            assert process.is_running or process.popen.returncode == 0
            assert process.stop() < 10


class Runner:
    """Runs a service's command with its environment; only hosts, ports and folders are those of the test."""

    def __init__(self, services: dict[str, Any], stack: ExitStack, folder: Path, database: dict[str, str]) -> None:
        self.services, self.stack, self.folder, self.database = services, stack, folder, database
        self.web_port, self.redis_port = str(find_free_port()), str(find_free_port())
        self.started: dict[str, Process] = {}
        self.lock = read_only_tree(folder)

    def start(self, name: str) -> None:
        service = self.services[name]
        command = shlex.split(service["command"]) if isinstance(service["command"], str) else service["command"]
        command = [word.replace("8000", self.web_port) for word in command]
        if name == "redis":
            folder = self.folder / "redis"
            folder.mkdir()
            command = [find_redis_binary(), *command[1:], "--port", self.redis_port, "--dir", str(folder)]
        self.started[name] = self.stack.enter_context(Process([*self.lock, *command], self.environment(service)))

    def environment(self, service: dict[str, Any]) -> dict[str, str]:
        changes = {"DATA_DIR": str(self.folder), "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0"}
        given = service.get("environment", {})
        given = {name: value for name, value in given.items() if value and name != "DATABASE_URL"}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return clean_environment(**{**given, **changes, **self.database, "PATH": path})

    def is_well(self, name: str) -> bool:
        """What the service's healthcheck says."""
        service = self.services[name]
        kind, *command = service["healthcheck"]["test"]
        here = f"127.0.0.1:{self.web_port}"
        command = [word.replace("web:8000", here).replace("127.0.0.1:8000", here) for word in command]
        if kind == "CMD-SHELL":
            command = ["sh", "-c", *(word.replace("$$", "$") for word in command)]
        environment = self.environment(service)
        return subprocess.run(command, env=environment, cwd=CODE, capture_output=True, check=False).returncode == 0


def read_only_tree(folder: Path) -> list[str]:
    """Like `read_only`, `tmpfs` and `cap_drop`: only the folder and memory can be written, and root is like anybody.

    Where this may not be done, as for who is not root, the commands run without.
    """
    lock = f"""
        mount --make-rprivate / && mount --bind {folder} {folder} &&
        mount -t tmpfs memory /dev/shm && mount -t tmpfs memory /var/tmp &&
        mount -o remount,bind,ro / && exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
    """
    prefix = ["unshare", "--mount", "sh", "-c", lock, "sh"]
    try:
        done = subprocess.run([*prefix, "touch", str(CODE / "written")], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return prefix if "Read-only file system" in done.stderr else []


@contextmanager
def installation(services: dict[str, Any]) -> Iterator[Runner]:
    with own_database() as database, own_folder() as folder, ExitStack() as stack:
        yield Runner(services, stack, folder, database)

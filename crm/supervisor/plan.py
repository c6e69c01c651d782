"""What is to run: written by `manage.py up`, read by the supervisor that it turns into."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import IO, NoReturn

# How long a child may take to end after SIGTERM before it is killed.
PATIENCE = 8.0

# A child that shows no life for so long is ended and started again. /healthz and the pages say so after three minutes;
# as long again is left to whoever looks after it, and to a machine that is only slow.
SILENT_FOR = 6 * 60.0


@dataclass(frozen=True)
class ChildPlan:
    name: str
    command: list[str]
    patience: float = PATIENCE
    keeps_fds: tuple[int, ...] = ()
    pulse: str = ""  # the file that it touches as a sign of life, if it gives any


@dataclass(frozen=True)
class Plan:
    children: list[ChildPlan]
    redis_socket: str  # of the embedded server, which starts first; empty if there is none
    web_address: tuple[str, int]
    banner: str
    silent_for: float = SILENT_FOR


def read_plan(file: IO[str]) -> Plan:
    content = json.load(file)
    children = [ChildPlan(**{**child, "keeps_fds": tuple(child["keeps_fds"])}) for child in content["children"]]
    return Plan(**{**content, "children": children, "web_address": tuple(content["web_address"])})


def become_supervisor(plan: Plan, *, python: str, code_folder: str, keep_fds: tuple[int, ...]) -> NoReturn:
    """Replace this process by the supervisor; the file descriptors in `keep_fds` stay open in it."""
    source, sink = os.pipe()
    os.write(sink, json.dumps(asdict(plan)).encode())
    os.close(sink)
    for fd in (source, *keep_fds):
        os.set_inheritable(fd, True)
    # The trailing words are for whoever looks at `ps`.
    command = [*program(python, code_folder, "crm.supervisor.tree"), str(source), "manage.py", "up"]
    os.execv(python, command)


def program(python: str, code_folder: str, module: str) -> list[str]:
    """A command that runs `module` of this code without site-packages, which it does not need."""
    return [
        python,
        "-S",
        "-E",
        "-c",
        f"import sys; sys.path.insert(0, {code_folder!r}); import {module}; {module}.main()",
    ]

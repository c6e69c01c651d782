"""The one log stream: each line with the name of the process that wrote it."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime

COLOURS = {"redis": 35, "web": 36, "worker": 32, "beat": 33, "up": 34}
WIDTH = max(map(len, COLOURS))
# Redis and Valkey begin a line with pid:role, date and level: "7:M 23 Nov 2026 04:42:01.123 # Done".
REDIS_LINE = re.compile(r"^\d+:[A-Z] \d+ \w+ \d{4} [\d:.]+ [-.*#] (.*)")
# Advice for servers of millions of keys (ours holds one), and how it says good-bye.
REDIS_NOISE = ("overcommit", "signal-handler", "bye bye")


class Log:
    def __init__(self) -> None:
        self.is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._unfinished: dict[str, bytes] = {}

    def say(self, text: str) -> None:
        self.write_line("up", f"{now()} {text}")

    def write_line(self, name: str, line: str) -> None:
        prefix = f"{name:<{WIDTH}} |"
        if self.is_coloured:
            prefix = f"\033[{COLOURS.get(name, 37)}m{prefix}\033[0m"
        self.write(f"{prefix} {line}\n")

    def write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:
            pass  # nobody reads any more; the work goes on

    def take(self, name: str, chunk: bytes) -> None:
        """Write the whole lines out of what a child printed; an unfinished one waits for its end."""
        *lines, rest = (self._unfinished.pop(name, b"") + chunk).split(b"\n")
        if rest:
            self._unfinished[name] = rest
        for line in lines:
            self._take_line(name, line)

    def finish(self, name: str) -> None:
        rest = self._unfinished.pop(name, b"")
        if rest:
            self._take_line(name, rest)

    def _take_line(self, name: str, raw: bytes) -> None:
        line = raw.decode("utf-8", "replace").rstrip()
        if name == "redis":
            found = REDIS_LINE.match(line)
            line = f"{now()} {found[1]}" if found else line
            if any(noise in line for noise in REDIS_NOISE):
                return
        if line:
            self.write_line(name, line)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

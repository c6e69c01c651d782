"""Outlives the supervisor by a moment: whatever ends it, SIGKILL too, the warden ends the children.

It reads "+PID SECONDS" and "-PID" from the supervisor. When that pipe ends, each process group still known gets
SIGTERM, and SIGKILL once its seconds are over.
"""

from __future__ import annotations

import os
import signal
import sys
import time


def main() -> None:
    groups: dict[int, float] = {}
    for line in sys.stdin:
        sign, words = line[0], line[1:].split()
        if sign == "+":
            groups[int(words[0])] = float(words[1])
        else:
            groups.pop(int(words[0]), None)
    end_groups(groups)


def end_groups(groups: dict[int, float]) -> None:
    for group in list(groups):
        signal_group(group, signal.SIGTERM)
        signal_group(group, signal.SIGCONT)  # a stopped process would not notice
    started = time.monotonic()
    while groups:
        for group, patience in list(groups.items()):
            if time.monotonic() - started > patience:
                signal_group(group, signal.SIGKILL)
            if not signal_group(group, 0):
                del groups[group]
        time.sleep(0.05)


def signal_group(group: int, number: int) -> bool:
    """Whether anything of the group was there to get the signal."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # macOS says so of a group of zombies
    return True

"""What the kernel knows of processes: their CPU time and their memory."""

import os
import time
from contextlib import suppress
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def read_processes() -> dict[int, tuple[int, float]]:
    """Parent and CPU seconds, those of ended children included, of every process."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(OSError):  # it has just ended
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ended = sum(map(int, fields[13:15])) / TICKS_A_SECOND
            found[int(folder.name)] = int(fields[1]), used_by(int(folder.name)) + ended
    return found


def used_by(pid: int) -> float:
    """CPU seconds of one process by its own clock, in nanoseconds; the table of processes counts in hundredths.

    The number of that clock is what `clock_getcpuclockid` gives on Linux.
    """
    return time.clock_gettime((~pid << 3) | 2)


def family(roots: list[int], processes: dict[int, tuple[int, float]]) -> set[int]:
    """The roots with all their descendants."""
    members = set(roots) & processes.keys()
    while new := {pid for pid, (parent, _cpu) in processes.items() if parent in members} - members:
        members |= new
    return members


def cpu_seconds(roots: list[int]) -> float:
    """The CPU time that the roots and their descendants have used until now."""
    processes = read_processes()
    return sum(processes[pid][1] for pid in family(roots, processes))


def memory_of_tree(root: int) -> tuple[float, str]:
    """Megabytes of the root and its descendants, and which kind: pages that several share count once in PSS alone."""
    members = family([root], read_processes())
    try:
        return sum(read_kilobytes(pid, "smaps_rollup", "Pss:") for pid in members) / 1024, "PSS"
    except OSError:  # hidden by the machine's settings
        return sum(read_kilobytes(pid, "status", "VmRSS:") for pid in members) / 1024, "RSS"


def read_kilobytes(pid: int, file: str, word: str) -> int:
    lines = (Path("/proc") / str(pid) / file).read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(word)), 0)

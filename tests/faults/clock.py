"""The clock of the machine that is under attack: libfaketime shows it to every process, and it can be stepped."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

# A step is seen after so many seconds at most.
SEEN_AFTER = 1.2


def find_library() -> Path:
    found = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    assert found, "libfaketime is not here: tests/install_tools brings the package faketime"
    return found


class Clock:
    """Ahead of the true one by `ahead`."""

    def __init__(self, file: Path) -> None:
        self.file, self.ahead = file, timedelta()
        self.step(timedelta())

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def step(self, by: timedelta) -> None:
        self.ahead += by
        # Replaced as a whole: a process may read it at any moment.
        drawn = self.file.with_suffix(".new")
        drawn.write_text(f"{self.ahead.total_seconds():+.0f}\n")
        drawn.chmod(0o644)
        drawn.replace(self.file)

    def wait_until_seen(self) -> None:
        time.sleep(SEEN_AFTER)

    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(find_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            # A machine whose date is set goes on counting seconds.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Else each thread that waits for Python's lock is woken up at once, over and over.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }


def forget_process(pid: int) -> None:
    """Remove what libfaketime leaves behind of a process that was killed."""
    for file in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
        (Path("/dev/shm") / file).unlink(missing_ok=True)

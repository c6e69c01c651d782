"""A sign of life for the supervisor of `manage.py up`: a file that is touched as long as a process does its work.

A process that is up may hang all the same. The supervisor ends one whose file stands still, and starts it again.
Nothing in here knows Django: beat does without.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

# Set by the supervisor for the child it watches; whoever runs elsewhere is watched by something else.
VARIABLE = "AFTERWORD_PULSE"


def show_life() -> None:
    if path := os.environ.get(VARIABLE):
        with suppress(OSError):  # a full disk is no reason to be ended
            Path(path).touch(mode=0o600)


class Bell:
    """When the last bell was heard, and how much is being done: what tells a worker that idles from a deaf one."""

    def __init__(self) -> None:
        self.heard_at = time.monotonic()
        self.tasks_in_hand: set[str] = set()

    def is_silent_for(self, seconds: float) -> bool:
        return not self.tasks_in_hand and time.monotonic() - self.heard_at > seconds

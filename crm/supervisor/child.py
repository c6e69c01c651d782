"""One supervised process: started, watched, started again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from crm.supervisor.plan import ChildPlan, program
from crm.supervisor.warden import signal_group

LONGEST_PAUSE = 30.0
STABLE_AFTER = 60.0
CODE_FOLDER = str(Path(__file__).resolve().parent.parent.parent)


class Child:
    def __init__(self, plan: ChildPlan) -> None:
        self.plan = plan
        self.name = plan.name
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.start_again_at: float | None = None
        self.kill_at: float | None = None
        self.pause = 0.0
        self.showed_life_at = 0.0
        self.last_pulse = 0

    def start(self) -> IO[bytes]:
        """Start it in a session of its own; what it prints can be read from the returned pipe."""
        starter = program(sys.executable, CODE_FOLDER, "crm.supervisor.starter")
        self.process = subprocess.Popen(
            [*starter, str(os.getpid()), *self.plan.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=self.plan.keeps_fds,
            env={**os.environ, "AFTERWORD_PULSE": self.plan.pulse},
        )
        self.started_at, self.start_again_at = time.monotonic(), None
        self.showed_life_at, self.kill_at = self.started_at, None
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process.stdout

    @property
    def is_running(self) -> bool:
        return self.process is not None

    def reap(self) -> str | None:
        """How it ended, if it did. What it left behind in its process group is ended too."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        signal_group(self.process.pid, signal.SIGKILL)
        self.process = None
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def plan_restart(self) -> float:
        """Seconds until it is started again: 1, 2, 4 … 30, and 1 again after a minute without trouble."""
        was_stable = time.monotonic() - self.started_at > STABLE_AFTER
        self.pause = 1.0 if was_stable or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self.start_again_at = time.monotonic() + self.pause
        return self.pause

    def is_silent(self, seconds: float) -> bool:
        """Whether it runs and showed no life for so long. By the clock that stands still while the machine sleeps."""
        if not self.plan.pulse or self.process is None or self.kill_at is not None:
            return False
        pulse = self.read_pulse()
        if pulse != self.last_pulse:
            self.last_pulse, self.showed_life_at = pulse, time.monotonic()
        return time.monotonic() - self.showed_life_at > seconds

    def read_pulse(self) -> int:
        try:
            return Path(self.plan.pulse).stat().st_mtime_ns
        except OSError:
            return 0

    def ask_to_end(self) -> None:
        self.start_again_at = None
        if self.process is not None:
            self.kill_at = time.monotonic() + self.plan.patience
            # The process alone, not its group: gunicorn and Celery end their own workers in good order.
            self.process.send_signal(signal.SIGTERM)
            self.process.send_signal(signal.SIGCONT)

    def kill_when_late(self) -> bool:
        if self.process is None or self.kill_at is None or time.monotonic() < self.kill_at:
            return False
        self.kill_at = None
        signal_group(self.process.pid, signal.SIGKILL)
        return True

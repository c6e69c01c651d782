"""Starts one child so that it ends with its parent: `python -m … PARENT_PID COMMAND…` becomes the command."""

from __future__ import annotations

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        end_with_parent(parent)
    os.execv(command[0], command)


def end_with_parent(parent: int) -> None:
    """Ask the kernel for a SIGTERM at the parent's end; elsewhere than on Linux the warden alone sees to it."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)  # it ended before we could ask

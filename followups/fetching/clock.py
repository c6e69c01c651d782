"""One deadline for all that belongs to one errand, held also against a server that sends a byte a second."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar

from django.utils.translation import gettext as _

from followups.fetching.problems import FetchFailed

Result = TypeVar("Result")

SECONDS = 10.0


class Clock:
    """`with Clock() as clock:` when its time is over, every socket that it watches is shut, whoever reads from it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.ends_at = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _raised: object, _where: TracebackType | None) -> None:
        self._timer.cancel()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends_at

    def remaining(self) -> float:
        """Seconds left. Raises `FetchFailed` when there are none."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise too_slow()
        return left

    def watch(self, line: socket.socket) -> None:
        with self._lock:
            self._sockets.append(line)
        self.remaining()

    def wait_for(self, work: Callable[[], Result]) -> Result:
        """Do the work in a thread and wait for it no longer than there is time: looking up a name has no limit."""
        results: list[Result] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001 (it is raised again where it was waited for)
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.remaining())
        if errors:
            raise errors[0]
        if not results:
            raise too_slow()
        return results[0]

    def _shut(self) -> None:
        with self._lock:
            for line in self._sockets:
                with suppress(OSError):
                    # The plain shutdown, also of a TLS line: its own would pull the line from under the reader.
                    socket.socket.shutdown(line, socket.SHUT_RDWR)


def too_slow() -> FetchFailed:
    return FetchFailed(_("The site took too long to answer."))

"""How a stop reaches whoever is sending: no new mail is begun, and one past the server's 354 is waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

_asked = Event()
_lock = Lock()
_running = 0


def ask_to_stop() -> None:
    """Safe to call from a signal handler."""
    _asked.set()


def stop_is_asked() -> bool:
    return _asked.is_set()


@contextmanager
def mail_in_hand() -> Iterator[None]:
    """Around the time in which only the mail server knows what became of a message; a stop waits for its end."""
    global _running
    with _lock:
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1


def is_handing_over() -> bool:
    return _running > 0

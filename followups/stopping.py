"""How a stop reaches whoever is sending: no new mail is begun, and one past the server's 354 is waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, get_ident

_asked = Event()
_threads_with_mail_in_hand: list[int] = []


def ask_to_stop() -> None:
    """Safe to call from a signal handler."""
    _asked.set()


def stop_is_asked() -> bool:
    return _asked.is_set()


@contextmanager
def mail_in_hand() -> Iterator[None]:
    """Around the time in which only the mail server knows what became of a message; a stop waits for its end."""
    _threads_with_mail_in_hand.append(get_ident())
    try:
        yield
    finally:
        _threads_with_mail_in_hand.remove(get_ident())


def is_handing_over() -> bool:
    return bool(_threads_with_mail_in_hand)

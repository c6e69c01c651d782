"""A sender that kills itself with SIGKILL at one point of its work: `python -m tests.followups.crash_worker POINT`."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def die(*_args: Any, **_kwargs: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any]) -> Callable[..., Any]:
    def call_and_die(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        die()

    return call_and_die


def set_trap(point: str) -> None:
    from followups import outbox, sending, smtp
    from followups.smtp_session import Session

    def send_half_and_die(session: Session, out: Any) -> None:
        if isinstance(out, bytes) and len(out) > 500:
            session._open_socket().sendall(out[: len(out) // 2])
            die()
        whole(session, out)

    def die_before_the_reply(session: Session) -> Any:
        if getattr(session, "has_sent_a_message", False):
            die()
        return read_reply(session)

    def note_the_message(session: Session, out: Any) -> None:
        whole(session, out)
        session.has_sent_a_message = isinstance(out, bytes) and len(out) > 500  # type: ignore[attr-defined]

    whole, read_reply = Session.send, Session.getreply
    match point:
        case "before-the-claim":
            outbox.claim_mails = die
        case "after-the-claim":
            sending.read_contents = die
        case "after-354":
            outbox.hand_over = die
        case "handing-committed":
            smtp.Line.finish = die  # type: ignore[method-assign]
        case "half-sent":
            Session.send = send_half_and_die  # type: ignore[method-assign]
        case "reply-not-read":
            Session.send = note_the_message  # type: ignore[method-assign]
            Session.getreply = die_before_the_reply  # type: ignore[method-assign]
        case "reply-not-committed":
            outbox.record_accepted = die
        case "sent-committed":
            outbox.record_accepted = dying_after(outbox.record_accepted)
        case _:
            sys.exit(f"no such point: {point}")


if __name__ == "__main__":
    django.setup()
    set_trap(sys.argv[1])
    from followups.sending import drain

    drain()

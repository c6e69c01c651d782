"""Senders that kill themselves with SIGKILL at one point of their work.

`python -m tests.followups.crash_worker` loads once, and forks a sender for each line of JSON that it is told: the
point, the passage, the mail server's port and whether it removes repeats. It answers with the status that the sender
ended with.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

import django

# The eight moments between two of which something changes for good, in the order in which a mail meets them.
POINTS = [
    "before-the-claim",
    "after-the-claim",
    "after-354",
    "handing-committed",
    "half-sent",
    "reply-not-read",
    "reply-not-committed",
    "sent-committed",
]


class Trap:
    """Kills the process when it has been passed so many times."""

    def __init__(self, passage: int) -> None:
        self.passage, self.passages = passage, count(1)

    def pass_by(self) -> None:
        if next(self.passages) >= self.passage:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def pass_by_and_call(*args: Any, **kwargs: Any) -> Any:
            self.pass_by()
            return function(*args, **kwargs)

        return pass_by_and_call

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call_and_pass_by(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            self.pass_by()
            return result

        return call_and_pass_by


def set_trap(point: str, *, passage: int = 1) -> None:
    """Let this process die when its senders come to the point for the `passage`-th time."""
    from followups import outbox, sending, smtp
    from followups.smtp_session import Session

    trap = Trap(passage)
    whole, read_reply = Session.send, Session.getreply

    def send_in_halves(session: Session, out: Any) -> None:
        if not is_message(out):
            whole(session, out)
            return
        session._open_socket().sendall(out[: len(out) // 2])
        trap.pass_by()
        whole(session, out[len(out) // 2 :])

    def note_the_message(session: Session, out: Any) -> None:
        whole(session, out)
        session.awaits_the_last_reply = is_message(out)  # type: ignore[attr-defined]

    def pass_by_before_the_last_reply(session: Session) -> Any:
        if getattr(session, "awaits_the_last_reply", False):
            trap.pass_by()
        return read_reply(session)

    match point:
        case "before-the-claim":
            outbox.claim_mails = trap.before(outbox.claim_mails)
        case "after-the-claim":
            sending.read_contents = trap.before(sending.read_contents)
        case "after-354":
            outbox.hand_over = trap.before(outbox.hand_over)
        case "handing-committed":
            smtp.Line.finish = trap.before(smtp.Line.finish)  # type: ignore[method-assign]
        case "half-sent":
            Session.send = send_in_halves  # type: ignore[method-assign]
        case "reply-not-read":
            Session.send = note_the_message  # type: ignore[method-assign]
            Session.getreply = pass_by_before_the_last_reply  # type: ignore[method-assign]
        case "reply-not-committed":
            outbox.record_accepted = trap.before(outbox.record_accepted)
        case "sent-committed":
            outbox.record_accepted = trap.after(outbox.record_accepted)
        case _:
            sys.exit(f"no such point: {point}")


def is_message(out: Any) -> bool:
    return isinstance(out, bytes) and len(out) > 500


def send_and_die(point: str, passage: int, port: int, removes_repeats: bool) -> None:
    from django.conf import settings

    from crm.environment import MailServer
    from followups.sending import drain

    settings.MAIL_SERVER = MailServer(host="127.0.0.1", port=port, security="none")
    settings.EMAIL_RELAY_DEDUPES = removes_repeats
    set_trap(point, passage=passage)
    drain()


def main() -> None:
    django.setup()
    import followups.sending  # noqa: F401
    from followups.mail_templates import load_template

    for part in ("txt", "html"):
        load_template(f"nudge_mail.{part}.jinja")
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                send_and_die(*json.loads(line))
            finally:
                os._exit(1)  # it was to die before
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()

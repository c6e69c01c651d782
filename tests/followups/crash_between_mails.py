"""A sender that kills itself where one mail's outcome and the next one's hand-over share a commit.

`python -m tests.followups.crash_between_mails before` (or `after`, the commit).
"""

import os
import signal
import sys
import time
from typing import Any

import django


def die(*_words: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def set_trap(when: str) -> None:
    from followups import outbox_sql
    from followups.smtp_session import Session

    has_heard, turn_two = Session.has_heard, outbox_sql.turn_two
    # The server gets the time to answer for the next mail before the last one is written down.
    Session.has_heard = lambda *words: time.sleep(0.3) or has_heard(*words)  # type: ignore[func-returns-value, method-assign]
    outbox_sql.turn_two = die if when == "before" else lambda *words: die(turn_two(*words))


if __name__ == "__main__":
    django.setup()
    set_trap(sys.argv[1])
    from followups.sending import drain

    drain()

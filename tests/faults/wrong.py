"""Ways of sending that are known to be wrong, to see that the harness finds what they do.

`python -m tests.faults --wrong mark-then-send …` must end with lost mails, `send-then-mark` with mails sent twice.
"""

from __future__ import annotations

from typing import Any


def break_order(how: str) -> None:
    if how:
        WRONG[how]()


def mark_then_send() -> None:
    """What is marked as sent is sent no more, whatever became of it."""
    from followups import outbox

    hand_over = outbox.hand_over

    def hand_over_and_mark(mail: Any, **how: Any) -> None:
        hand_over(mail, **how)
        outbox.record_accepted(mail, "", how["now"])

    outbox.hand_over = hand_over_and_mark


def send_then_mark() -> None:
    """Whatever was not marked as sent is sent again."""
    from followups import outbox

    outbox.settings = type("Settings", (), {"EMAIL_RELAY_DEDUPES": True, "MAIL_SERVER": None})


def take_no_token() -> None:
    """Whoever once claimed a mail sends it, however long they slept."""
    from followups import outbox
    from followups.models import NudgeMail

    def hand_over(mail: Any, *, rendered: Any, subject: str, now: Any, before: Any = None) -> None:
        if before:
            outbox.record_accepted(before.mail, before.reply, before.at)
        NudgeMail.objects.filter(pk=mail.pk).update(state=NudgeMail.State.HANDING, handed_at=now, subject=subject)
        outbox.note_change(mail, NudgeMail.State.HANDING, by="worker")

    outbox.hand_over = hand_over


WRONG = {"mark-then-send": mark_then_send, "send-then-mark": send_then_mark, "no-token": take_no_token}

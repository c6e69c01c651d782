"""The mail server of the run: it keeps its own book of what it accepted, and is as unreliable as they are."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from tests.faults.clock import Clock
from tests.smtp_server import Accepted, Fault, SmtpServer

NAME = r"Dana Weber-\d+-\d+"
# Resend and Emailit keep a key for a day, and answer 409 to the same key with another message.
KEYS_ARE_KEPT_FOR = timedelta(hours=24)
ACCEPTED = "250 2.0.0 Accepted"
ANOTHER_MESSAGE = "550 5.7.0 This key was used for another message"

# At which step, what, how often. Seconds are those of a stall.
TROUBLES = [
    ("connect", "drop", 0.02, 0),
    ("connect", "421 4.3.2 Too busy", 0.02, 0),
    ("ehlo", "drop", 0.01, 0),
    ("mail", "421 4.3.2 Closing", 0.005, 0),
    ("mail", "drop", 0.005, 0),
    ("rcpt", "450 4.7.1 Greylisted", 0.02, 0),
    ("rcpt", "550 5.1.1 No such mailbox", 0.005, 0),
    ("rcpt", "drop", 0.005, 0),
    ("rcpt", "stall", 0.003, 4),
    ("data", "451 4.3.0 Later", 0.03, 0),
    ("data", "drop", 0.005, 0),
    ("data", "drip", 0.005, 0.05),
    ("body", "drop", 0.01, 0),
    ("body", "stall", 0.003, 4),
    ("dot", "451 4.3.0 Later", 0.01, 0),
    ("dot", "554 5.6.0 Not like this", 0.005, 0),
    ("dot", "drop", 0.01, 0),
    ("dot", "accept-then-drop", 0.02, 0),
    ("dot", "stall", 0.003, 4),
    ("quit", "drop", 0.05, 0),
]


class Relay(SmtpServer):
    """Remembers of each accepted mail whom it tells of, as its text says. Removes repeats by key if it is asked to."""

    def __init__(self, clock: Clock, *, removes_repeats: bool) -> None:
        super().__init__(removes_repeats=removes_repeats)
        self.clock = clock
        self.book: list[dict[str, Any]] = []
        self.repeated: list[dict[str, Any]] = []
        self.used_keys: dict[str, tuple[datetime, bytes]] = {}

    def fault_at(self, stage: str) -> Fault | None:
        if stage == "ehlo":  # every other line takes its commands all at once
            self.offers = self.offers[1:] if "PIPELINING" in self.offers else ("PIPELINING", *self.offers)
        return super().fault_at(stage)

    def take(self, mail: Accepted) -> str:
        now = self.clock.now()
        row = {"message_id": mail.message_id, "key": mail.key, "recipient": mail.recipient, "at": mail.at}
        row["contacts"] = read_names(mail.raw)
        used_at, raw = self.used_keys.get(mail.key, (now, mail.raw))
        if self.removes_repeats and mail.key in self.used_keys and now - used_at < KEYS_ARE_KEPT_FOR:
            self.repeated.append({**row, "is_same": raw == mail.raw})
            return ACCEPTED if raw == mail.raw else ANOTHER_MESSAGE
        if mail.key:
            self.used_keys[mail.key] = now, mail.raw
        self.book.append(row)
        return ACCEPTED

    def be_troublesome(self) -> None:
        self.faults = [
            Fault(stage, what, times=None, chance=chance, seconds=seconds) for stage, what, chance, seconds in TROUBLES
        ] + slowness()

    def be_slow(self) -> None:
        """No trouble, but a wait at each step that widens the moments in which a kill can hurt."""
        self.faults = slowness()


def slowness() -> list[Fault]:
    waits = {"rcpt": 0.02, "data": 0.02, "body": 0.02, "dot": 0.08}
    return [Fault(stage, "stall", times=None, seconds=seconds) for stage, seconds in waits.items()]


def read_names(raw: bytes) -> list[str]:
    """The contacts of whom the text part of a message tells."""
    text = message_from_bytes(raw).get_payload(0).get_payload(decode=True)  # type: ignore[union-attr]
    return sorted(set(re.findall(NAME, text.decode())))  # type: ignore[union-attr]

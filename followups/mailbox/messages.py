"""One mail, read: who wrote to whom, when, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import is_naive

from followups.plain_text import write_plain

LARGEST_MAIL = 10 * 1024 * 1024
# Python's parser takes 5 µs for each sign of a header: what is longer is made to keep it busy.
LONGEST_HEAD = 256 * 1024
LONGEST_HEADER = 20_000
MOST_BOUNDARIES = 5_000
LONGEST_TEXT = 50_000
MOST_RECIPIENTS = 100
RECEIVED_FOR = re.compile(r"\bfor\s+<?([^\s<>;@]{1,64}@[^\s<>;@]{1,190})")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
BLOCK_ENDS = re.compile(r"(?i)<(?:br\b[^>]{0,200}|/p|/div|/tr|/h\d|/li|/blockquote)>")


class NoMail(ValueError):
    """The bytes are no mail that can be read."""


class CappedPolicy(policy.EmailPolicy):
    """The modern way to read headers, but none beyond a length."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


POLICY = CappedPolicy()


@dataclass(frozen=True)
class Message:
    message_id: str
    sender: str
    recipients: tuple[str, ...]  # of To and Cc
    envelope: tuple[str, ...]  # what the headers of delivery tell, the hidden copy among them
    subject: str
    sent_at: datetime | None
    text: str
    results: tuple[str, ...] = field(default=(), repr=False)  # Authentication-Results, the topmost first


def read_message(raw: bytes) -> Message:
    """Read a mail as it came over the wire. Raises `NoMail`."""
    if len(raw) > LARGEST_MAIL:
        raise NoMail("too large")
    if head_size(raw) > LONGEST_HEAD or raw.count(b"\n--") > MOST_BOUNDARIES:
        raise NoMail("too tangled")
    try:
        parsed = message_from_bytes(raw, policy=POLICY)
        assert isinstance(parsed, EmailMessage)
        return describe(parsed, raw)
    # Python's own parser stumbles over some broken mails, and over deeply nested ones.
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise NoMail("unreadable") from error


def head_size(raw: bytes) -> int:
    end = END_OF_HEAD.search(raw)
    return end.start() if end else len(raw)


def describe(parsed: EmailMessage, raw: bytes) -> Message:
    senders = read_addresses(parsed, "From")
    return Message(
        message_id=read_header(parsed, "Message-ID").strip() or f"<{sha256(raw).hexdigest()}>",
        sender=senders[0] if len(senders) == 1 else "",  # two authors are no proof for either
        recipients=read_addresses(parsed, "To", "Cc"),
        envelope=read_addresses(parsed, "Bcc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
        + read_received_for(parsed),
        subject=" ".join(read_header(parsed, "Subject").split())[:300],
        sent_at=read_moment(read_header(parsed, "Date")),
        text=read_text(parsed),
        results=tuple(str(value) for value in parsed.get_all("Authentication-Results", [])),
    )


def read_header(parsed: EmailMessage, name: str) -> str:
    return str(parsed.get(name, ""))


def read_addresses(parsed: EmailMessage, *names: str) -> tuple[str, ...]:
    values = [str(value) for name in names for value in parsed.get_all(name, [])]
    found = (address.strip().lower() for _name, address in getaddresses(values))
    return tuple(dict.fromkeys(address for address in found if "@" in address))[:MOST_RECIPIENTS]


def read_received_for(parsed: EmailMessage) -> tuple[str, ...]:
    """“Received: … for <address>”: where servers note whom a hidden copy was for."""
    traces = [str(value)[:2000] for value in parsed.get_all("Received", [])[:20]]
    return tuple(
        found.lower() for trace in traces for found in re.findall(r"\bfor\s+<?([^\s<>;]{3,254}@[^\s<>;]+)", trace)
    )


def read_moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=ZoneInfo("UTC")) if is_naive(moment) else moment


def read_text(parsed: EmailMessage) -> str:
    part = parsed.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_subtype() == "html":
        lines = BLOCK_ENDS.split(content[: 10 * LONGEST_TEXT])
        content = "\n".join(write_plain(line, LONGEST_TEXT) for line in lines)
    text = content.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode()[:LONGEST_TEXT].strip()

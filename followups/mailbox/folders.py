"""Go through a folder of a mailbox: only what came since, headers first, and never a change to it.

UIDs grow as mails come in, and mean something only together with the folder's UIDVALIDITY (RFC 3501, 2.3.1.1): when
that has changed, the folder is gone through again. That is harmless: a mail is taken once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import Message as Header
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import Any

from imap_tools import AND, U
from imap_tools.errors import MailboxFetchError
from imap_tools.utils import check_command_status

from followups.fetching.imap import JudgedMailBox

HEADERS_AT_ONCE = 250
# Who wrote to whom; the rest of a mail is read for those that concern somebody known.
FIELDS = "TO CC BCC DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO X-ENVELOPE-TO RECEIVED"
# The text of a mail stands before its attachments, which are not asked for.
BEGINNING = 256 * 1024
UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True)
class Position:
    """How far a folder was read."""

    uid_validity: int = 0
    last_uid: int = 0


@dataclass(frozen=True)
class FoundMail:
    uid: int
    header: Header

    @property
    def addresses(self) -> set[str]:
        """Whom it went to, in small letters."""
        values = [str(value) for name in ("To", "Cc", "Bcc") for value in self.header.get_all(name, [])]
        return {address.strip().lower() for _name, address in getaddresses(values) if address}

    def said(self) -> str:
        """All that tells whom it was for, in small letters."""
        return " ".join(str(value) for value in self.header.values()).lower()


@dataclass(frozen=True)
class Batch:
    """Some mails in a row, and the position after them."""

    mails: Sequence[FoundMail]
    position: Position


def walk_folder(mailbox: JudgedMailBox, folder: str, *, after: Position, since: date) -> Iterator[Batch]:
    """The mails that came after the position, oldest first. The folder is opened read-only."""
    mailbox.folder.set(folder, readonly=True)
    validity = mailbox.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    last = after.last_uid if after.uid_validity == validity else 0
    # A range up to the last always holds the last one, even where it was read before.
    criteria = AND(uid=U(str(last + 1), "*"), date_gte=since)
    uids = sorted(uid for uid in map(int, mailbox.uids(criteria)) if uid > last)
    for start in range(0, len(uids), HEADERS_AT_ONCE):
        some = uids[start : start + HEADERS_AT_ONCE]
        yield Batch(list(fetch_headers(mailbox, some)), Position(validity, some[-1]))


def fetch_headers(mailbox: JudgedMailBox, uids: Sequence[int]) -> Iterator[FoundMail]:
    for told, header in fetch(mailbox, ",".join(map(str, uids)), f"(UID BODY.PEEK[HEADER.FIELDS ({FIELDS})])"):
        if uid := UID.search(told):
            yield FoundMail(int(uid[1]), BytesHeaderParser().parsebytes(header))


def fetch_beginning(mailbox: JudgedMailBox, uid: int) -> bytes | None:
    """The mail as it came over the wire, without what is far behind its text; None if it is gone."""
    for _told, content in fetch(mailbox, str(uid), f"(UID BODY.PEEK[]<0.{BEGINNING}>)"):
        return content
    return None


def fetch(mailbox: JudgedMailBox, uids: str, parts: str) -> Iterator[tuple[bytes, bytes]]:
    """What the server told of each mail, and the part that was asked for. PEEK: no mail is marked as seen."""
    answer: Any = mailbox.client.uid("FETCH", uids, parts)
    check_command_status(answer, MailboxFetchError)
    items = answer[1] or []
    for place, item in enumerate(items):
        if isinstance(item, tuple):
            behind = items[place + 1] if place + 1 < len(items) and isinstance(items[place + 1], bytes) else b""
            yield item[0] + b" " + behind, item[1]

"""Read the installation's own mailbox for what came to the users' secret addresses; the rest is not looked at."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from followups.fetching import FetchProblem
from followups.fetching.imap import JudgedMailBox, MailboxAccount, open_mailbox
from followups.mailbox.folders import FoundMail, Position, fetch_beginning, walk_folder
from followups.mailbox.taking import take_copied_mail
from followups.models import InboxPosition
from followups.stopping import stop_is_asked

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=50)
CLAIM = timedelta(minutes=5)
SECONDS_A_ROUND = 60
# At the first look nothing older is taken: a new address has had no mail before.
DAYS_BACK = timedelta(days=7)


def read_inbox(now: datetime) -> int:
    """Take what came since the last look, if it is time and nobody else does; returns how many were taken."""
    position = claim_inbox(now)
    if position is None:
        return 0
    try:
        taken = take_new(read_account(), position, now)
    except FetchProblem as trouble:
        InboxPosition.objects.update(error=trouble.message[:300])
        log.warning("inbox_not_read", why=trouble.message)
        return 0
    InboxPosition.objects.update(error="", read_at=timezone.now(), next_read_at=timezone.now() + EVERY)
    return taken


def inbox_is_due(now: datetime) -> bool:
    if settings.INBOX_SERVER is None:
        return False
    position = InboxPosition.objects.first()
    return position is None or position.next_read_at <= now


def read_account() -> MailboxAccount:
    server = settings.INBOX_SERVER
    assert server is not None, "it is due only where one is named"
    return MailboxAccount(server.host, server.port, server.security, server.user, server.password, is_ours=True)


def claim_inbox(now: datetime) -> Position | None:
    InboxPosition.objects.get_or_create(pk=1, defaults={"next_read_at": now})
    if not InboxPosition.objects.filter(next_read_at__lte=now).update(next_read_at=now + CLAIM):
        return None
    kept = InboxPosition.objects.get()
    return Position(kept.uid_validity, kept.last_uid)


def take_new(account: MailboxAccount, after: Position, now: datetime) -> int:
    until, taken = time.monotonic() + SECONDS_A_ROUND, 0
    since = (now - DAYS_BACK).date()
    with open_mailbox(account, seconds=2 * SECONDS_A_ROUND) as mailbox:
        for batch in walk_folder(mailbox, settings.INBOX_FOLDER, after=after, since=since):
            taken += sum(take_one(mailbox, mail) for mail in batch.mails if is_for_somebody(mail))
            # After them: a worker that dies before this takes them again, which changes nothing.
            InboxPosition.objects.update(uid_validity=batch.position.uid_validity, last_uid=batch.position.last_uid)
            if time.monotonic() > until or stop_is_asked():
                break
    return taken


def is_for_somebody(mail: FoundMail) -> bool:
    """Whether a secret address can be in it at all: only then is more than its headers read."""
    local, _at, domain = settings.INBOX_ADDRESS.lower().partition("@")
    said = mail.said()
    return f"{local}+" in said and domain in said


def take_one(mailbox: JudgedMailBox, mail: FoundMail) -> int:
    raw = fetch_beginning(mailbox, mail.uid)
    return len(take_copied_mail(raw)) if raw else 0

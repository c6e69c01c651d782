"""Look through the user's folder of sent mails, at their provider: what went to a contact goes on the timeline."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from contacts.models import Contact
from crm.models import User
from followups.answers import cut_answer
from followups.fetching import FetchProblem, FetchRefused
from followups.fetching.imap import JudgedMailBox, MailboxAccount, SignInRefused, open_mailbox
from followups.locks import lock_user
from followups.mailbox.folders import Batch, Position, fetch_beginning, walk_folder
from followups.mailbox.messages import LONGEST_TEXT, NoMail, read_message
from followups.mailbox.sorting import Sorted, day_of
from followups.mailbox.taking import put_on_timeline
from followups.models import MailboxMail, SentFolder
from followups.stopping import stop_is_asked

log = structlog.get_logger(__name__)

EVERY = timedelta(minutes=10)
# A claim ends by itself if its worker dies; a round lasts a minute, and its mailbox is shut soon after.
CLAIM = timedelta(minutes=5)
SECONDS_A_ROUND = 60
LONGEST_WAIT = timedelta(hours=6)
# Names of the folder where the server does not mark it (RFC 6154).
USUAL_NAMES = ("sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete objekte", "envoyés")


def watch_sent_folder(user: User, *, password: str, folder: str = "", **where: Any) -> SentFolder:
    """Sign in, find the folder, and look through it from now on. Raises `FetchProblem`: nothing is kept then.

    `where` are host, port, security, user_name and since; an empty `folder` is found by the server's own mark.
    """
    account = MailboxAccount(
        host=where["host"],
        port=where["port"],
        security=where["security"],
        user_name=where["user_name"],
        password=password,
    )
    with open_mailbox(account, seconds=30) as mailbox:
        found = find_folder(mailbox, folder)
    kept = {**where, "folder": found, "sealed_password": encrypt(password.encode())}
    anew = {"uid_validity": 0, "last_uid": 0, "failures": 0, "error": "", "next_read_at": timezone.now()}
    watched, _is_new = SentFolder.objects.update_or_create(owner=user, defaults={**kept, **anew})
    return watched


def find_folder(mailbox: JudgedMailBox, wanted: str) -> str:
    """The name of the folder of sent mails. Raises `FetchRefused` if there is none."""
    folders = mailbox.folder.list()
    if wanted:
        named = [folder.name for folder in folders if folder.name.casefold() == wanted.casefold()]
    else:
        named = [folder.name for folder in folders if "\\Sent" in folder.flags]
        named += [f.name for f in folders if f.name.rpartition(f.delim or "/")[2].casefold() in USUAL_NAMES]
    if not named:
        known = ", ".join(folder.name for folder in folders[:20])
        raise FetchRefused(_("Which folder are your sent mails in? There are: %(folders)s.") % {"folders": known})
    return named[0]


def stop_watching(user: User) -> None:
    """Forget the mailbox and its password; what was logged stays."""
    SentFolder.objects.owned_by(user).delete()


def read_password(watched: SentFolder) -> str:
    return decrypt(bytes(watched.sealed_password)).decode()


def read_sent_folder(folder_id: int, now: datetime) -> int:
    """Look through one folder for a minute at most, if it is due and nobody else does; returns how many were logged."""
    watched = claim_folder(folder_id, now)
    if watched is None:
        return 0
    try:
        logged, is_through = go_through(watched)
    except SignInRefused as trouble:
        settle(watched, error=trouble.message, next_read_at=None)
    except CannotDecrypt as trouble:
        settle(watched, error=str(trouble)[:300], next_read_at=None)
    except FetchProblem as trouble:
        note_failure(watched, trouble, now)
    else:
        next_read_at = timezone.now() + EVERY if is_through else timezone.now()
        settle(watched, error="", failures=0, read_at=timezone.now(), next_read_at=next_read_at)
        return logged
    log.info("sent_folder_not_read", folder=watched.pk)
    return 0


def claim_folder(folder_id: int, now: datetime) -> SentFolder | None:
    claimed = SentFolder.objects.due(now).filter(pk=folder_id).update(next_read_at=now + CLAIM)
    return SentFolder.objects.select_related("owner").filter(pk=folder_id).first() if claimed else None


def settle(watched: SentFolder, **fields: Any) -> None:
    """Write down what came of it, unless the user has changed the mailbox meanwhile."""
    SentFolder.objects.filter(pk=watched.pk, next_read_at=watched.next_read_at).update(**fields)


def note_failure(watched: SentFolder, trouble: FetchProblem, now: datetime) -> None:
    wait = min(EVERY * 2 ** min(watched.failures, 6), LONGEST_WAIT)
    settle(watched, error=trouble.message[:300], failures=F("failures") + 1, next_read_at=now + wait)


def go_through(watched: SentFolder) -> tuple[int, bool]:
    """Read on from where the last round ended; how many mails were logged, and whether that was all."""
    account = MailboxAccount(watched.host, watched.port, watched.security, watched.user_name, read_password(watched))
    position, until = Position(watched.uid_validity, watched.last_uid), time.monotonic() + SECONDS_A_ROUND
    known = read_known_addresses(watched.owner)
    logged = 0
    with open_mailbox(account, seconds=2 * SECONDS_A_ROUND) as mailbox:
        for batch in walk_folder(mailbox, watched.folder, after=position, since=watched.since):
            logged += take_batch(watched, mailbox, batch, known)
            if time.monotonic() > until or stop_is_asked():
                return logged, False
    return logged, True


def read_known_addresses(owner: User) -> set[str]:
    return set(Contact.objects.owned_by(owner).exclude(email="").values_list("email", flat=True))


def take_batch(watched: SentFolder, mailbox: JudgedMailBox, batch: Batch, known: set[str]) -> int:
    """Log what went to a contact, and move the position on: both, or neither."""
    raw_mails = [fetch_beginning(mailbox, mail.uid) for mail in batch.mails if mail.addresses & known]
    position = batch.position
    with transaction.atomic():
        lock_user(watched.owner)
        logged = sum(take_sent(watched, raw) for raw in raw_mails if raw)
        moved = SentFolder.objects.filter(pk=watched.pk, next_read_at=watched.next_read_at)
        moved.update(uid_validity=position.uid_validity, last_uid=position.last_uid, logged=F("logged") + logged)
    return logged


def take_sent(watched: SentFolder, raw: bytes) -> int:
    try:
        message = read_message(raw)
    except NoMail:
        return 0
    owner = watched.owner
    everybody = {*message.recipients, *message.envelope}
    known = Contact.objects.owned_by(owner).filter(email__in=everybody).select_related("owner", "company")
    sorted_as = Sorted(
        MailboxMail.Kind.SENT, day_of(owner, message.sent_at), cut_answer(message.text)[:LONGEST_TEXT], list(known)
    )
    return len(put_on_timeline(owner, message, sorted_as, source=MailboxMail.Source.SENT_FOLDER))


def read_due_folders(now: datetime, most: int = 50) -> list[int]:
    return list(SentFolder.objects.due(now).order_by("next_read_at").values_list("pk", flat=True)[:most])


def read_again(watched: SentFolder, *, since: date) -> None:
    """Go through the whole folder once more: for people who were added since."""
    SentFolder.objects.filter(pk=watched.pk).update(
        since=since, uid_validity=0, last_uid=0, error="", failures=0, next_read_at=timezone.now()
    )

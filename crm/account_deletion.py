"""An account on its way out: asked for, called off, and after a week carried out, with everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import getaddresses
from pathlib import Path

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from contacts.models import Contact, Rejection
from crm.audit import note_event
from crm.erasing import wipe_traces
from crm.models import User
from followups.departures import journal_account
from followups.locks import lock_user
from followups.models import NudgeMail
from followups.people import remove_kept_mails
from followups.subscription import resume_mails, stop_mails

log = structlog.get_logger(__name__)

GRACE = timedelta(days=7)
ROWS_AT_ONCE = 500


@transaction.atomic
def ask_for_deletion(user: User, *, request: HttpRequest | None = None) -> bool:
    """From now on no nudge is mailed and no program gets in; after the grace everything goes. False: asked already."""
    lock_user(user)
    now = timezone.now()
    if not User.objects.filter(pk=user.pk, deletion_asked_at=None).update(deletion_asked_at=now):
        return False
    user.deletion_asked_at = now
    stop_mails(user)
    note_event(user, "deletion_asked", request=request)
    return True


def confirm_by_mail(request: HttpRequest, user: User) -> None:
    get_adapter(request).send_mail("account/email/deletion_asked", user.email, {"day": day_of_deletion(user)})


def day_of_deletion(user: User) -> datetime | None:
    """The moment from which on it is carried out, in the user's own time zone."""
    return (user.deletion_asked_at + GRACE).astimezone(user.zone) if user.deletion_asked_at else None


@transaction.atomic
def call_off_deletion(user: User, *, request: HttpRequest | None = None) -> bool:
    """The account stays, and mails come again if they did before. False if there was nothing to call off."""
    lock_user(user)
    user.refresh_from_db(fields=["deletion_asked_at", "mails_stopped_at"])
    asked_at, stopped_at = user.deletion_asked_at, user.mails_stopped_at
    if asked_at is None:
        return False
    User.objects.filter(pk=user.pk).update(deletion_asked_at=None)
    user.deletion_asked_at = None
    if stopped_at is not None and stopped_at >= asked_at:
        resume_mails(user)
    note_event(user, "deletion_cancelled", request=request)
    return True


def delete_due_accounts(now: datetime) -> int:
    """Carry out what was asked for a week ago; the tick's housekeeping calls it."""
    due = User.objects.filter(deletion_asked_at__lte=now - GRACE).order_by("pk")
    return sum(delete_account(user) for user in due)


def delete_account(user: User) -> bool:
    """Delete the user and all that is theirs. False, for now, while a mail of theirs is being handed over.

    Their people go first, some at a time: of a hundred thousand no page would wait. Killed in between, it goes on
    from there the next time.
    """
    if user.nudge_mails.filter(state=NudgeMail.State.HANDING).exists():
        return False
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    remove_files(user, addresses)
    Rejection.objects.filter(owner=user).delete()  # they hold on to their companies
    while numbers := list(Contact.objects.filter(owner=user).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        Contact.objects.filter(pk__in=numbers).delete()
    number = user.pk
    delete_last_rows(user)
    remove_files(user, addresses)  # once more: a worker may have kept one meanwhile
    wipe_traces()
    log.info("account_deleted", user=number)
    return True


@transaction.atomic
def delete_last_rows(user: User) -> None:
    lock_user(user)
    journal_account(user)
    end_all_sessions(user)
    public_ids = list(user.nudge_mails.values_list("public_id", flat=True))
    was_owner = user.is_owner
    User.objects.filter(pk=user.pk).delete()
    if was_owner:
        hand_on_ownership()
    transaction.on_commit(lambda: remove_kept_mails(public_ids))


def end_all_sessions(user: User) -> None:
    """Also those of which no list is kept."""
    ended = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == str(user.pk)]
    Session.objects.filter(pk__in=ended).delete()


def hand_on_ownership() -> None:
    """Whoever came next runs the installation from now on; with nobody left, /welcome/ makes an owner again."""
    heir = User.objects.filter(is_active=True, deletion_asked_at=None).order_by("created_at", "pk").first()
    if heir:
        User.objects.filter(pk=heir.pk).update(is_owner=True)


def remove_files(user: User, addresses: set[str]) -> None:
    """The mails that were kept in the data folder: nudge mails, and those about the account."""
    remove_kept_mails(user.nudge_mails.values_list("public_id", flat=True))
    for path in Path(settings.MAIL_DIR).glob("account-*.eml"):
        if addresses & set(read_recipients(path)):
            path.unlink(missing_ok=True)


def read_recipients(path: Path) -> Iterator[str]:
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    except OSError:  # gone meanwhile
        return
    for _name, address in getaddresses(message.get_all("To", [])):
        yield address.lower()

"""What waits for the user's word: take it after all, say whom it is about, or leave it out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction

from contacts.encryption import CannotDecrypt, decrypt
from contacts.models import Contact
from crm.models import User
from followups.locks import lock_contact, lock_user
from followups.mailbox.messages import Message
from followups.mailbox.sorting import Sorted
from followups.mailbox.taking import take_for
from followups.models import MailboxMail

State, Kind = MailboxMail.State, MailboxMail.Kind


class NoLongerWaits(Exception):
    """Another tab, or a second click, was first."""


@dataclass(frozen=True)
class WaitingMail:
    """What is kept of a mail in the tray. `can_be_read` is false where its key is gone."""

    message_id: str = ""
    sender: str = ""
    subject: str = ""
    text: str = ""
    can_be_read: bool = True


def open_mail(mail: MailboxMail) -> WaitingMail:
    try:
        return WaitingMail(**json.loads(decrypt(bytes(mail.sealed_mail or b""))))
    except (CannotDecrypt, ValueError, TypeError):
        return WaitingMail(can_be_read=False)


@transaction.atomic
def log_for(mail: MailboxMail, contact: Contact, *, kind: str) -> MailboxMail | None:
    """Put a mail that waits on the contact's timeline, as sent by the user or as written by them.

    Raises `NoLongerWaits`. None if the mail stands on that timeline already.
    """
    lock_contact(contact)
    hold(mail)
    kept = open_mail(mail)
    message = Message(kept.message_id, kept.sender, (), (), kept.subject, None, kept.text)
    taken = take_for(contact, message, Sorted(kind, mail.on, kept.text, [contact]), source=mail.source)
    settle(mail, State.LOGGED)
    return taken


def find_rejection_mail(owner: User, number: str) -> MailboxMail | None:
    """The mail in the tray that a rejection is to be logged from; None if it is not there any more."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return MailboxMail.objects.owned_by(owner).in_tray().select_related("owner").filter(pk=number).first()


@transaction.atomic
def settle_as_rejection(mail: MailboxMail) -> None:
    """The rejection in it is logged, by the form that the user looked over; a second press changes nothing."""
    lock_user(mail.owner)
    mail.refresh_from_db()
    if mail.state == State.WAITING:
        settle(mail, State.LOGGED)


@transaction.atomic
def leave_out(mail: MailboxMail) -> None:
    """Never mind this one: nothing of it is kept but that it was seen. Raises `NoLongerWaits`."""
    lock_user(mail.owner)
    hold(mail)
    settle(mail, State.LEFT_OUT)


def hold(mail: MailboxMail) -> None:
    mail.refresh_from_db()
    if mail.state != State.WAITING:
        raise NoLongerWaits


def settle(mail: MailboxMail, state: str) -> None:
    mail.state, mail.reason, mail.sealed_mail = state, "", None
    mail.save(update_fields=["state", "reason", "sealed_mail"])


def count_waiting(user: User, most: int = 100) -> int:
    return MailboxMail.objects.owned_by(user).in_tray()[:most].count()

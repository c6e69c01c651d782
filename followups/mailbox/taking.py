"""Take a mail once, and put it where it belongs: on the timeline, or into the tray."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

import structlog
from django.db import transaction

from contacts.encryption import encrypt
from contacts.models import Contact
from crm.models import User
from followups.feedback import record_answer
from followups.incoming import log_incoming, read_open_questions
from followups.letters import read_letter
from followups.locks import lock_contact, lock_user
from followups.mailbox.addresses import find_owner, is_confirmed_address
from followups.mailbox.messages import Message, NoMail, read_message
from followups.mailbox.proof import is_proven
from followups.mailbox.sorting import Sorted, guess_kind, sort_message
from followups.models import MailboxMail, Touchpoint
from followups.touchpoints import log_touchpoint

log = structlog.get_logger(__name__)

Kind, Reason, State = MailboxMail.Kind, MailboxMail.Reason, MailboxMail.State
Source = MailboxMail.Source

# More than this waits for nobody: somebody else has found the address.
MOST_WAITING = 200


def take_copied_mail(raw: bytes, recipients: Iterable[str] = ()) -> list[MailboxMail]:
    """Take a mail that came to a secret address, as it came over the wire; `recipients` are those of its envelope.

    Returns what was made of it: nothing for a mail that is nobody's, or was taken before.
    """
    try:
        message = read_message(raw)
    except NoMail as trouble:
        log.info("mail_not_read", why=str(trouble))
        return []
    owner = find_owner((*recipients, *message.envelope, *message.recipients))
    return take_message(owner, message) if owner else []


@transaction.atomic
def take_message(owner: User, message: Message) -> list[MailboxMail]:
    lock_user(owner)
    if MailboxMail.objects.owned_by(owner).filter(mail_key__in=[make_key(message.message_id)]).exists():
        return []
    sorted_as = sort_message(owner, message)
    reason = find_doubt(owner, message) or find_question(sorted_as)
    if reason:
        return put_into_tray(owner, message, sorted_as, reason)
    return put_on_timeline(owner, message, sorted_as, source=Source.ADDRESS)


def find_doubt(owner: User, message: Message) -> str:
    """Why it is not certain that the user sent it; empty if it is."""
    if not is_confirmed_address(owner, message.sender):
        return Reason.NOT_YOUR_ADDRESS
    return "" if is_proven(message.sender, message.results) else Reason.NOT_PROVEN


def find_question(sorted_as: Sorted) -> str:
    """What the user has to say first; empty if nothing is open."""
    if sorted_as.kind == Kind.REJECTION:
        return Reason.TO_CONFIRM
    return Reason.NOBODY_KNOWN if sorted_as.kind == Kind.UNCLEAR else ""


def put_into_tray(owner: User, message: Message, sorted_as: Sorted, reason: str) -> list[MailboxMail]:
    if MailboxMail.objects.owned_by(owner).in_tray().count() >= MOST_WAITING:
        log.warning("tray_is_full", owner=owner.pk)
        return []
    mail, is_new = MailboxMail.objects.get_or_create(
        owner=owner,
        mail_key=make_key(message.message_id),
        defaults={
            "source": Source.ADDRESS,
            "kind": sorted_as.kind,
            "reason": reason,
            "contact": sorted_as.contacts[0] if sorted_as.contacts else None,
            "on": sorted_as.on,
            "sealed_mail": seal(message, sorted_as),
        },
    )
    return [mail] if is_new else []


def put_on_timeline(owner: User, message: Message, sorted_as: Sorted, *, source: str) -> list[MailboxMail]:
    taken = []
    for contact in sorted_as.contacts:
        contact.owner = owner
        if mail := take_for(contact, message, sorted_as, source=source):
            taken.append(mail)
    return taken


@transaction.atomic
def take_for(contact: Contact, message: Message, sorted_as: Sorted, *, source: str) -> MailboxMail | None:
    """Log the mail with one contact; None if it was before."""
    lock_contact(contact)
    mail, is_new = MailboxMail.objects.get_or_create(
        owner=contact.owner,
        mail_key=make_key(message.message_id, contact),
        defaults={
            "source": source,
            "kind": sorted_as.kind,
            "state": State.LOGGED,
            "contact": contact,
            "on": sorted_as.on,
        },
    )
    if not is_new:
        return None
    if sorted_as.kind == Kind.SENT:
        mail.touchpoint = log_letter(contact, on=sorted_as.on, subject=message.subject, text=sorted_as.text)
        mail.save(update_fields=["touchpoint"])
    else:
        log_answer(contact, on=sorted_as.on, text=sorted_as.text)
    log.info("mail_taken", mail=mail.pk, kind=mail.kind, source=source)
    return mail


def log_letter(contact: Contact, *, on: date, subject: str, text: str) -> Touchpoint:
    """The touchpoint of a letter that was sent: the one that was marked by hand, or a new one."""
    if marked := find_marked(contact, on):
        if not marked.text:
            Touchpoint.objects.filter(pk=marked.pk, text="").update(text=text)
        return marked
    kind, idea = guess_kind(contact, on=on, subject=subject, text=text)
    letter = read_letter(contact)
    touchpoint = log_touchpoint(contact, kind=kind, on=on, text=text, idea=idea, source=Touchpoint.Source.MAIL)
    if letter and letter.kind == kind and letter.idea == idea and letter.saved_at.date() <= on:
        letter.delete()  # that letter is sent
    return touchpoint


def find_marked(contact: Contact, on: date) -> Touchpoint | None:
    """A letter of about that day that the user marked as sent, and that no mail stands for yet."""
    near = contact.touchpoints.filter(on__range=(on - timedelta(days=1), on + timedelta(days=1)))
    without_mail = near.filter(channel=Touchpoint.Channel.EMAIL, mailbox_mails=None)
    return min(without_mail, key=lambda touchpoint: abs((touchpoint.on - on).days), default=None)


def log_answer(contact: Contact, *, on: date, text: str) -> None:
    """What they wrote: the answer to the question that is open, else a message of theirs."""
    questions = [question for question in read_open_questions(contact) if question.asked_on and question.asked_on <= on]
    if questions:
        record_answer(questions[0], text=text, on=on)
    else:
        log_incoming(contact, on=on, channel=Touchpoint.Channel.EMAIL, text=text)


def make_key(message_id: str, contact: Contact | None = None) -> str:
    """Stands for the mail, with this contact or with all."""
    return sha256(f"{message_id}\n{contact.pk if contact else ''}".encode("utf-8", "replace")).hexdigest()


def seal(message: Message, sorted_as: Sorted) -> bytes:
    """What has to be kept of a mail that waits: sender, subject, identity and text."""
    kept = {
        "message_id": message.message_id,
        "sender": message.sender,
        "subject": message.subject,
        "text": sorted_as.text,
    }
    return encrypt(json.dumps(kept).encode())

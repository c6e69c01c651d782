"""Who asked not to be contacted, and who was erased: marks that outlive the contact and a restored backup.

A mark is a keyed hash: it recognises an address when it comes back, and tells nobody which address it was.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contacts.models import Contact, DoNotContact
from crm.models import User

SALT = "afterword.departures"


def hash_words(*words: str, key: str | None = None) -> str:
    return salted_hmac(SALT, "\0".join(words), secret=key, algorithm="sha256").hexdigest()


def mark_of(owner: User) -> str:
    """Who somebody is in this installation and its backups; an e-mail address may change."""
    return f"{owner.pk} {owner.created_at.isoformat()}"


def hash_address(owner: User, address: str, key: str | None = None) -> str:
    return hash_words("address", mark_of(owner), address.strip().lower(), key=key)


def hash_contact(contact: Contact, key: str | None = None) -> str:
    return hash_words("contact", mark_of(contact.owner), str(contact.pk), contact.created_at.isoformat(), key=key)


def is_do_not_contact(owner: User, address: str) -> bool:
    """Whether somebody at this address asked the user not to be contacted, under this or an earlier secret key."""
    if not address:
        return False
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hashes = [hash_address(owner, address, key) for key in keys]
    return DoNotContact.objects.filter(owner=owner, address_hash__in=hashes).exists()


def mark_do_not_contact(contact: Contact) -> None:
    if contact.email:
        DoNotContact.objects.get_or_create(owner=contact.owner, address_hash=hash_address(contact.owner, contact.email))


def unmark_do_not_contact(contact: Contact) -> None:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hashes = [hash_address(contact.owner, contact.email, key) for key in keys]
    DoNotContact.objects.filter(owner=contact.owner, address_hash__in=hashes).delete()


def journal_path() -> Path:
    """Beside the instance mark and outside every backup: a restore reads here who left after the backup."""
    return Path(settings.DATA_DIR) / "departures.jsonl"


def journal_departure(what: str, contact: Contact) -> None:
    """Note that the contact was `stopped`, `stop_undone` or `erased`, by keyed hashes alone."""
    line = {
        "what": what,
        "at": timezone.now().isoformat(),
        "contact": hash_contact(contact),
        "address": hash_address(contact.owner, contact.email) if contact.email else "",
    }
    with journal_path().open("a") as journal:
        journal.write(json.dumps(line) + "\n")

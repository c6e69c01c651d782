"""Who asked not to be contacted, who was erased, and what was revoked: marks that outlive a restored backup.

A mark is a keyed hash: it recognises an address when it comes back, and tells nobody which address it was.
"""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contacts.models import Contact, ContactQuerySet, DoNotContact
from crm.models import User
from crm.statements import read_rows

SALT = "afterword.departures"
MARKED_SQL = "SELECT 1 FROM contacts_donotcontact WHERE owner_id = %s AND address_hash IN ({hashes}) LIMIT 1"


def hash_words(*words: str, key: str | None = None) -> str:
    return salted_hmac(SALT, "\0".join(words), secret=key, algorithm="sha256").hexdigest()


def mark_of(owner: User) -> str:
    """Who somebody is in this installation and its backups; an e-mail address may change."""
    return f"{owner.pk} {owner.created_at.isoformat()}"


def plain_address(address: str) -> str:
    """The address without case and tag: Dana+Jobs@example.org reaches whoever dana@example.org does."""
    local, at, domain = unicodedata.normalize("NFKC", address).strip().lower().rpartition("@")
    with suppress(UnicodeError):  # what is no domain at all is compared as it stands
        domain = domain.encode("idna").decode()  # bücher.example is xn--bcher-kva.example
    return f"{local.partition('+')[0] or local}{at}{domain}"


def hash_address(owner: User, address: str, key: str | None = None) -> str:
    return hash_words("address", mark_of(owner), plain_address(address), key=key)


def hash_contact(contact: Contact, key: str | None = None) -> str:
    return hash_words("contact", mark_of(contact.owner), str(contact.pk), contact.created_at.isoformat(), key=key)


def is_do_not_contact(owner: User, address: str) -> bool:
    """Whether somebody at this address asked the user not to be contacted, under this or an earlier secret key."""
    if not address:
        return False
    hashes = hashes_of(owner, address)
    return bool(read_rows(MARKED_SQL.format(hashes=", ".join(["%s"] * len(hashes))), [owner.pk, *hashes]))


def hashes_of(owner: User, address: str) -> list[str]:
    """The marks by which the address may be known: under each secret key, also as it stands, as they were once made."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    words = address.strip().lower()
    as_it_stands = [hash_words("address", mark_of(owner), words, key=key) for key in keys]
    return [*as_it_stands, *(hash_address(owner, address, key) for key in keys)]


def share_address(contact: Contact) -> ContactQuerySet:
    """The owner's other contacts whom a letter to this one's address would reach."""
    others = Contact.objects.filter(owner=contact.owner).exclude(pk=contact.pk)
    if not contact.email:
        return others.none()
    local, _at, domain = plain_address(contact.email).partition("@")
    tagged = Q(email__startswith=f"{local}+", email__endswith=f"@{domain}")
    return others.filter(Q(email=contact.email) | Q(email=f"{local}@{domain}") | tagged).select_related("owner")


def mark_do_not_contact(contact: Contact) -> None:
    if contact.email:
        DoNotContact.objects.get_or_create(owner=contact.owner, address_hash=hash_address(contact.owner, contact.email))


def unmark_do_not_contact(contact: Contact) -> None:
    hashes = hashes_of(contact.owner, contact.email)
    DoNotContact.objects.filter(owner=contact.owner, address_hash__in=hashes).delete()


def journal_path() -> Path:
    """Beside the instance mark and outside every backup: a restore reads here who left after the backup."""
    return Path(settings.DATA_DIR) / "departures.jsonl"


def journal_departure(what: str, contact: Contact) -> None:
    """Note that the contact was `stopped`, `stop_undone` or `erased`, by keyed hashes alone."""
    address = hash_address(contact.owner, contact.email) if contact.email else ""
    write_line(what, hash_contact(contact), address)


def hash_account(owner: User, key: str | None = None) -> str:
    return hash_words("account", mark_of(owner), key=key)


def journal_account(owner: User) -> None:
    """Note that the account was deleted: no backup brings it back."""
    write_line("account_deleted", hash_account(owner))


def hash_key(secret_hash: str, key: str | None = None) -> str:
    return hash_words("key", secret_hash, key=key)


def journal_revoked(secret_hash: str) -> None:
    """Note that a token or an invitation was taken back: no backup makes it good again."""
    write_line("revoked", hash_key(secret_hash))


def write_line(what: str, who: str, address: str = "") -> None:
    line = {"what": what, "at": timezone.now().isoformat(), "contact": who, "address": address}
    with journal_path().open("a") as journal:
        journal.write(json.dumps(line) + "\n")

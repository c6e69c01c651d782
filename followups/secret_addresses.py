"""Draw, show and end a user's secret addresses: for copies of mails, and for the calendar."""

from __future__ import annotations

import secrets
from base64 import b32encode
from hashlib import sha256
from typing import TypeVar

from django.db import transaction

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from crm.models import User
from followups.locks import lock_user
from followups.models import CalendarAddress, LogAddress

Address = TypeVar("Address", LogAddress, CalendarAddress)

# 130 bits, in letters that survive being lowered by a mail server.
LENGTH = 26


@transaction.atomic
def draw_secret(kind: type[Address], user: User) -> str:
    """The secret of a new address; the one before is worth nothing from now on."""
    lock_user(user)
    secret = b32encode(secrets.token_bytes(17)).decode().lower()[:LENGTH]
    kept = {"secret_hash": hash_secret(secret), "sealed_secret": encrypt(secret.encode())}
    kind.objects.update_or_create(owner=user, defaults=kept)
    return secret


def read_secret(kind: type[Address], user: User) -> str:
    """The secret of the user's address; empty if there is none, or none that can be read any more."""
    address = kind.objects.filter(owner=user).first()
    try:
        return decrypt(bytes(address.sealed_secret)).decode() if address else ""
    except CannotDecrypt:
        return ""


def end_address(kind: type[Address], user: User) -> None:
    kind.objects.filter(owner=user).delete()


def find_owner_of(kind: type[Address], secret: str) -> User | None:
    """Whose address has this secret."""
    found = kind.objects.filter(secret_hash=hash_secret(secret)).select_related("owner").first()
    return found.owner if found and found.owner.is_active else None


def hash_secret(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()

"""A user's secret address: log+SECRET@the installation's mailbox. A mail that was sent there is theirs to log."""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from crm.models import User
from followups.locks import lock_user
from followups.models import LogAddress

# 130 bits, in letters that survive being lowered by a mail server.
SECRET = re.compile(r"[a-z2-7]{26}")


def can_take_mails() -> bool:
    """Whether the operator has given this installation a mailbox, or a provider that hands its mails on."""
    return bool(settings.INBOX_ADDRESS and (settings.INBOX_SERVER or settings.INBOX_WEBHOOK_SECRET))


@transaction.atomic
def make_log_address(user: User) -> str:
    """Draw the user's address anew; the one before is worth nothing from now on."""
    lock_user(user)
    secret = b32encode(secrets.token_bytes(17)).decode().lower()[:26]
    kept = {"secret_hash": hash_secret(secret), "sealed_secret": encrypt(secret.encode())}
    LogAddress.objects.update_or_create(owner=user, defaults=kept)
    return write_address(secret)


def drop_log_address(user: User) -> None:
    LogAddress.objects.filter(owner=user).delete()


def read_log_address(user: User) -> str:
    """The user's address; empty if there is none, or none that can be read any more."""
    address = LogAddress.objects.filter(owner=user).first()
    try:
        return write_address(decrypt(bytes(address.sealed_secret)).decode()) if address else ""
    except CannotDecrypt:
        return ""


def find_owner(addresses: Iterable[str]) -> User | None:
    """Whose secret address is among these."""
    local, _at, domain = settings.INBOX_ADDRESS.lower().partition("@")
    for address in addresses:
        name, _at, host = address.lower().rpartition("@")
        plain, _plus, secret = name.partition("+")
        if host == domain and plain == local and SECRET.fullmatch(secret):
            found = LogAddress.objects.filter(secret_hash=hash_secret(secret)).select_related("owner").first()
            if found and found.owner.is_active:
                return found.owner
    return None


def is_confirmed_address(user: User, address: str) -> bool:
    """Whether the user has shown that mail to this address reaches them."""
    return bool(address) and EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists()


def write_address(secret: str) -> str:
    local, _at, domain = settings.INBOX_ADDRESS.partition("@")
    return f"{local}+{secret}@{domain}"


def hash_secret(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

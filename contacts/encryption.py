"""Secrets at rest: what only the user may read is kept under keys derived from SECRET_KEY.

Fernet (AES-128-CBC with HMAC-SHA256) and HKDF-SHA256 (RFC 5869), both from `cryptography`; nothing of our own.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

# Sets these keys apart from every other use of SECRET_KEY. Changing it makes all that is kept unreadable.
LABEL = b"afterword.contacts.encryption.1"


class CannotDecrypt(Exception):
    """No key of this installation opens it. As text: a sentence for the user, with what can be done."""

    def __str__(self) -> str:
        return _(
            "This can’t be read any more: it was stored under another secret key. Whoever runs this installation "
            "can add the former key to SECRET_KEY_FALLBACKS; or add the file once more."
        )


def encrypt(content: bytes) -> bytes:
    """`content` under the first key."""
    return read_keys()[0].encrypt(content)


def decrypt(token: bytes) -> bytes:
    """What was encrypted, under the present or a former key. Raises `CannotDecrypt`."""
    try:
        return MultiFernet(read_keys()).decrypt(token)
    except InvalidToken as error:
        raise CannotDecrypt from error


def rotate(token: bytes) -> bytes:
    """`token` as it is under the first key already, else encrypted anew. Raises `CannotDecrypt`."""
    if is_current(token):
        return token
    try:
        return MultiFernet(read_keys()).rotate(token)
    except InvalidToken as error:
        raise CannotDecrypt from error


def is_current(token: bytes) -> bool:
    try:
        read_keys()[0].decrypt(token)
    except InvalidToken:
        return False
    return True


def read_keys() -> list[Fernet]:
    """The present key, then those it replaced."""
    return [derive_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@lru_cache(maxsize=16)
def derive_key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))

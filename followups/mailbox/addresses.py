"""A user's secret address: log+SECRET@the installation's mailbox. A mail that was sent there is theirs to log."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings

from crm.models import User
from followups.models import LogAddress
from followups.secret_addresses import LENGTH, draw_secret, end_address, find_owner_of, read_secret


def can_take_mails() -> bool:
    """Whether the operator has given this installation a mailbox, or a provider that hands its mails on."""
    return bool(settings.INBOX_ADDRESS and (settings.INBOX_SERVER or settings.INBOX_WEBHOOK_SECRET))


def make_log_address(user: User) -> str:
    """Draw the user's address anew; the one before is worth nothing from now on."""
    return write_address(draw_secret(LogAddress, user))


def drop_log_address(user: User) -> None:
    end_address(LogAddress, user)


def read_log_address(user: User) -> str:
    """The user's address; empty if there is none, or none that can be read any more."""
    secret = read_secret(LogAddress, user)
    return write_address(secret) if secret else ""


def find_owner(addresses: Iterable[str]) -> User | None:
    """Whose secret address is among these."""
    local, _at, domain = settings.INBOX_ADDRESS.lower().partition("@")
    for address in addresses:
        name, _at, host = address.lower().rpartition("@")
        plain, _plus, secret = name.partition("+")
        if host == domain and plain == local and len(secret) == LENGTH and (owner := find_owner_of(LogAddress, secret)):
            return owner
    return None


def is_confirmed_address(user: User, address: str) -> bool:
    """Whether the user has shown that mail to this address reaches them."""
    return bool(address) and EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists()


def write_address(secret: str) -> str:
    local, _at, domain = settings.INBOX_ADDRESS.partition("@")
    return f"{local}+{secret}@{domain}"

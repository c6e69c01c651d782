"""What the tests of accounts share: an owner with a password, codes of their app, and pages that ask who it is."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from crm.accounts import create_owner
from crm.models import User

EMAIL = "ada@example.org"
PASSWORD = "a quiet desk"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_owner() -> User:
    cache.clear()
    return create_owner(email=EMAIL, password=PASSWORD, name="Ada", time_zone="UTC")


def sign_in(client, password=PASSWORD, email=EMAIL, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def add_app(user: User) -> None:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def code_now(secret: str = SECRET, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def confirm(client, path, password=PASSWORD):
    """Show once more who it is, as the page at `path` asks for."""
    return client.post("/accounts/reauthenticate/", {"password": password, "next": path})

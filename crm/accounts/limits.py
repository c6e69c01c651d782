"""How often a sign-in may fail, counted in the database for all workers: by account, by address, or by known device.

A browser in which somebody signed in before is counted for itself alone. So nobody can lock them out of it: neither by
trying passwords on their account from a thousand addresses, nor from an address that they share.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from crm.accounts.known_devices import find_mark
from crm.models import User

APP = "allauth.account"


def count_attempt(request: HttpRequest, email: str) -> Any:
    """Count a sign-in as failed until it succeeds (`rollback()` of what is returned); None if there were too many.

    The address comes first: once it is refused, it uses up nothing of the account's.
    """
    mark = find_known_device(request, email)
    if mark:
        return ratelimit.consume(request, app=APP, action="login_failed_on_known_device", key=mark)
    by_address = ratelimit.consume(request, app=APP, action="login_failed_from")
    by_account = by_address and ratelimit.consume(request, app=APP, action="login_failed", key=account_key(email))
    if not by_address or not by_account:
        return None
    return ratelimit.RateLimitUsage(usage=[*by_address.usage, *by_account.usage])


def find_known_device(request: HttpRequest, email: str) -> str:
    user = User.objects.filter(email=email.strip().lower()).first()
    return find_mark(request, user) if user else ""


def account_key(email: str) -> str:
    """By the address alone. The library's own key holds the `Host` header, whose port anybody can make up."""
    return f"sign-in:{email.strip().lower()}"


def forget_failures(user: User) -> None:
    """Let the account be tried anew, for who was locked out."""
    keys = {"login_failed": (account_key(user.email), f"mfa-auth-user-{user.pk}")}
    for action, of_the_account in keys.items():
        for key in of_the_account:
            ratelimit.clear(HttpRequest(), app=APP, action=action, key=key)


def count_set_up_attempt(request: HttpRequest) -> Any:
    """Count a try of the set-up code from this address; None if there were too many."""
    return ratelimit.consume(request, app=APP, action="set_up_code")

"""What django-allauth and Django tell of sign-ins, passwords and addresses, written into the audit trail."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from crm.audit import note_event
from crm.models import User

log = structlog.get_logger("crm.audit")


@receiver(account.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "signed_in", request=request, how=name_ways(request, user))


def name_ways(request: HttpRequest, user: User) -> str:
    """By what the person showed who they are: “password”, “password, totp”."""
    records = get_authentication_records(request, user)
    return ", ".join(dict.fromkeys(record.get("type") or record["method"] for record in records))


@receiver(user_login_failed)
def note_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """In the trail of the account that was tried; of an address without one there is nobody to tell."""
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    if user := User.objects.filter(email=address).first():
        note_event(user, "sign_in_failed", request=request)
    else:
        log.info("audit", kind="sign_in_failed", user=None)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        note_event(user, "signed_out", request=request)


@receiver(account.user_signed_up)
def note_new_account(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "account_made", request=request)


@receiver([account.password_changed, account.password_set])
def note_new_password(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "password_changed", request=request)


@receiver(account.password_reset)
def note_reset_password(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "password_reset", request=request)


@receiver(account.email_added)
def note_asked_address(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "email_change_asked", request=request)


@receiver(account.email_changed)
def note_new_address(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "email_changed", request=request)

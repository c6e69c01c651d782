"""Second factors: what django-allauth's part for them asks of an installation, and the way back without them."""

from __future__ import annotations

from typing import Any, NoReturn

import structlog
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from crm.accounts.limits import forget_failures
from crm.accounts.sessions import end_sessions
from crm.addresses import read_address
from crm.audit import note_event
from crm.devices import describe_device
from crm.models import User

log = structlog.get_logger(__name__)

NAME = "Afterword"


class FactorsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That did not fit, or was used already. Please try again with a new one."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes stand in for an app or a passkey: set up one of these first."
        ),
    }

    def _get_site_name(self) -> str:
        return NAME

    def encrypt(self, text: str) -> str:
        return encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return decrypt(encrypted_text.encode()).decode()
        except CannotDecrypt:
            say_unreadable()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 (the library's word)
        """By the browser in which it is made, for that is where people look for it."""
        device = describe_device(context.request.headers.get("User-Agent", ""))
        return device or gettext("Passkey")


def say_unreadable() -> NoReturn:
    """A page instead of the one that needs the secret: it was stored under a key that is not here any more."""
    raise ImmediateHttpResponse(render(context.request, "mfa/unreadable.html", status=409))


def passkeys_work_at(request: HttpRequest) -> bool:
    """Browsers offer passkeys on https and at localhost alone, and never at a bare address."""
    host, _port = split_domain_port(request.get_host())
    is_local = host == "localhost" or host.endswith(".localhost")
    return (request.is_secure() or is_local) and read_address(host) is None


def describe_factors(user: User) -> dict[str, Any]:
    """What the user has set up: `totp`, the `passkeys`, and how many `codes_left`."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    passkeys = [row for row in rows if row.type == Authenticator.Type.WEBAUTHN]
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "totp": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [{"pk": row.pk, "name": row.wrap().name, "row": row} for row in passkeys],
        "has_codes": codes is not None,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


def reset_factors(user: User) -> int:
    """Take away every factor of somebody who is locked out, and whatever would still let a thief in. Returns how many.

    Their password stays; every session ends, no device is remembered, and failed sign-ins are forgotten.
    """
    with transaction.atomic():
        removed: int = Authenticator.objects.filter(user=user).delete()[0]
        User.objects.filter(pk=user.pk).update(devices_forgotten_at=timezone.now())
        end_sessions(user)
        note_event(user, "factors_reset")
    forget_failures(user)
    log.warning("factors_reset", user=user.pk, factors=removed)
    return removed


def mail_reset(user: User) -> None:
    """Tell the user that their factors are gone, so that they ask if they know nothing of it."""
    get_account_adapter().render_mail("mfa/email/factors_reset", user.email, {}).send()

"""What django-allauth tells of second factors, written into the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as mfa
from django.dispatch import receiver
from django.http import HttpRequest

from crm.audit import note_event
from crm.models import User


@receiver(mfa.authenticator_added)
def note_new_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    kind = "recovery_codes_made" if is_recovery(authenticator) else "factor_added"
    note_event(user, kind, request=request, factor=authenticator.type)


@receiver(mfa.authenticator_reset)
def note_new_recovery_codes(request: HttpRequest, user: User, **_: Any) -> None:
    note_event(user, "recovery_codes_made", request=request)


@receiver(mfa.authenticator_removed)
def note_removed_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if not is_recovery(authenticator):  # they go with the last factor
        note_event(user, "factor_removed", request=request, factor=authenticator.type)


@receiver(mfa.authenticator_used)
def note_used_recovery_code(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if is_recovery(authenticator):
        note_event(user, "recovery_code_used", request=request)


@receiver(mfa.authentication_failed)
def note_failed_factor(request: HttpRequest, user: User | None = None, authenticator: Any = None, **_: Any) -> None:
    if user is not None:
        note_event(user, "factor_failed", request=request, factor=getattr(authenticator, "type", ""))


def is_recovery(authenticator: Any) -> bool:
    return bool(authenticator.type == "recovery_codes")

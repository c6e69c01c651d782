"""The audit trail: what touched an account or what is kept in it, for its user to read. Kept for a year.

Whatever opens, shuts or empties something calls `note_event`. A person of the user's is known to the trail by number
alone: once they are erased, nothing of them is in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.addresses import client_address
from crm.devices import describe_device
from crm.models import AuditEvent, User

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=365)
# A text that somebody else may have written, such as the name of a token, is cut here.
LONGEST_FACT = 120

# What can happen, and how the user is told of it.
KINDS = {
    "account_made": _("Account made"),
    "signed_in": _("Signed in"),
    "sign_in_failed": _("Somebody tried to sign in, and failed"),
    "signed_out": _("Signed out"),
    "session_ended": _("A session was ended"),
    "device_remembered": _("A device was remembered"),
    "device_forgotten": _("A remembered device was forgotten"),
    "password_changed": _("Password changed"),
    "password_reset": _("Password set anew by a mailed link"),
    "email_change_asked": _("Another e-mail was asked for"),
    "email_changed": _("E-mail changed"),
    "factor_added": _("A second factor was added"),
    "factor_removed": _("A second factor was removed"),
    "factor_failed": _("A second factor was tried, and failed"),
    "recovery_codes_made": _("New recovery codes were made"),
    "recovery_code_used": _("A recovery code was used"),
    "factors_reset": _("The operator took away the second factors"),
    "token_made": _("A token for a program was made"),
    "token_used_first": _("A token was used for the first time"),
    "token_revoked": _("A token was revoked"),
    "invitation_made": _("Somebody was invited"),
    "invitation_revoked": _("An invitation was taken back"),
    "invitation_used": _("An invitation was used"),
    "imported": _("A file was imported"),
    "exported": _("Everything was exported"),
    "person_given": _("All about one person was put into a file"),
    "person_erased": _("A person was erased, with everything about them"),
    "calendar_address_made": _("A new address for the calendar was made"),
    "calendar_address_ended": _("The address of the calendar was ended"),
    "deletion_asked": _("The account is to be deleted"),
    "deletion_cancelled": _("The account stays: its deletion was called off"),
}


def note_event(user: User, kind: str, *, request: HttpRequest | None = None, **facts: Any) -> AuditEvent:
    """Add to the user's trail what happened just now, and from where if a request did it.

    `facts` are a few short words or numbers, never a secret; a contact is named by `contact=<number>` alone.
    """
    assert kind in KINDS, kind
    log.info("audit", kind=kind, user=user.pk)  # for whoever gathers logs elsewhere, and without what is personal
    return AuditEvent.objects.create(
        user=user,
        kind=kind,
        address=client_address(request) if request else "",
        device=describe_device(request.headers.get("User-Agent", "")) if request else "",
        facts={name: cut(value) for name, value in facts.items() if value not in (None, "")},
    )


def cut(value: object) -> object:
    return value if isinstance(value, bool | int) else " ".join(str(value).split())[:LONGEST_FACT]


def forget_old_events(now: datetime) -> int:
    """What is older than a year goes; the tick asks for it."""
    deleted, _by_model = AuditEvent.objects.filter(at__lt=now - KEPT_FOR).delete()
    return deleted

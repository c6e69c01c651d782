"""The audit trail in the words of its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import Contact
from crm.audit import KINDS
from crm.models import AuditEvent, User

# What the page makes stand out: somebody other than the user may have done it.
WORTH_A_LOOK = {"sign_in_failed", "factor_failed", "factors_reset", "recovery_code_used"}

WAYS = {
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("code of an app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"),
    "code": gettext_lazy("mailed code"),
}


@dataclass(frozen=True)
class Line:
    """One event: what happened, what it was about, from where, and when."""

    title: str
    detail: str
    place: str
    at: datetime
    is_worth_a_look: bool


def tell_events(user: User, events: Iterable[AuditEvent]) -> list[Line]:
    events = list(events)
    wanted = {event.facts["contact"] for event in events if isinstance(event.facts.get("contact"), int)}
    names = dict(Contact.objects.owned_by(user).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return [tell_event(event, names) for event in events]


def tell_event(event: AuditEvent, names: dict[int, str]) -> Line:
    return Line(
        title=str(KINDS.get(event.kind, event.kind)),
        detail=" · ".join(tell_facts(event, names)),
        place=tell_place(event),
        at=event.at,
        is_worth_a_look=event.kind in WORTH_A_LOOK,
    )


def tell_facts(event: AuditEvent, names: dict[int, str]) -> Iterable[str]:
    facts: dict[str, Any] = event.facts
    for word in ("how", "factor"):
        if ways := facts.get(word):
            yield ", ".join(str(WAYS.get(way, way)) for way in str(ways).split(", "))
    for word in ("token", "what"):
        if said := facts.get(word):
            yield f"“{said}”"
    if "contact" in facts and event.kind != "person_erased":
        yield names.get(facts["contact"], _("somebody who was erased since"))
    if rows := facts.get("count"):
        yield ngettext("%(number)d row", "%(number)d rows", rows) % {"number": rows}


def tell_place(event: AuditEvent) -> str:
    if not (event.address or event.device):
        return _("on the machine that runs Afterword")
    return ", ".join(filter(None, [event.device, event.address]))

"""What the database and the pages say when all is over."""

from __future__ import annotations

from typing import Any

from contacts.models import Contact
from crm.models import User
from followups.models import NudgeMail
from tests.running import ask

# What the outbox page calls the states that a user has to know of.
SHOWN_AS = {state.value: str(state.label) for state in (NudgeMail.State.UNSURE, NudgeMail.State.FAILED)}


def read_due() -> list[dict[str, Any]]:
    """Every contact of the run was due when it came into being."""
    return [{"name": name} for name in Contact.objects.order_by("pk").values_list("name", flat=True)]


def read_outbox(address: str) -> list[dict[str, Any]]:
    """The mails, whom they tell of or told of before a refused one's nudges went on, and whether pages show them."""
    return [describe(mail, is_shown=mail.state not in SHOWN_AS or is_listed(mail, address)) for mail in read_mails()]


def read_mails() -> list[NudgeMail]:
    """By the hundred: SQLite does not take thousands of ids at once."""
    mails = NudgeMail.objects.select_related("owner").prefetch_related("nudges__contact", "passed_on_nudges__contact")
    ids = list(NudgeMail.objects.order_by("pk").values_list("pk", flat=True))
    return [mail for start in range(0, len(ids), 100) for mail in mails.filter(pk__in=ids[start : start + 100])]


def describe(mail: NudgeMail, *, is_shown: bool) -> dict[str, Any]:
    nudges = [*mail.nudges.all(), *mail.passed_on_nudges.all()]
    return {
        "message_id": mail.message_id,
        "state": mail.state,
        "recipient": mail.recipient,
        "on": mail.on.isoformat(),
        "attempts": mail.attempts,
        "error": mail.error,
        "contacts": sorted({nudge.contact.name for nudge in nudges}),
        "is_listed": is_shown,
    }


def is_listed(mail: NudgeMail, address: str) -> bool:
    """Whether the owner's outbox page shows as many mails in this state as there are."""
    status, page = ask(f"{address}/outbox/", Cookie=f"sessionid={sign_in(mail.owner)}")
    of_the_state = mail.owner.nudge_mails.filter(state=mail.state).count()
    return status == 200 and page.count(SHOWN_AS[mail.state]) >= of_the_state


def sign_in(user: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    backend = "crm.accounts.each_request.Backend"
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)

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
    mails = NudgeMail.objects.select_related("owner").prefetch_related("nudges__contact", "passed_on_nudges__contact")
    rows = []
    for mail in mails.order_by("pk").iterator(chunk_size=200):  # SQLite does not take thousands of ids at once
        nudges = [*mail.nudges.all(), *mail.passed_on_nudges.all()]
        rows.append(
            {
                "message_id": mail.message_id,
                "state": mail.state,
                "recipient": mail.recipient,
                "on": mail.on.isoformat(),
                "attempts": mail.attempts,
                "error": mail.error,
                "contacts": sorted({nudge.contact.name for nudge in nudges}),
                "is_listed": mail.state not in SHOWN_AS or is_listed(mail, address),
            }
        )
    return rows


def is_listed(mail: NudgeMail, address: str) -> bool:
    """Whether the owner's outbox page shows as many mails in this state as there are."""
    status, page = ask(f"{address}/outbox/", Cookie=f"sessionid={sign_in(mail.owner)}")
    of_the_state = mail.owner.nudge_mails.filter(state=mail.state).count()
    return status == 200 and page.count(SHOWN_AS[mail.state]) >= of_the_state


def sign_in(user: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)

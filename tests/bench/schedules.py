"""Many schedules, none of them due, and what the bell and the claims cost beside them, in a process of its own.

`python -m tests.bench.schedules seed MANY` fills a fresh database: so many users with a contact each, who is due in
some weeks, and a mail that was sent; with `whole` behind it also with all that a nudge mail tells. `… idle` times the
statements of a tick that finds nothing to do. `… due MANY` plans so many mails; `… claim` takes them batch by batch,
`… work` does so beside others.
"""

import json
import os
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from contacts.models import Company, Contact, Interest, Rejection  # noqa: E402
from crm.models import User  # noqa: E402
from crm.preparing import migrate_database  # noqa: E402
from followups import outbox_sql  # noqa: E402
from followups.holding import read_instance  # noqa: E402
from followups.models import (  # noqa: E402
    Article,
    FeedbackRequest,
    Idea,
    Nudge,
    NudgeMail,
    StateChange,
    Touchpoint,
)
from followups.models.mail import draw_public_id  # noqa: E402
from followups.months import add_months  # noqa: E402
from followups.tick import run_tick  # noqa: E402
from tests.bench.copying import FIRST, multiply, note_statistics  # noqa: E402

ROUNDS = 15
CLAIMED_AT_ONCE = 500
LETTER = "Dear Elena, the article about sailing made me think of what you said in our talk. I thought you may like it."


def seed(many: int, *, is_whole: bool) -> int:
    migrate_database()
    today = timezone.localdate()
    user = User.objects.create(
        email="first@example.org",
        name="Robin Adler",
        time_zone="UTC",
        plan_at=timezone.now() + timedelta(days=2),
        last_mail_on=today - timedelta(days=10),
    )
    company = Company.objects.create(owner=user, name="Driftwood Ferries", name_key="driftwood ferries")
    contact = Contact.objects.create(
        owner=user, company=company, name="Elena Hoffberg", name_key="elena hoffberg", email="elena@example.com",
        title="Head of Data", field="logistics", added_on=today - timedelta(days=200), needs_matching=False,
        next_on=today + timedelta(days=20), next_from="nudge", next_from_on=today - timedelta(days=10),
    )  # fmt: skip
    mail = NudgeMail.objects.create(
        owner=user, on=today - timedelta(days=10), recipient=user.email, message_id="<n-0@bench.example>", state="sent"
    )
    nudge = Nudge.objects.create(contact=contact, on=mail.on, mail=mail)
    rows = [user, company, contact, mail, nudge]
    several = add_what_is_told(contact, nudge, rows) if is_whole else []
    for row in rows:
        multiply(row, many)
    for place, row in several:
        multiply(row, many, place=place)
    read_instance()
    note_statistics()
    return many


def add_what_is_told(contact: Contact, nudge: Nudge, rows: list[Any]) -> list[tuple[int, Any]]:
    """Adds to the rows of which everybody has one; returns those of which everybody has several, with their places."""
    owner, on = contact.owner, contact.added_on
    rejection = Rejection.objects.create(
        owner=owner, company=contact.company, contact=contact, role="Data engineer", rejected_on=on, stage="interview"
    )
    request = FeedbackRequest.objects.create(
        owner=owner, rejection=rejection, contact=contact, state="no_answer", asked_on=on, closed_on=on
    )
    title = "How the cold chain learned to wait: what two years of sensors say"
    article = Article.objects.create(
        owner=owner, key="0", url="https://news.example/2026/11/cold-chain", title=title, needs_matching=False
    )
    idea = Idea.objects.create(
        contact=contact, kind="article", article=article, why="interest", topic="cold chain", score=1, nudge=nudge
    )
    rows += [rejection, request, article, idea]
    interests = [
        Interest.objects.create(contact=contact, topic=topic, topic_key=topic) for topic in ("cold chain", "sailing")
    ]
    letters = [
        Touchpoint.objects.create(contact=contact, kind="check_in", on=add_months(on, back), text=LETTER, counts=True)
        for back in range(3)
    ]
    return [*enumerate(interests), *enumerate(letters)]


def idle() -> dict[str, float]:
    """Milliseconds that the database takes for a tick, and the whole tick: the least of some, for others use it too."""
    run_tick(timezone.now())
    inside, whole, statements = [], [], 0
    for _round in range(ROUNDS):
        with timed_statements() as times:
            started = time.perf_counter()
            came_to = run_tick(timezone.now())
            whole.append((time.perf_counter() - started) * 1000)
        assert not came_to.is_held and not came_to.planned and not came_to.to_send, came_to
        inside.append(sum(times) * 1000)
        statements = len(times)
    return {"database_ms": min(inside), "ms": min(whole), "statements": statements}


@contextmanager
def timed_statements():
    times: list[float] = []

    def time_it(execute: Any, *words: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*words)
        finally:
            times.append(time.perf_counter() - started)

    with connection.execute_wrapper(time_it):
        yield times


def plan_due(many: int) -> int:
    """So many of the mails are due now, and no other."""
    today, now = timezone.localdate(), timezone.now()
    StateChange.objects.all().delete()
    NudgeMail.objects.exclude(token="").update(state="sent", token="", lease_until=None)
    due = NudgeMail.objects.filter(id__gt=FIRST, id__lte=FIRST + many)
    Nudge.objects.filter(id__gt=FIRST, id__lte=FIRST + many).update(on=today)
    fields = {"state": "planned", "token": "", "lease_until": None, "attempts": 0, "first_tried_at": None}
    return due.update(on=today, not_before=now - timedelta(hours=1), **fields)


def claim_all() -> dict[str, float]:
    """Claims until nothing is left, each with its line in the ledger: rows a second, and milliseconds a batch."""
    took, claimed = [], 0
    while True:
        now, started = timezone.now(), time.perf_counter()
        ids = outbox_sql.claim(now, CLAIMED_AT_ONCE, draw_public_id(), now + timedelta(minutes=2))
        if not ids:
            break
        took.append(time.perf_counter() - started)
        claimed += len(ids)
    return {"claimed": claimed, "seconds": sum(took), "batch_ms": median(took) * 1000 if took else 0}


def work() -> dict[str, float]:
    """As one of several claimants: says that it is ready, and waits for the word."""
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    return claim_all()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["seed", many, *whole]:
            told: Any = seed(int(many), is_whole=bool(whole))
        case ["idle"]:
            told = idle()
        case ["due", many]:
            told = plan_due(int(many))
        case ["claim"]:
            told = claim_all()
        case ["work"]:
            told = work()
    print(json.dumps(told), flush=True)

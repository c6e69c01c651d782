"""Fill a fresh database in bulk: `python -m tests.bench.seeding CONTACTS` prints what it made, as JSON.

With it goes what each page needs besides time: its queries and bytes, counted in the same process.

One user with that many contacts, and as many of other users; the first contact of each of those has a mail that is due.
"""

import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle, repeat
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from contacts.models import Company, Contact, ContactEvent, Interest, Rejection, name_key  # noqa: E402
from contacts.paging import write_position  # noqa: E402
from contacts.search import write_search_text  # noqa: E402
from crm.models import Instance, User  # noqa: E402
from crm.preparing import collect_static_files, migrate_database  # noqa: E402
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint  # noqa: E402
from followups.months import add_months  # noqa: E402
from tests.bench.bulk import (  # noqa: E402
    choose,
    continue_ids,
    days_before,
    derive_rows,
    months_before,
    without_index,
    write_rows,
)
from tests.bench.counting import count_pages  # noqa: E402
from tests.bench.pages import Seeded  # noqa: E402

GIVEN = [
    "Anna",
    "Boris",
    "Carla",
    "David",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Irina",
    "Jonas",
    "Karin",
    "Paweł",
    "Zoë",
]
FAMILY = [
    start + end
    for start in ["Ander", "Bak", "Chris", "Eriks", "Fisch", "Hoff", "Ivan", "Jans", "Kov", "Lind", "Mort", "Peters"]
    for end in ["en", "son", "ova", "ski", "man", "berg", "ler", "ton"]
]
# Other words than names have: who is looked for by name is one of a hundred.
FIRMS = ["Oakline", "Zephyr", "Fernweh", "Harbour", "Quartz", "Meadow", "Tidewater", "Lumen", "Cobalt", "Juniper"]
TRADES = ["Health", "Maps", "Cold Chain", "Works", "Energy", "Press", "Rail", "Studios", "Labs", "Foods"]
TITLES = ["Head of Data", "Recruiter", "Engineering Manager", "Talent Partner", "CTO", "Director of Operations"]
FIELDS = ["logistics", "public health", "energy", "design", "banking"]
TOPICS = ["route planning", "open data", "heat pumps", "type design", "sailing", "mentoring", "forecasting", "Python"]
ROLES = ["Data engineer", "Product manager", "Site reliability engineer", "UX researcher"]
TEXT = "The article about route planning made me think of what you said in our talk. I thought you may like it, "

DUE = 120  # more than Today shows and counts
LETTERS = 3  # to each, two months apart
MOST_OTHERS = 2000  # of users besides the one, between whom as many contacts are shared
MAILED_DAYS = 90
CONTACT_COLUMNS = [
    "id", "owner_id", "company_id", "name", "name_key", "email", "title", "field", "cadence", "added_on", "next_on",
    "next_from", "next_from_on", "search_text", "needs_matching",
]  # fmt: skip
chance = random.Random(7)


def make_user(number: int, today: date) -> User:
    address = f"user{number}@example.org"
    return User(email=address, name="Robin Adler", password="!", time_zone="Europe/Berlin", last_mail_on=today)


def make_companies(owner: User, many: int) -> list[Company]:
    names = [f"{chance.choice(FIRMS)} {chance.choice(TRADES)} {number}" for number in range(many)]
    companies = [Company(owner=owner, name=name, name_key=name_key(name)) for name in names]
    return Company.objects.bulk_create(companies, batch_size=2000)


def make_contacts(owners: list[User], companies: list[Company], days: Iterable[date], first: int) -> Iterator[tuple]:
    """People as `add_contact` would have made them, who were last written to a cadence before their next date."""
    for number, next_on in enumerate(days, first):
        owner, company = owners[number % len(owners)], companies[number % len(companies)]
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        email, title, field = f"p{number}@example.com", chance.choice(TITLES), chance.choice(FIELDS)
        cadence = chance.choice([1, 2, 3])
        last_on = add_months(next_on, -cadence)
        told = Contact(name=name, company=company, title=title, field=field, email=email)
        more = [TOPICS[number % len(TOPICS)], TOPICS[(number + 3) % len(TOPICS)], ROLES[number % len(ROLES)]]
        yield (
            number, owner.pk, company.pk, name, name_key(name), email, title, field, cadence, add_months(last_on, -12),
            next_on, "outreach", last_on, write_search_text(told, more), False,
        )  # fmt: skip


def choose_next_dates(many: int, today: date) -> Iterator[date]:
    """Some are due, two come up within thirty days, all others later."""
    due = min(DUE, many // 2)
    yield from (today - timedelta(days=chance.randrange(25)) for _ in range(due))
    yield from (today + timedelta(days=days) for days in (3, 20))
    yield from (today + timedelta(days=chance.randrange(31, 60)) for _ in range(many - due - 2))


def add_history() -> None:
    """What every contact has: interests, a rejection, its feedback request, a nudge, letters two months apart."""
    people = "contacts_contact c"
    for step in (0, 3):
        topic = choose(TOPICS, f"c.id + {step}")
        derive_rows(Interest, people, contact_id="c.id", topic=topic, topic_key=f"lower({topic})")
    derive_rows(ContactEvent, people, contact_id="c.id", kind="'added'", on="c.added_on")
    for number in range(LETTERS):
        derive_rows(
            Touchpoint,
            people,
            contact_id="c.id",
            kind=choose(["article", "congratulations", "check_in"], f"c.id + {number}"),
            on=months_before("c.next_from_on", 2 * number),
            text=f"'{TEXT}' || c.name",
            counts="true",
        )
    derive_rows(
        Rejection,
        people,
        owner_id="c.owner_id",
        company_id="c.company_id",
        contact_id="c.id",
        role=choose(ROLES, "c.id"),
        rejected_on="c.added_on",
        stage="'interview'",
        told_by="'email'",
        reason="'We went with somebody who has done this before.'",
    )
    derive_rows(
        FeedbackRequest,
        "contacts_rejection r",
        owner_id="r.owner_id",
        rejection_id="r.id",
        contact_id="r.contact_id",
        state="'no_answer'",
        asked_on="r.rejected_on",
        closed_on=days_before("r.rejected_on", -21),
    )


def add_nudges(owner: User, today: date) -> None:
    """A mail a day for a quarter of a year, and the nudge of each contact in one of them."""
    days = [today - timedelta(days=back) for back in range(1, MAILED_DAYS + 1)]
    mails = NudgeMail.objects.bulk_create([make_mail(owner, on, state="sent") for on in days])
    first = mails[0].pk
    derive_rows(
        Nudge,
        f"contacts_contact c JOIN followups_nudgemail m ON m.id = {first} + c.id %% {MAILED_DAYS}"
        f" WHERE c.owner_id = {owner.pk}",
        contact_id="c.id",
        public_id="'n' || c.id",
        on='m."on"',
        mail_id="m.id",
        state="'sent_it'",
        answered_at="m.created_at",
    )


def open_some_requests(contacts: list[Contact], today: date) -> None:
    """One thank-you owed, one question to ask, one answer awaited: Today shows a row of each."""
    for contact, state in zip(contacts, ["answered", "proposed", "asked"], strict=False):
        rejected_on = today - timedelta(days=5)
        contact.rejections.update(rejected_on=rejected_on)
        days = {"asked_on": rejected_on, "answered_on": today if state == "answered" else None}
        contact.feedback_requests.update(state=state, closed_on=None, answer="Thank you for asking.", **days)


def fill_timeline(contact: Contact, entries: int) -> None:
    """Letters over years, and for every second one a nudge that was mailed before it: a page of the timeline."""
    contact.touchpoints.all().delete()
    contact.nudges.all().delete()
    months = [add_months(contact.next_from_on, -back) for back in range(entries)]
    letters = [
        Touchpoint(contact=contact, kind=kind, on=on, text=TEXT + contact.name, counts=True)
        for on, kind in zip(months, cycle(["article", "congratulations", "check_in"]), strict=False)
    ]
    Touchpoint.objects.bulk_create(letters)
    nudges = [
        Nudge(contact=contact, on=on, state="sent_it", answered_at=timezone.now()) for on in months[1 : entries // 2]
    ]
    Nudge.objects.bulk_create(nudges)


def make_mail(owner: User, on: date, **fields: Any) -> NudgeMail:
    number = f"<n-{owner.pk}-{on:%Y%m%d}@bench.example>"
    return NudgeMail(owner=owner, on=on, recipient=owner.email, message_id=number, **fields)


def plan_due_mails(contacts: list[Contact], today: date) -> None:
    """The nudge mail of each of these contacts' owners, planned and due."""
    mails = NudgeMail.objects.bulk_create([make_mail(contact.owner, today) for contact in contacts], batch_size=2000)
    nudges = [Nudge(contact=contact, on=today, mail=mail) for contact, mail in zip(contacts, mails, strict=True)]
    Nudge.objects.bulk_create(nudges, batch_size=2000)


def sign_in(user: User, backend: str) -> str:
    session = SessionStore()
    session.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    session.create()
    return session.session_key


@transaction.atomic
def seed(many: int) -> dict[str, Any]:
    today = timezone.localdate()
    # A tick in the future: however long the measurements last, no page tells of a scheduler that stands still.
    Instance.objects.create(pk=1, mark="bench", last_tick_at=timezone.now() + timedelta(hours=12))
    users = [make_user(number, today) for number in range(min(many, MOST_OTHERS) + 1)]
    main, *others = User.objects.bulk_create(users, batch_size=500)
    companies = make_companies(main, max(10, many // 10))
    employers = [Company(owner=user, name="Driftwood Ferries", name_key="driftwood ferries") for user in others]
    Company.objects.bulk_create(employers, batch_size=2000)
    # An index that stands while rows are written costs more than one that is made of them.
    with without_index(Contact, "contacts_search"):
        own = make_contacts([main], companies, choose_next_dates(many, today), 1)
        write_rows(Contact, CONTACT_COLUMNS, own)
        strange = make_contacts(others, employers, repeat(today, many), many + 1)
        write_rows(Contact, CONTACT_COLUMNS, strange)
    continue_ids(Contact)
    add_history()
    add_nudges(main, today)
    last = list(Contact.objects.filter(owner=main).order_by("-pk")[:4])
    open_some_requests(last[1:], today)
    fill_timeline(last[0], 60)
    first_of_others = Contact.objects.filter(pk__gt=many, pk__lte=many + len(others)).select_related("owner")
    plan_due_mails(list(first_of_others), today)
    middle = Contact.objects.filter(owner=main).order_by("name_key", "pk").values_list("pk", "name_key")[many // 2]
    return {
        "contact": last[0].pk,
        "company": companies[0].name,
        "middle": write_position(*middle),
        "middle_key": middle[1],
        "rare": f"p{many // 3}@",
        "afterword_session": sign_in(main, "crm.accounts.each_request.Backend"),
        "floor_session": sign_in(main, "django.contrib.auth.backends.ModelBackend"),
    }


def main() -> None:
    migrate_database()
    collect_static_files()
    seeded = seed(int(sys.argv[1]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as autovacuum does it by itself; SQLite gets no statistics in the product
            cursor.execute("VACUUM ANALYZE")
    print(json.dumps([seeded, count_pages(Seeded(**seeded))]))


if __name__ == "__main__":
    main()

"""Fill a fresh database in bulk: `python -m tests.bench.seeding CONTACTS` prints what it made, as JSON.

With it goes what each page needs besides time: its queries and bytes, counted in the same process.

One user with that many contacts, and as many other users with one contact each, whose nudge mail is due.
"""

import json
import os
import random
import sys
from datetime import date, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from contacts.models import Company, Contact, ContactEvent, Interest, Rejection, name_key  # noqa: E402
from contacts.search import fold  # noqa: E402
from crm.models import Instance, User  # noqa: E402
from crm.preparing import collect_static_files, migrate_database  # noqa: E402
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint  # noqa: E402
from followups.months import add_months  # noqa: E402
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
TITLES = ["Head of Data", "Recruiter", "Engineering Manager", "Talent Partner", "CTO", "Director of Operations"]
FIELDS = ["logistics", "public health", "energy", "design", "banking"]
TOPICS = ["route planning", "open data", "heat pumps", "type design", "sailing", "mentoring", "forecasting", "Python"]
ROLES = ["Data engineer", "Product manager", "Site reliability engineer", "UX researcher"]
TEXT = "Dear {name}, the article about {topic} made me think of what you said in our talk. I thought you may like it."

DUE = 120  # more than Today shows and counts
EARLIER_LETTERS = 3
chance = random.Random(7)


def make_user(number: int, today: date) -> User:
    address = f"user{number}@example.org"
    return User(email=address, name="Robin Adler", password="!", time_zone="Europe/Berlin", last_mail_on=today)


def make_companies(owner: User, many: int) -> list[Company]:
    names = [f"{chance.choice(FAMILY)} & {chance.choice(FAMILY)} {number}" for number in range(many)]
    return Company.objects.bulk_create([Company(owner=owner, name=name, name_key=name_key(name)) for name in names])


def make_contact(owner: User, company: Company, *, next_on: date, number: int) -> Contact:
    """Somebody as `add_contact` would have made them, who was last written to a cadence before `next_on`."""
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    email, title, cadence = f"contact{number}@example.com", chance.choice(TITLES), chance.choice([1, 2, 3])
    last_on = add_months(next_on, -cadence)
    return Contact(
        owner=owner,
        company=company,
        name=name,
        name_key=name_key(name),
        email=email,
        title=title,
        field=chance.choice(FIELDS),
        cadence=cadence,
        added_on=add_months(last_on, -12),
        next_on=next_on,
        next_from="outreach",
        next_from_on=last_on,
        search_text="\n".join(fold(part) for part in (name, company.name, title, email)),
    )


def choose_next_dates(many: int, today: date) -> list[date]:
    """Some are due, two come up within thirty days, all others later."""
    due = [today - timedelta(days=chance.randrange(25)) for _ in range(min(DUE, many // 2))]
    coming = [today + timedelta(days=days) for days in (3, 20)]
    later = [today + timedelta(days=chance.randrange(31, 60)) for _ in range(many - len(due) - len(coming))]
    return due + coming + later


def add_history(contacts: list[Contact]) -> None:
    """What every contact has: interests, a rejection, its feedback request, letters a month or more apart."""
    interests = [
        Interest(contact=contact, topic=topic, topic_key=name_key(topic))
        for contact in contacts
        for topic in chance.sample(TOPICS, 2)
    ]
    Interest.objects.bulk_create(interests, batch_size=2000)
    add_rejections(contacts)
    events = [ContactEvent(contact=contact, kind="added", on=contact.added_on) for contact in contacts]
    ContactEvent.objects.bulk_create(events, batch_size=2000)
    letters = [
        make_letter(contact, add_months(contact.next_from_on, -back))
        for contact in contacts
        for back in range(EARLIER_LETTERS)
    ]
    Touchpoint.objects.bulk_create(letters, batch_size=2000)


def make_letter(contact: Contact, on: date) -> Touchpoint:
    text = TEXT.format(name=contact.first_name, topic=chance.choice(TOPICS))
    kind = chance.choice(["article", "congratulations", "check_in"])
    return Touchpoint(contact=contact, kind=kind, on=on, text=text, counts=True)


def add_rejections(contacts: list[Contact]) -> None:
    rejections = Rejection.objects.bulk_create(
        [
            Rejection(
                owner=contact.owner,
                company=contact.company,
                contact=contact,
                role=chance.choice(ROLES),
                rejected_on=contact.added_on,
                stage="interview",
                told_by="email",
                reason="We went with somebody who has done this before.",
            )
            for contact in contacts
        ],
        batch_size=2000,
    )
    requests = [
        FeedbackRequest(
            owner=rejection.owner,
            rejection=rejection,
            contact=rejection.contact,
            state="no_answer",
            asked_on=rejection.rejected_on,
            closed_on=rejection.rejected_on + timedelta(days=21),
        )
        for rejection in rejections
    ]
    FeedbackRequest.objects.bulk_create(requests, batch_size=2000)


def open_some_requests(contacts: list[Contact], today: date) -> None:
    """One thank-you owed, one question to ask, one answer awaited: Today shows a row of each."""
    for contact, state in zip(contacts, ["answered", "proposed", "asked"], strict=False):
        rejected_on = today - timedelta(days=5)
        contact.rejections.update(rejected_on=rejected_on)
        days = {"asked_on": rejected_on, "answered_on": today if state == "answered" else None}
        contact.feedback_requests.update(state=state, closed_on=None, answer="Thank you for asking.", **days)


def fill_timeline(contact: Contact, entries: int) -> None:
    """Letters over years, and for every second one a nudge that was mailed before it: a page of the timeline."""
    first = contact.next_from_on
    letters = [make_letter(contact, add_months(first, -back)) for back in range(EARLIER_LETTERS, entries)]
    Touchpoint.objects.bulk_create(letters)
    days = [add_months(first, -back) for back in range(1, entries // 2)]
    mails = NudgeMail.objects.bulk_create([make_mail(contact.owner, on, state="sent") for on in days])
    Nudge.objects.bulk_create(
        [Nudge(contact=contact, on=mail.on, mail=mail, state="sent_it", answered_at=mail.created_at) for mail in mails]
    )


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
    main, *others = User.objects.bulk_create([make_user(number, today) for number in range(many + 1)], batch_size=500)
    companies = make_companies(main, max(10, many // 10))
    own = [
        make_contact(main, chance.choice(companies), next_on=next_on, number=number)
        for number, next_on in enumerate(choose_next_dates(many, today))
    ]
    employer = make_companies(main, 1)[0]
    employers = Company.objects.bulk_create(
        [Company(owner=user, name=employer.name, name_key=employer.name_key) for user in others], batch_size=2000
    )
    strange = [
        make_contact(user, company, next_on=today, number=user.pk)
        for user, company in zip(others, employers, strict=True)
    ]
    Contact.objects.bulk_create(own + strange, batch_size=1000)
    add_history(own + strange)
    open_some_requests(own[-4:-1], today)
    fill_timeline(own[-1], 60)
    plan_due_mails(strange, today)
    return {
        "contact": own[-1].pk,
        "company": companies[0].name,
        "afterword_session": sign_in(main, "allauth.account.auth_backends.AuthenticationBackend"),
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

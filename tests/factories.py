"""Short ways to the objects that most tests start from."""

from datetime import date, time
from itertools import count
from typing import Any

from django.utils import timezone

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.models import ImportRun, User
from followups.cadence import refresh_next_date
from followups.models import Article, Feed, Idea, Nudge, NudgeMail

numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    email = email or f"user{next(numbers)}@example.org"
    return User.objects.create_user(email, None, **{"name": "Tim Berg", "nudge_time": time(9), **fields})


def make_company(owner: User, name: str = "") -> Company:
    return Company.objects.create(owner=owner, name=name or f"Company {next(numbers)}")


def make_contact(owner: User | None = None, *, added_on: date = date(2026, 1, 10), **fields: Any) -> Contact:
    owner = owner or make_user()
    fields = {"name": f"Dana Weber {next(numbers)}", "email": f"dana{next(numbers)}@example.com", **fields}
    contact = Contact.objects.create(owner=owner, added_on=added_on, **fields)
    refresh_next_date(contact)
    return contact


def make_rejection(contact: Contact, rejected_on: date, **fields: Any) -> Rejection:
    company = fields.pop("company", None) or contact.company or make_company(contact.owner)
    fields = {"role": "Data engineer", **fields}
    rejection = Rejection.objects.create(
        owner=contact.owner, company=company, contact=contact, rejected_on=rejected_on, **fields
    )
    refresh_next_date(contact)
    return rejection


def make_nudge_mail(owner: User, on: date, **fields: Any) -> NudgeMail:
    number = next(numbers)
    return NudgeMail.objects.create(
        owner=owner, on=on, recipient=owner.email, **{"message_id": f"<n-{number}@example.org>", **fields}
    )


def make_nudge(contact: Contact, on: date, **fields: Any) -> Nudge:
    nudge = Nudge.objects.create(contact=contact, on=on, **fields)
    refresh_next_date(contact)
    return nudge


def make_opening(owner: User, **fields: Any) -> Opening:
    company = fields.pop("company", None) or make_company(owner)
    return Opening.objects.create(owner=owner, company=company, **{"role": "UX writer", **fields})


def make_peer(owner: User, **fields: Any) -> Peer:
    return Peer.objects.create(owner=owner, **{"name": f"Jule Brandt {next(numbers)}", **fields})


def make_consenting_peer(owner: User, given_on: date = date(2026, 1, 5), **fields: Any) -> Peer:
    return make_peer(owner, consent=Peer.Consent.GIVEN, given_on=given_on, **fields)


def make_feed(owner: User, **fields: Any) -> Feed:
    return Feed.objects.create(owner=owner, **{"url": f"https://example.org/{next(numbers)}.xml", **fields})


def make_article(owner: User, title: str = "A new chart of the coast", **fields: Any) -> Article:
    number = next(numbers)
    fields = {"url": f"https://example.org/articles/{number}", "key": f"key-{number}", **fields}
    return Article.objects.create(owner=owner, title=title, **fields)


def make_idea(contact: Contact, **fields: Any) -> Idea:
    if "opening" not in fields and "article" not in fields:
        fields["article"] = make_article(contact.owner)
    fields = {"kind": "article", "why": "interest", "topic": "sailing", "score": 1.0, **fields}
    return Idea.objects.create(contact=contact, **fields)


def make_import_run(owner: User, **fields: Any) -> ImportRun:
    """A file that was read and waits for the user's yes."""
    layout = {"charset": "utf-8", "delimiter": ",", "first_line": 1, "headings": ["Name"], "has_headings": True}
    layout |= {"columns": ["name"], "day_first": True, "samples": [], "day_orders": [True]}
    fields = {"name": "people.csv", "state": "ready", "shape": "table", "counts": {"new": 1, "people": 1}, **fields}
    keep_until = timezone.now() + ImportRun.KEPT_FOR
    return ImportRun.objects.create(owner=owner, size=100, layout=layout, keep_until=keep_until, **fields)

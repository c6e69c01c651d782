"""Tables for a spreadsheet, a piece at a time. What would be calculated there is disarmed; an import undoes that."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Max, Q, QuerySet

from contacts.models import Contact, Rejection
from crm.models import User
from crm.portable.formulas import disarm
from followups.models import Touchpoint

AT_ONCE = 1000
# A spreadsheet takes a file for UTF-8 that begins with it.
MARK = "\ufeff"


class Echo:
    """Gives the line back that the csv module writes."""

    def write(self, line: str) -> str:
        return line


def write_table(headings: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield MARK + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([disarm(tell(value)) for value in row])


def tell(value: Any) -> str:
    return "" if value is None else str(value)


def write_contacts(user: User) -> Iterator[str]:
    headings = ["Name", "E-mail", "Title", "Company", "Field", "Interests", "Cadence", "Last contacted", "Next date"]
    headings += ["Standing", "Added on", "Notes"]
    outreach = Max("touchpoints__on", filter=~Q(touchpoints__kind=Touchpoint.Kind.THANK_YOU))
    people = Contact.objects.owned_by(user).annotate(last_on=outreach).select_related("company")
    return write_table(headings, map(contact_row, in_turn(people.prefetch_related("interests"))))


def contact_row(contact: Any) -> list[Any]:
    company = contact.company.name if contact.company else ""
    topics = ", ".join(interest.topic for interest in contact.interests.all())
    said = [contact.name, contact.email, contact.title, company, contact.field, topics, contact.cadence]
    return [*said, contact.last_on, contact.next_on, contact.standing, contact.added_on, contact.notes]


def write_rejections(user: User) -> Iterator[str]:
    headings = ["Company", "Role", "Rejected on", "Status", "Stage reached", "How told", "Reason", "Contact name"]
    headings += ["Contact e-mail", "Notes"]
    own = Rejection.objects.owned_by(user).select_related("company", "contact")
    return write_table(headings, map(rejection_row, in_turn(own)))


def rejection_row(rejection: Rejection) -> list[Any]:
    contact = rejection.contact
    said = [rejection.company.name, rejection.role, rejection.rejected_on, "Rejected", rejection.stage]
    whom = [contact.name, contact.email] if contact else ["", ""]
    return [*said, rejection.told_by, rejection.reason, *whom, rejection.notes]


def write_touchpoints(user: User) -> Iterator[str]:
    headings = ["Day", "Contact name", "Contact e-mail", "Kind", "Channel", "Early", "Text", "Link"]
    own = Touchpoint.objects.owned_by(user).select_related("contact")
    return write_table(headings, map(touchpoint_row, in_turn(own)))


def touchpoint_row(letter: Touchpoint) -> list[Any]:
    whom = [letter.contact.name, letter.contact.email]
    return [letter.on, *whom, letter.kind, letter.channel, "yes" if letter.early else "", letter.text, letter.url]


def in_turn(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=AT_ONCE)


TABLES: dict[str, Callable[[User], Iterator[str]]] = {
    "contacts": write_contacts,
    "rejections": write_rejections,
    "touchpoints": write_touchpoints,
}

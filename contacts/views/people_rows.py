"""The rows of the list of people.

Written for speed: the list of 50 may cost 6 ms, and model instances with a template tag for each ring took three times
that. So one statement reads bare values, and what a row says is worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from contacts.models import Contact, ContactQuerySet
from contacts.paging import ROWS_PER_PAGE, Page, narrow_after, write_position
from contacts.ring import Ring, read_ring
from contacts.views.filters import is_nudged
from contacts.words import initials_of, next_in_short, shorten

TOPICS_SHOWN = 3
COLUMNS = (
    "pk", "name", "name_key", "title", "company__name", "standing", "next_on", "next_from_on", "added_on",
    "paused_until", "thanks_held_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    pk: int
    name: str
    place: str
    topics: list[str]
    has_more_topics: bool
    when: str
    ring: Ring


# In the order they were noted in. A topic has no control characters: one of them stands between two topics.
TOPICS_SQL = {
    "postgresql": """(SELECT string_agg(i.topic, chr(31) ORDER BY i.id) FROM contacts_interest i
      WHERE i.contact_id = contacts_contact.id)""",
    "sqlite": """(SELECT group_concat(i.topic, char(31)) FROM (
      SELECT topic FROM contacts_interest WHERE contact_id = contacts_contact.id ORDER BY id) AS i)""",
}


def read_people(people: ContactQuerySet, *, after: str, today: date) -> Page[PersonRow]:
    """The page of `people` after the position `after`, by name.

    Who is on it is chosen first: of the thousands that a search may find, SQLite would read the topics of all.
    """
    chosen = narrow_after(people, by="name_key", after=after).values("pk")[: ROWS_PER_PAGE + 1]
    shown = list(
        Contact.objects.filter(pk__in=chosen)
        .annotate(
            is_nudged=is_nudged(today),
            topics=RawSQL(TOPICS_SQL[connection.vendor], [], TextField()),  # noqa: S611 (our own words)
        )
        .by_name()
        .values_list(*COLUMNS, "is_nudged", "topics", named=True)
    )
    more, shown = len(shown) > ROWS_PER_PAGE, shown[:ROWS_PER_PAGE]
    rows = [
        PersonRow(
            pk=each.pk,
            name=shorten(each.name, 80),
            place=shorten(", ".join(part for part in (each.title, each.company__name) if part), 90),
            topics=(topics := each.topics.split("\x1f") if each.topics else [])[:TOPICS_SHOWN],
            has_more_topics=len(topics) > TOPICS_SHOWN,
            when=next_in_short(each, today, is_nudged=each.is_nudged),
            ring=read_ring(
                initials=initials_of(each.name),
                counts_from=each.next_from_on or each.added_on,
                next_on=each.next_on,
                today=today,
                is_due=each.is_nudged,
            ),
        )
        for each in shown
    ]
    return Page(rows, write_position(shown[-1].pk, shown[-1].name_key) if more else "")

"""The rows of the list of people.

Written for speed: the list of 50 may cost 6 ms, and model instances with a template tag for each ring took three times
that. So one statement reads bare values, and what a row says is worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from contacts.models import ContactQuerySet
from contacts.paging import ROWS_PER_PAGE, Page, narrow_after, write_position
from contacts.ring import Ring, read_ring
from contacts.words import initials_of, next_in_short, shorten
from crm.statements import read_rows

TOPICS_SHOWN = 3


class Person(NamedTuple):
    pk: int
    name: str
    name_key: str
    title: str
    company: str | None
    standing: str
    next_on: date | None
    next_from_on: date | None
    added_on: date
    paused_until: date | None
    thanks_held_until: date | None
    is_nudged: bool
    topics: str | None


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
      WHERE i.contact_id = c.id)""",
    "sqlite": """(SELECT group_concat(i.topic, char(31)) FROM (
      SELECT topic FROM contacts_interest WHERE contact_id = c.id ORDER BY id) AS i)""",
}
# Who is on the page is chosen first: of the thousands that a search may find, SQLite would read the topics of all. For
# EXISTS instead of IS NOT NULL (there is one open nudge at most), PostgreSQL reads everybody's open nudges beforehand.
PEOPLE_SQL = """
SELECT c.id, c.name, c.name_key, c.title, co.name, c.standing, c.next_on, c.next_from_on, c.added_on, c.paused_until,
  c.thanks_held_until, (SELECT 1 FROM followups_nudge n
    WHERE n.contact_id = c.id AND n.state = 'open' AND n."on" <= %s) IS NOT NULL AS is_nudged, {topics}
FROM contacts_contact c LEFT JOIN contacts_company co ON co.id = c.company_id
WHERE c.id IN ({chosen}) ORDER BY c.name_key, c.id"""


def read_people(people: ContactQuerySet, *, after: str, today: date, are_found: bool = False) -> Page[PersonRow]:
    """The page of `people` after the position `after`, by name; `are_found`: by words, which decide how to search."""
    statement, words = write_people_sql(narrow_after(people, by="name_key", after=after), today)
    shown = [Person._make(row) for row in read_rows(statement, words, is_kept=not are_found)]
    more, shown = len(shown) > ROWS_PER_PAGE, shown[:ROWS_PER_PAGE]
    rows = [
        PersonRow(
            pk=each.pk,
            name=shorten(each.name, 80),
            place=shorten(", ".join(part for part in (each.title, each.company) if part), 90),
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


def write_people_sql(people: ContactQuerySet, today: date) -> tuple[str, list[Any]]:
    """The statement that reads the first of `people`, one more than a page has, and its words."""
    chosen, words = people.values("pk")[: ROWS_PER_PAGE + 1].query.sql_with_params()
    return PEOPLE_SQL.format(topics=TOPICS_SQL[connection.vendor], chosen=chosen), [today, *words]

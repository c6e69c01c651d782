"""The rows of the list of people.

Written for speed: the list of 50 may cost 6 ms, and model instances with a template tag for each ring took three times
that. So two statements read bare values, and what a row says is worked out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contacts.models import ContactQuerySet, Interest
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


def read_topics(people: Sequence[int]) -> dict[int, list[str]]:
    """The interests of these people, in the order they were noted in."""
    topics: dict[int, list[str]] = defaultdict(list)
    for person, topic in Interest.objects.filter(contact__in=people).order_by("id").values_list("contact", "topic"):
        topics[person].append(topic)
    return topics


def read_people(people: ContactQuerySet, *, after: str, today: date) -> Page[PersonRow]:
    """The page of `people` after the position `after`, by name."""
    shown = list(
        narrow_after(people, by="name_key", after=after)
        .annotate(is_nudged=is_nudged(today))
        .values_list(*COLUMNS, "is_nudged", named=True)[: ROWS_PER_PAGE + 1]
    )
    more, shown = len(shown) > ROWS_PER_PAGE, shown[:ROWS_PER_PAGE]
    topics = read_topics([each.pk for each in shown])
    rows = [
        PersonRow(
            pk=each.pk,
            name=shorten(each.name, 80),
            place=shorten(", ".join(part for part in (each.title, each.company__name) if part), 90),
            topics=topics[each.pk][:TOPICS_SHOWN],
            has_more_topics=len(topics[each.pk]) > TOPICS_SHOWN,
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

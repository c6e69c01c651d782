"""Everything that happened with one contact, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contacts.models import Contact
from crm.statements import read_rows
from followups.folding import hide_folded
from followups.timeline_words import Words, describe
from followups.wording import body_of, cut

# A page shows how a letter begins; the whole of it is a click away. What they wrote gets more room.
TEXT_SHOWN = 400
OWN_TEXT_SHOWN = 200
FIRST_PAGE = "9999-12-31.0.0"
# Not by reverse(): fifty of them would take a millisecond of the page.
EDITED_AT = {"touchpoint": "/touchpoints/", "incoming": "/incoming-messages/"}


@dataclass(slots=True)
class Entry:
    """One thing that happened. `by` is "you", "them" or "app"; `detail` follows the title, in quieter words."""

    kind: str
    on: date
    title: str
    detail: str
    text: str
    url: str
    item: str  # what a message carried: an article's title, or who for which role
    by: str
    touchpoint_id: int | None
    edit_url: str  # where what you noted can be corrected; empty for what the app noted
    early: bool
    opens: bool  # the rejection, with which it began


@dataclass(frozen=True)
class TimelinePage:
    entries: list[Entry]
    next_before: str | None  # give it to `read_timeline` for the entries that follow


def read_timeline(contact: Contact, *, limit: int = 50, before: str | None = None) -> TimelinePage:
    """A page of the contact's timeline, newest first; `before` is the `next_before` of the page above.

    One query, whose cost depends on the entries shown, not on those there are. Within a day the order is that of
    the sources (`PARTS`), then that of entry. A `before` that makes no sense shows the first page.
    """
    on, rank, pk = parse_position(before) or parse_position(FIRST_PAGE) or (date.max, 0, 0)
    rows = read_rows(
        TIMELINE_SQL,
        {"contact": contact.pk, "on": on, "rank": rank, "id": pk, "limit": limit + 1, "cut": TEXT_SHOWN + 1},
    )
    shown = rows[:limit]
    next_before = None
    if len(rows) > limit:
        last_on, last_rank, last_id = shown[-1][:3]
        next_before = f"{as_day(last_on)}.{last_rank}.{last_id}"
    return TimelinePage(list(as_entries(contact, shown)), next_before)


def parse_position(position: str | None) -> tuple[date, int, int] | None:
    try:
        on, rank, pk = (position or "").split(".")
        return date.fromisoformat(on), int(rank), min(int(pk), 2**63 - 1)
    except ValueError:
        return None


def as_entries(contact: Contact, rows: Iterable[tuple[Any, ...]]) -> Iterable[Entry]:
    described: dict[tuple[str, str, str], Words] = {}  # most entries of a page say one of a few things
    for on, rank, pk, kind, word, text, url, early, item in rows:
        source = PARTS[rank].source
        said = described.get((source, kind, word))
        if said is None:
            said = described[source, kind, word] = describe(source, kind, word, contact)
        yield Entry(
            kind=f"{source}_{kind}" if kind else source,
            on=as_day(on),
            title=said.title,
            detail=said.detail,
            text=shorten(hide_folded(text, json.loads(word)) if source == "feedback" else text, said.by),
            url=url,
            item=item,
            by=said.by,
            touchpoint_id=pk if source == "touchpoint" else None,
            edit_url=f"{EDITED_AT[source]}{pk}/edit/" if source in EDITED_AT else "",
            early=bool(early),
            opens=source == "rejection",
        )


def as_day(on: date | str) -> date:
    """SQLite gives a day that it worked out itself as text."""
    return on if isinstance(on, date) else date.fromisoformat(on)


def shorten(text: str, by: str) -> str:
    """How the text begins: their words with their line breaks, the body of your own letter on one line."""
    if by == "them":
        return cut(text, TEXT_SHOWN) if len(text) > TEXT_SHOWN else text
    return cut(body_of(text), OWN_TEXT_SHOWN)


@dataclass(frozen=True)
class Part:
    """One table's share of the timeline: `kind` and `word` are what `describe` turns into words."""

    source: str
    day: str
    columns: str
    tables: str
    key: str


# Later in the list is later in the day.
PARTS = [
    Part(
        "rejection",
        "r.rejected_on",
        "r.stage, r.role, substr(r.reason, 1, %(cut)s), ''",
        "contacts_rejection r WHERE r.contact_id = %(contact)s",
        "r.id",
    ),
    Part(
        "event",
        'e."on"',
        "e.kind, e.text, '', ''",
        "contacts_contactevent e WHERE e.contact_id = %(contact)s",
        "e.id",
    ),
    Part(
        "nudge",
        # A digest names the day from which somebody may be written to; the reminder itself came before.
        'CASE WHEN m."on" < n."on" THEN m."on" ELSE n."on" END',
        "n.state, coalesce(m.state, ''), '', ''",
        # A nudge shows once its mail may have arrived, or when it was answered without one.
        "followups_nudge n LEFT JOIN followups_nudgemail m ON m.id = n.mail_id WHERE n.contact_id = %(contact)s"
        " AND n.state NOT IN ('withdrawn', 'merged')"
        " AND (m.state IS NULL OR m.state IN ('handing', 'sent', 'unsure')"
        " OR n.state IN ('sent_it', 'not_this_month'))",
        "n.id",
    ),
    Part(
        "touchpoint",
        't."on"',
        # A referral also says how it stands.
        "t.kind, CASE WHEN t.kind = 'referral' THEN t.channel || coalesce((SELECT ' ' || r.state"
        " FROM followups_referral r WHERE r.touchpoint_id = t.id), '') ELSE t.channel END,"
        " substr(t.text, 1, %(cut)s), t.url",
        "followups_touchpoint t WHERE t.contact_id = %(contact)s",
        "t.id",
    ),
    Part(
        "feedback",
        "coalesce(f.answered_on, f.closed_on)",
        # What is folded away may stand anywhere: it is taken out of the whole answer, before that is cut.
        "f.state, CAST(f.folded AS text),"
        " CASE WHEN CAST(f.folded AS text) = '[]' THEN substr(f.answer, 1, %(cut)s) ELSE f.answer END, ''",
        "followups_feedbackrequest f WHERE f.contact_id = %(contact)s",
        "f.id",
    ),
    Part(
        "incoming",
        'i."on"',
        "'', i.channel, substr(i.text, 1, %(cut)s), ''",
        "followups_incomingmessage i WHERE i.contact_id = %(contact)s",
        "i.id",
    ),
]


# What a message carried. Asked of the rows of a page alone.
ITEM = """coalesce((
  SELECT coalesce(a.title, p.name || ', ' || o.role) FROM followups_idea d
  LEFT JOIN followups_article a ON a.id = d.article_id
  LEFT JOIN contacts_peer p ON p.id = d.peer_id LEFT JOIN contacts_opening o ON o.id = d.opening_id
  WHERE d.touchpoint_id = t.id ORDER BY d.id LIMIT 1), (
  SELECT p.name || ', ' || o.role FROM followups_referral r
  JOIN contacts_peer p ON p.id = r.peer_id JOIN contacts_opening o ON o.id = r.opening_id
  WHERE r.touchpoint_id = t.id), '')"""


def write_sql() -> str:
    """One statement over the six tables, each asked for the rows of one page alone.

    Written by hand for speed: a query for each through the ORM cost 3 ms more of a page that may cost 6. SQLite takes
    a LIMIT within a UNION only inside a sub-select, and Django writes none.
    """
    parts = []
    for rank, part in enumerate(PARTS):
        early, item = ("t.early", ITEM) if part.source == "touchpoint" else ("false", "''")
        parts.append(  # only the words above are put in; what comes from outside is a parameter
            f"SELECT * FROM (SELECT {part.day} AS day, {rank} AS place, {part.key} AS id, {part.columns},"  # noqa: S608
            f" {early}, {item}"
            f" FROM {part.tables} AND {part.day} <= %(on)s AND ({part.day} < %(on)s OR {rank} < %(rank)s"
            f" OR ({rank} = %(rank)s AND {part.key} < %(id)s))"
            f" ORDER BY {part.day} DESC, {part.key} DESC LIMIT %(limit)s) AS {part.source}s"
        )
    return " UNION ALL ".join(parts) + " ORDER BY day DESC, place DESC, id DESC LIMIT %(limit)s"


TIMELINE_SQL = write_sql()

"""The two statements behind Today, and the rows they give.

Written by hand for speed: the page holds six lists of up to 50 rows and may cost 7 ms, in three queries whatever
the number of rows. Each list is asked for one row more than is counted, so the cost does not grow with the contacts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.words import initials_of
from crm.models import User
from crm.statements import Columns, read_rows
from followups.cadence import explain_next_date
from followups.folding import hide_folded
from followups.ideas.finding import RECENT
from followups.ideas.matching import FLOOR
from followups.months import add_months
from followups.silence import LETTERS_SQL, SINCE_ASKED, count_letters_sql
from followups.silence_words import say_letters_unanswered
from followups.timeline import as_day
from followups.timeline_words import describe_touchpoint
from followups.wording import day_in_words

COUNTED = 100  # beyond it a count says "100+"
SHOWN = 50
COMING_SHOWN = 20  # a look ahead; with fifty the page would be heavier than 30 KB
AT_HAND = 10  # of the due, those that are shown with everything at hand; nobody writes more letters in a day
COMING_UP = timedelta(days=30)
# A request stays on offer for good, but is something to do today only while the rejection is fresh.
FRESH = timedelta(days=7)


class Listed(NamedTuple):
    """As much of a contact as a row shows: fifty models take 1 ms."""

    pk: int
    name: str
    title: str

    @property
    def initials(self) -> str:
        return initials_of(self.name)


class ContactRow(NamedTuple):
    """Somebody to write to, now or soon: since or from when, what you last wrote, what they care about."""

    contact: Listed
    company: str
    on: date
    nudge_id: int | None
    last_letter: str = ""  # “You sent an article on 20 October.”
    why: str = ""  # where no letter was written yet: why it is time
    interests: Sequence[str] = ()
    request_id: int | None = None  # the feedback request that is the letter to write, if it wasn't asked yet
    letters_unanswered: int = 0  # set when they stay silent for so long that less may be more
    idea: str = ""  # the best one there is for them

    @property
    def topics(self) -> str:
        return ", ".join(self.interests)

    @property
    def silence(self) -> str:
        """“Four letters without an answer”, or nothing."""
        return capfirst(say_letters_unanswered(self.letters_unanswered)) if self.letters_unanswered else ""


def say_last_letter(kind: str, channel: str, name: str, on: date, today: date) -> str:
    """“You sent an article on 20 October.”"""
    words = {"title": name_letter(kind, channel, name), "day": day_in_words(on, today)}
    return _("%(title)s on %(day)s.") % words


@lru_cache(maxsize=2000)
def name_letter(kind: str, channel: str, name: str) -> str:
    """Remembered: the page has fifty of them, and each takes 10 µs."""
    return describe_touchpoint(kind, channel, Contact(name=name)).title


@dataclass(frozen=True)
class FeedbackRow:
    """A feedback request; `ask_from` is set while the month since your last letter isn't over."""

    pk: int
    contact: Contact
    company: str
    role: str
    rejected_on: date
    asked_on: date | None
    answered_on: date | None
    answer: str
    ask_from: date | None
    is_fresh: bool


NOT_HELD_BACK = (
    "c.owner_id = %(owner)s AND c.standing = 'active'"
    " AND (c.paused_until IS NULL OR c.paused_until <= %(today)s)"
    " AND (c.thanks_held_until IS NULL OR c.thanks_held_until <= %(today)s)"
)
WITHOUT_OPEN_NUDGE = "NOT EXISTS (SELECT 1 FROM followups_nudge o WHERE o.contact_id = c.id AND o.state = 'open')"

# A topic has no control characters: one of them stands between two topics.
TOPICS_SQL = {
    "postgresql": "(SELECT string_agg(i.topic, chr(31) ORDER BY i.id) FROM contacts_interest i"
    " WHERE i.contact_id = c.id)",
    "sqlite": "(SELECT group_concat(i.topic, char(31)) FROM (SELECT topic FROM contacts_interest"
    " WHERE contact_id = c.id ORDER BY id) AS i)",
}
# Looked at first, because it is cheap: most people were not written to that often since the last proposal.
MAY_BE_SILENT = f"{count_letters_sql(SINCE_ASKED, '%(quiet_after)s')} >= %(quiet_after)s"
# As `followups.ideas.choosing` chooses, but for what takes turns: one line of what is there.
IDEA_SQL = """(
  SELECT coalesce(a.title, p.name || ', ' || o.role) FROM followups_idea d
  LEFT JOIN followups_article a ON a.id = d.article_id
  LEFT JOIN contacts_peer p ON p.id = d.peer_id LEFT JOIN contacts_opening o ON o.id = d.opening_id
  LEFT JOIN followups_nudge m ON m.id = d.nudge_id
  WHERE d.contact_id = c.id AND d.state IN ('new', 'saved') AND d.score >= %(good_enough)s
  AND (d.state = 'saved' OR m.id IS NULL OR m.state IN ('open', 'withdrawn'))
  AND (a.id IS NULL OR d.state = 'saved' OR a.seen_at >= %(recent)s)
  ORDER BY CASE WHEN m.state = 'open' THEN d.place ELSE 99 END, CASE WHEN d.state = 'saved' THEN 0 ELSE 1 END,
    d.score DESC, d.id DESC LIMIT 1)"""

# The open nudges of the user, found by their mails, of which there is one a day at most: by the contacts, of whom there
# may be a hundred thousand, they cost 70 ms. Few have no mail, and those of all users stand in an index of their own.
# CROSS JOIN: SQLite joins in the order that is written.
OPEN_NUDGES_SQL = """
  SELECT n.id, n."on", n.contact_id FROM followups_nudgemail m CROSS JOIN {nudges_of_mail} n
  WHERE m.owner_id = %(owner)s AND n.mail_id = m.id AND n.state = 'open'
  UNION ALL SELECT n.id, n."on", n.contact_id FROM followups_nudge n WHERE n.mail_id IS NULL AND n.state = 'open'"""

# One by one by their keys: to find a hundred, PostgreSQL would else read everybody's nudges, and all contacts.
NUDGES_OF_MAIL = {
    "postgresql": "LATERAL (SELECT * FROM followups_nudge o WHERE o.mail_id = m.id AND o.state = 'open' OFFSET 0)",
    "sqlite": "followups_nudge",
}
PICKED_CONTACT = {
    "postgresql": "LATERAL (SELECT * FROM contacts_contact o WHERE o.id = picked.contact_id OFFSET 0)",
    "sqlite": "contacts_contact",
}

CONTACTS_SQL = f"""
WITH open_nudges AS ({OPEN_NUDGES_SQL})
SELECT picked.list, picked.contact_id, picked.day, picked.nudge_id, co.name AS company_name,
       t."on" AS last_on, t.kind AS last_kind, t.channel AS last_channel,
       CASE WHEN picked.list = 'due' AND picked.place <= {SHOWN} THEN {{topics}} END AS topics,
       CASE WHEN picked.list = 'due' AND picked.place <= {AT_HAND} AND {MAY_BE_SILENT}
         THEN {LETTERS_SQL} END AS letters,
       CASE WHEN picked.list = 'due' AND picked.place <= {AT_HAND} THEN {IDEA_SQL} END AS idea,
       {{contact}}
FROM (SELECT listed.*, row_number() OVER (PARTITION BY list ORDER BY day, contact_id) AS place FROM (
  SELECT * FROM (
    SELECT 'due' AS list, c.next_on AS day, c.id AS contact_id, CAST(NULL AS bigint) AS nudge_id
    FROM contacts_contact c WHERE {NOT_HELD_BACK} AND c.next_on <= %(today)s AND {WITHOUT_OPEN_NUDGE}
    ORDER BY c.next_on, c.id LIMIT %(limit)s) AS due
  UNION ALL SELECT * FROM (
    SELECT 'due', n."on", c.id, n.id
    FROM open_nudges n CROSS JOIN contacts_contact c
    WHERE c.id = n.contact_id AND n."on" <= %(today)s AND {NOT_HELD_BACK}
    ORDER BY n."on", n.id LIMIT %(limit)s) AS nudged
  UNION ALL SELECT * FROM (
    SELECT 'coming', c.next_on, c.id, CAST(NULL AS bigint)
    FROM contacts_contact c WHERE c.owner_id = %(owner)s AND c.standing = 'active'
    AND c.next_on > %(today)s AND c.next_on <= %(horizon)s AND {WITHOUT_OPEN_NUDGE}
    ORDER BY c.next_on, c.id LIMIT %(limit)s) AS coming
  UNION ALL SELECT * FROM (
    -- A digest names the day from which somebody may be written to.
    SELECT 'coming', n."on", c.id, n.id
    FROM open_nudges n CROSS JOIN contacts_contact c
    WHERE c.id = n.contact_id AND n."on" > %(today)s AND n."on" <= %(horizon)s AND {NOT_HELD_BACK}
    ORDER BY n."on", n.id LIMIT %(limit)s) AS told
) AS listed) AS picked
LEFT JOIN {{picked_contact}} c ON c.id = picked.contact_id
  AND picked.place <= CASE WHEN picked.list = 'due' THEN {SHOWN} ELSE {COMING_SHOWN} END
LEFT JOIN contacts_company co ON co.id = c.company_id
LEFT JOIN followups_touchpoint t ON t.id = (
  SELECT l.id FROM followups_touchpoint l WHERE l.contact_id = c.id ORDER BY l."on" DESC, l.id DESC LIMIT 1)
ORDER BY picked.day, picked.contact_id
"""  # noqa: S608 (here and below: our own words are put in; what comes from outside is a parameter)


# Says no more than the state does; SQLite uses a partial index only where its condition stands in the query.
OPEN_REQUEST = "f.state IN ('proposed', 'asked', 'answered')"


def list_requests(state: str, order: str) -> str:
    return f"""SELECT * FROM (
    SELECT f.id, f.state, f.asked_on, f.answered_on, f.folded, f.contact_id, f.rejection_id,
      CASE WHEN CAST(f.folded AS text) = '[]' THEN substr(f.answer, 1, 240) ELSE f.answer END AS said
    FROM followups_feedbackrequest f
    JOIN contacts_rejection r ON r.id = f.rejection_id
    JOIN contacts_contact c ON c.id = f.contact_id
    WHERE f.owner_id = %(owner)s AND f.state = '{state}' AND {OPEN_REQUEST} AND c.standing = 'active'
    ORDER BY {order} LIMIT %(limit)s) AS {state}"""  # noqa: S608


FEEDBACK_SQL = f"""
SELECT f.id, f.state, f.asked_on, f.answered_on, f.said, f.folded, r.role, r.rejected_on, co.name AS company_name,
       c.id AS contact_id, c.name AS contact_name, c.next_on,
       (SELECT max(t."on") FROM followups_touchpoint t
        WHERE t.contact_id = c.id AND t.kind <> 'thank_you' AND f.state = 'proposed') AS last_outreach_on
FROM (
  {list_requests("answered", "f.answered_on, f.id")}
  UNION ALL {list_requests("proposed", "r.rejected_on DESC, f.id DESC")}
  UNION ALL {list_requests("asked", "f.asked_on, f.id")}
) AS f
JOIN contacts_rejection r ON r.id = f.rejection_id
JOIN contacts_contact c ON c.id = f.contact_id
JOIN contacts_company co ON co.id = r.company_id
"""  # noqa: S608


CONTACT = Columns(Contact, "id", "name", "title", "cadence", "next_on", "next_from", "next_from_on")


class FoundContact(NamedTuple):
    """A row of a list; of those beyond what is shown nothing but the first four."""

    list: str
    contact_id: int
    day: date | str
    nudge_id: int | None
    company: str | None
    last_on: date | str | None
    last_kind: str
    last_channel: str
    topics: str | None
    letters: int | None
    idea: str | None
    contact: tuple[Any, ...]


def find_contacts(user: User, today: date) -> dict[str, list[FoundContact]]:
    """Who is on the lists "due" and "coming", longest waiting first; `as_contact_row` makes them rows."""
    found: dict[str, list[FoundContact]] = {"due": [], "coming": []}
    words = {
        "owner": user.pk,
        "today": today,
        "horizon": today + COMING_UP,
        "limit": COUNTED + 1,
        "quiet_after": user.unanswered_limit,
        "good_enough": FLOOR,
        "recent": timezone.now() - RECENT,
    }
    for row in read_rows(write_contacts_sql(connection.vendor), words):
        found[row[0]].append(FoundContact._make((*row[:11], row[11:])))
    return found


@cache
def write_contacts_sql(vendor: str) -> str:
    return CONTACTS_SQL.format(
        nudges_of_mail=NUDGES_OF_MAIL[vendor],
        picked_contact=PICKED_CONTACT[vendor],
        topics=TOPICS_SQL[vendor],
        contact=CONTACT.of("c"),
    )


def as_contact_row(found: FoundContact, quiet_after: int, request_id: int | None, today: date) -> ContactRow:
    contact = Listed(*found.contact[:3])
    last_letter = why = ""
    if found.last_on:
        wrote = found.last_kind, found.last_channel, contact.name, as_day(found.last_on)
        last_letter = say_last_letter(*wrote, today)
    elif found.list == "due":
        why = explain_next_date(CONTACT.make(found.contact))
    return ContactRow(
        contact=contact,
        company=found.company or "",
        on=as_day(found.day),
        nudge_id=found.nudge_id,
        last_letter=last_letter,
        why=why,
        interests=found.topics.split("\x1f") if found.topics else (),
        request_id=request_id,
        idea=found.idea or "",
        letters_unanswered=found.letters if found.letters is not None and found.letters >= quiet_after else 0,
    )


def read_feedback_rows(user: User, today: date) -> dict[str, list[FeedbackRow]]:
    """The rows of each open state: "answered" longest ago first, "proposed" newest first, "asked" oldest first."""
    rows: dict[str, list[FeedbackRow]] = {"answered": [], "proposed": [], "asked": []}
    for row in read_rows(FEEDBACK_SQL, {"owner": user.pk, "limit": COUNTED + 1}):
        found = FoundRequest._make(row)
        rows[found.state].append(as_feedback_row(found, today))
    rows["answered"].sort(key=lambda row: (row.answered_on, row.pk))
    rows["proposed"].sort(key=lambda row: (row.rejected_on, row.pk), reverse=True)
    rows["asked"].sort(key=lambda row: (row.asked_on, row.pk))
    return rows


class FoundRequest(NamedTuple):
    pk: int
    state: str
    asked_on: date | str | None
    answered_on: date | str | None
    said: str
    folded: str  # JSON
    role: str
    rejected_on: date | str
    company_name: str
    contact_id: int
    contact_name: str
    next_on: date | str | None
    last_outreach_on: date | str | None


def as_feedback_row(row: FoundRequest, today: date) -> FeedbackRow:
    ask_from = add_months(as_day(row.last_outreach_on), 1) if row.last_outreach_on else None
    rejected_on = as_day(row.rejected_on)
    return FeedbackRow(
        pk=row.pk,
        contact=Contact(pk=row.contact_id, name=row.contact_name, next_on=as_day(row.next_on) if row.next_on else None),
        company=row.company_name,
        role=row.role,
        rejected_on=rejected_on,
        asked_on=as_day(row.asked_on) if row.asked_on else None,
        answered_on=as_day(row.answered_on) if row.answered_on else None,
        answer=hide_folded(row.said, json.loads(row.folded)),
        ask_from=ask_from if ask_from and ask_from > today else None,
        is_fresh=today - rejected_on <= FRESH,
    )

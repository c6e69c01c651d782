"""Small wins for the page Today: at most three quiet lines of the last two weeks, newest first.

One statement of six parts: each finds its rows by an index on the day, whatever number of contacts there are. An answer
that thanks are owed for stands at the top of the page already, and is no line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Contact
from crm.models import User
from crm.statements import read_rows
from followups.models import Referral, Touchpoint
from followups.months import add_months
from followups.timeline import as_day
from followups.timeline_words import describe_outcome
from followups.wording import call_name

SHOWN = 3
READ = 10  # of each kind: somebody who wrote four times is one line
LATELY = timedelta(days=14)
YEARS = range(1, 6)
IN_TOUCH = timedelta(days=400)  # somebody written to once a year is still in touch


@dataclass(frozen=True)
class Win:
    on: date
    text: str
    url: str


OWN = "c.owner_id = %(owner)s AND c.standing <> 'stopped'"
# CROSS JOIN: SQLite then begins with the few rows on the left, not with all of the user's contacts.
ANSWERS = f"""
SELECT 'answer' AS what, f.answered_on AS day, c.id, c.name, '' AS word
FROM followups_feedbackrequest f CROSS JOIN contacts_contact c
WHERE f.owner_id = %(owner)s AND f.answered_on IS NOT NULL AND f.answered_on > %(since)s AND f.state <> 'answered'
AND c.id = f.contact_id AND {OWN} ORDER BY f.answered_on DESC, f.id DESC LIMIT {READ}"""  # noqa: S608 (our own words)
MESSAGES = f"""
SELECT CASE WHEN EXISTS (SELECT 1 FROM followups_touchpoint t WHERE t.contact_id = c.id AND t."on" <= i."on")
  THEN 'reply' ELSE 'message' END, i."on", c.id, c.name, i.channel
FROM followups_incomingmessage i CROSS JOIN contacts_contact c
WHERE i."on" > %(since)s AND c.id = i.contact_id AND {OWN} ORDER BY i."on" DESC, i.id DESC LIMIT {READ}"""  # noqa: S608
OUTCOMES = f"""
SELECT 'outcome', e."on", c.id, c.name, e.text
FROM contacts_contactevent e CROSS JOIN contacts_contact c
WHERE e.kind = 'outcome' AND e."on" > %(since)s AND c.id = e.contact_id AND {OWN}
ORDER BY e."on" DESC, e.id DESC LIMIT {READ}"""  # noqa: S608
REFERRALS = f"""
SELECT r.state, r.changed_on, c.id, p.name, ''
FROM followups_referral r CROSS JOIN contacts_contact c CROSS JOIN contacts_peer p
WHERE r.state IN ('interview', 'hired') AND r.changed_on > %(since)s AND c.id = r.contact_id AND {OWN}
AND p.id = r.peer_id ORDER BY r.changed_on DESC, r.id DESC LIMIT {READ}"""  # noqa: S608


def write_anniversary_sql(years: int) -> str:
    """With whom it began that many years ago, and who is written to still."""
    return f"""
SELECT 'years{years}', r.rejected_on, c.id, c.name, ''
FROM contacts_rejection r CROSS JOIN contacts_contact c
WHERE r.owner_id = %(owner)s AND r.rejected_on > %(after{years})s AND r.rejected_on <= %(until{years})s
AND c.id = r.contact_id AND c.standing = 'active'
AND NOT EXISTS (SELECT 1 FROM contacts_rejection b WHERE b.contact_id = c.id AND b.rejected_on < r.rejected_on)
AND EXISTS (SELECT 1 FROM followups_touchpoint t WHERE t.contact_id = c.id AND t."on" > %(touched)s)
ORDER BY r.rejected_on DESC, r.id DESC LIMIT {READ}"""  # noqa: S608


PARTS = [ANSWERS, MESSAGES, OUTCOMES, REFERRALS, *(write_anniversary_sql(years) for years in YEARS)]
WINS_SQL = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part{place}" for place, part in enumerate(PARTS))  # noqa: S608


def read_wins(user: User, today: date) -> list[Win]:
    """The newest three of the last two weeks, of one person no two of a kind; one query."""
    since = today - LATELY
    days: dict[str, int | date] = {"owner": user.pk, "since": since, "touched": today - IN_TOUCH}
    for years in YEARS:
        days |= {f"after{years}": add_months(since, -12 * years), f"until{years}": add_months(today, -12 * years)}
    rows = read_rows(WINS_SQL, days)
    told = [(find_day(what, as_day(day)), what, contact_id, name, word) for what, day, contact_id, name, word in rows]
    wins: dict[Any, Win] = {}
    for on, what, contact_id, name, word in sorted(told, key=lambda row: row[0], reverse=True):
        if len(wins) < SHOWN and (what, name, contact_id) not in wins:
            address = reverse("contact", args=[contact_id])
            wins[what, name, contact_id] = Win(on, say(what, name, word), address)
    return list(wins.values())


def find_day(what: str, day: date) -> date:
    return add_months(day, 12 * int(what.removeprefix("years"))) if what.startswith("years") else day


def say(what: str, name: str, word: str) -> str:
    """“Dana wrote back”; `name` is the contact's, or of a referral the peer's."""
    person = Contact(name=name)
    words = {"name": call_name(person)}
    if what.startswith("years"):
        return say_years(int(what.removeprefix("years")), words["name"])
    match what:
        case "answer":
            return _("%(name)s answered your question") % words
        case "outcome":
            return describe_outcome(word, person)
        case Referral.State.INTERVIEW:
            return _("%(name)s got an interview through you") % words
        case Referral.State.HIRED:
            return _("%(name)s got the job through you") % words
    if word == Touchpoint.Channel.PHONE:
        return _("%(name)s called") % words
    if word == Touchpoint.Channel.PERSON:
        return _("You and %(name)s talked") % words
    return (_("%(name)s wrote back") if what == "reply" else _("%(name)s wrote to you")) % words


def say_years(years: int, name: str) -> str:
    if years == 1:
        return _("You have been in touch with %(name)s for a year") % {"name": name}
    return ngettext(
        "You have been in touch with %(name)s for %(years)d year",
        "You have been in touch with %(name)s for %(years)d years",
        years,
    ) % {"name": name, "years": years}

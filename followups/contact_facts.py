"""All that the contact page asks about one contact besides what it lists, in one statement with the contact.

The page may take six statements, and each costs a millisecond of a page that may cost six: so the cards of the page
read here what they would else ask for by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from contacts.models import Company, Contact, Interest
from crm.models import User
from crm.statements import Columns, planned_cursor
from followups.months import add_months
from followups.silence import (
    HEARD_ON_SQL,
    LETTERS_SINCE_ASKED_SQL,
    LETTERS_SQL,
    SIGN_ON_SQL,
    WROTE_ON_SQL,
    Silence,
)
from followups.timeline import as_day


@dataclass(frozen=True)
class ContactFacts:
    """How things stood with a contact when the page was asked for; what is empty need not be looked for."""

    silence: Silence
    interests: list[Interest]
    earliest_outreach_on: date | None
    is_nudged: bool  # a nudge of today or before is open
    has_open_question: bool  # for feedback, to be asked
    has_letter: bool  # kept
    may_have_ideas: bool  # there are some, or something is to be matched


CONTACT = Columns(Contact)
INTERESTS_SQL = {
    "postgresql": "(SELECT CAST(json_agg(json_build_array(i.topic, i.source) ORDER BY i.id) AS text)"
    " FROM contacts_interest i WHERE i.contact_id = c.id)",
    "sqlite": "(SELECT json_group_array(json_array(i.topic, i.source)) FROM (SELECT topic, source"
    " FROM contacts_interest WHERE contact_id = c.id ORDER BY id) AS i)",
}
FACTS_SQL = f"""
SELECT {{contact}}, co.name AS company_name, {LETTERS_SQL} AS letters, {LETTERS_SINCE_ASKED_SQL} AS letters_since_asked,
  {SIGN_ON_SQL} AS sign_on, {HEARD_ON_SQL} AS heard_on, {WROTE_ON_SQL} AS wrote_on, {{interests}} AS noted_interests,
  (SELECT t."on" FROM followups_touchpoint t WHERE t.contact_id = c.id AND t.kind <> 'thank_you'
    ORDER BY t."on" DESC, t.id DESC LIMIT 1) AS outreach_on,
  EXISTS (SELECT 1 FROM followups_nudge n
    WHERE n.contact_id = c.id AND n.state = 'open' AND n."on" <= %(today)s) AS is_nudged,
  EXISTS (SELECT 1 FROM followups_feedbackrequest f
    WHERE f.contact_id = c.id AND f.state = 'proposed') AS has_open_question,
  EXISTS (SELECT 1 FROM followups_letterdraft l WHERE l.contact_id = c.id) AS has_letter,
  (c.needs_matching OR EXISTS (SELECT 1 FROM followups_idea d WHERE d.contact_id = c.id AND d.state IN ('new', 'saved'))
    OR EXISTS (SELECT 1 FROM followups_article a WHERE a.owner_id = c.owner_id AND a.needs_matching)) AS may_have_ideas
FROM contacts_contact c LEFT JOIN contacts_company co ON co.id = c.company_id
WHERE c.id = %(contact)s AND c.owner_id = %(owner)s"""  # noqa: S608 (our own words alone)

# What a statement of our own can be asked for: the databases refuse more, where Django's own would find nothing.
LARGEST_ID = 2**63 - 1


def read_contact(owner: User, pk: int) -> tuple[Contact, ContactFacts] | None:
    """The owner's contact, with its company's name, and the facts, which `facts_of` it then gives; one query."""
    if pk > LARGEST_ID:
        return None
    contact = fetch_contact({"contact": pk, "owner": owner.pk, "today": owner.today()})
    if contact is None:
        return None
    contact.owner = owner
    if contact.company_id:
        contact.company = Company(pk=contact.company_id, owner=owner, name=contact.company_name)
    contact.facts = as_facts(contact)
    return contact, contact.facts


def fetch_contact(words: Mapping[str, Any]) -> Any:
    """The contact, and as attributes of it whatever else the statement gives."""
    statement = FACTS_SQL.format(interests=INTERESTS_SQL[connection.vendor], contact=CONTACT.of("c"))
    with planned_cursor() as cursor:
        cursor.execute(statement, words)
        if (row := cursor.fetchone()) is None:
            return None
        names = [column[0] for column in cursor.description]
    contact = CONTACT.make(row[: len(CONTACT)])
    for name, value in zip(names[len(CONTACT) :], row[len(CONTACT) :], strict=True):
        setattr(contact, name, value)
    return contact


def facts_of(contact: Contact) -> ContactFacts | None:
    """What `read_contact` has found out; nothing of a contact that was fetched in another way."""
    return getattr(contact, "facts", None)


def as_facts(row: Any) -> ContactFacts:
    days = (as_day(day) if day else None for day in (row.sign_on, row.heard_on, row.wrote_on))
    return ContactFacts(
        silence=Silence(row.letters, row.letters_since_asked, *days),
        interests=[Interest(topic=topic, source=source) for topic, source in json.loads(row.noted_interests or "[]")],
        earliest_outreach_on=add_months(as_day(row.outreach_on), 1) if row.outreach_on else None,
        is_nudged=bool(row.is_nudged),
        has_open_question=bool(row.has_open_question),
        has_letter=bool(row.has_letter),
        may_have_ideas=bool(row.may_have_ideas),
    )

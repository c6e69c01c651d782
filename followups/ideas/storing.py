"""Write down what was found, and take back what does not fit any more and nobody was told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from contacts.models import Company, Contact
from crm.models import User
from followups.ideas.plain import Match
from followups.locks import lock_user
from followups.models import Article, Idea

# A contact has no more new ideas than this; the best stay.
MOST_NEW = 20
FOUND_BY_MATCHING = (Idea.Why.INTEREST, Idea.Why.FIELD, Idea.Why.COMPANY)
FIELDS = ("kind", "why", "topic", "news", "score")
CHUNK = 500


class Seen(NamedTuple):
    """What a contact was matched as."""

    version: int
    field: str
    company: int | None
    company_version: int | None


@dataclass(frozen=True)
class Found:
    """What matching found for these contacts, among these articles or (None) among all recent ones."""

    seen: Mapping[int, Seen]
    matches: Mapping[int, Sequence[Match]]
    articles: Sequence[int] | None = None


@transaction.atomic
def store_ideas(owner: User, found: Found, *, since: datetime) -> int:
    """Write the ideas of contacts who are still as they were matched; returns how many are new.

    An article that was ever an idea for somebody stays what became of it. Articles from before `since` are let go.
    """
    lock_user(owner)
    contacts = read_unchanged(found.seen)
    there = Article.objects.filter(pk__in={match.article for own in found.matches.values() for match in own})
    articles = set(there.select_for_update(no_key=True).values_list("pk", flat=True))
    wanted = {
        (match.contact, match.article): match
        for contact in contacts
        for match in found.matches.get(contact, ())
        if match.article in articles
    }
    known = read_known(contacts, found.articles)
    new = [make_idea(match) for key, match in wanted.items() if key not in known]
    Idea.objects.bulk_create(new, ignore_conflicts=True, batch_size=CHUNK)
    revise_ideas(contacts, found.articles, wanted)
    let_go_of_surplus(contacts, since)
    if found.articles is None:
        Contact.objects.filter(pk__in=contacts, needs_matching=True).update(needs_matching=False)
    return len(new)


def read_unchanged(seen: Mapping[int, Seen]) -> list[int]:
    """Those who are in touch and as they were seen; until the transaction ends, no company gets another name."""
    companies = Company.objects.filter(pk__in={was.company for was in seen.values() if was.company}).order_by("id")
    versions = dict(companies.select_for_update(no_key=True).values_list("pk", "version"))
    rows = Contact.objects.filter(pk__in=seen).in_touch().values_list("pk", "version", "field", "company_id")
    return [row[0] for row in rows if seen[row[0]] == Seen(*row[1:], versions.get(row[3]) if row[3] else None)]


def read_known(contacts: Sequence[int], articles: Sequence[int] | None) -> set[tuple[int, int]]:
    """Which article was an idea for whom, whatever became of it."""
    known = Idea.objects.filter(contact__in=contacts, article__isnull=False)
    if articles is not None:
        known = known.filter(article__in=articles)
    return {(contact, article) for contact, article in known.values_list("contact_id", "article_id") if article}


def untold(contacts: Sequence[int]) -> Q:
    """Found by matching, and nothing was done with it: in no mail, not saved, in no draft."""
    return Q(
        contact__in=contacts,
        state=Idea.State.NEW,
        why__in=FOUND_BY_MATCHING,
        article__isnull=False,
        nudge=None,
        letter_drafts=None,
    )


def revise_ideas(
    contacts: Sequence[int], articles: Sequence[int] | None, wanted: Mapping[tuple[int, int], Match]
) -> None:
    """Give ideas that nobody was told of their present reason; those without one go."""
    ideas = Idea.objects.filter(untold(contacts))
    if articles is not None:
        ideas = ideas.filter(article__in=articles)
    unfit, changed = [], []
    for idea in ideas:
        match = wanted.get((idea.contact_id, idea.article_id or 0))
        if match is None:
            unfit.append(idea.pk)
        elif any(getattr(idea, name) != getattr(match, name) for name in FIELDS):
            for name in FIELDS:
                setattr(idea, name, getattr(match, name))
            changed.append(idea)
    Idea.objects.bulk_update(changed, FIELDS, batch_size=CHUNK)
    delete_untold(contacts, unfit)


def let_go_of_surplus(contacts: Sequence[int], since: datetime) -> None:
    ideas = Idea.objects.filter(untold(contacts))
    place = Window(RowNumber(), partition_by=F("contact_id"), order_by=[F("score").desc(), F("id").desc()])
    old = ideas.filter(Q(article__seen_at__lt=since) | Q(article__published_at__lt=since))
    surplus = ideas.annotate(place_of=place).filter(place_of__gt=MOST_NEW)
    delete_untold(contacts, [*old.values_list("pk", flat=True), *surplus.values_list("pk", flat=True)])


def delete_untold(contacts: Sequence[int], pks: Sequence[int]) -> None:
    """Locked first: one that is saved at this moment stays."""
    for start in range(0, len(pks), CHUNK):
        chosen = Idea.objects.filter(untold(contacts), pk__in=pks[start : start + CHUNK])
        held = list(chosen.select_for_update(of=("self",)).values_list("pk", flat=True))
        Idea.objects.filter(pk__in=held).delete()


def make_idea(match: Match) -> Idea:
    return Idea(contact_id=match.contact, article_id=match.article, **{name: getattr(match, name) for name in FIELDS})

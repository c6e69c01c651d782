"""Choose what is proposed to somebody: three ideas at most, the best first, none rather than a poor one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from contacts.models import Contact, Peer
from followups.ideas.companies import WORD
from followups.ideas.finding import RECENT, find_ideas_for
from followups.ideas.matching import FLOOR
from followups.models import Article, Idea, Nudge, Touchpoint
from followups.models.idea import NOT_PROPOSED

Kind, State = Touchpoint.Kind, Idea.State

MOST_IDEAS = 3
# Of one topic so many, while there is another.
MOST_OF_A_TOPIC = 2
# One is congratulated soon or not at all.
NEWS_IS_FRESH_FOR = timedelta(days=30)
# An article of two months ago is worth this much less than one of today.
STALE = 0.3
# What was told of within this time is not told of again under another address.
REMEMBERED = timedelta(days=180)
# News of one kind within this time is one story, however many papers tell it.
ONE_STORY_LASTS = timedelta(days=14)
# Titles that share so much of their words tell of the same.
ALIKE = 0.7
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to choose for."""

    last_kind: str  # of the last outreach; kinds rotate
    time_zone: str
    company: int | None
    articles_wait: bool  # to be matched


@dataclass(frozen=True, slots=True)
class Candidate:
    """An idea as choosing sees it; the fields that follow `pk` are read from the database in this order."""

    pk: int
    contact: int
    kind: str
    why: str
    topic: str
    news: str
    score: float
    state: str
    nudge_state: str | None
    place: int
    title: str | None
    appeared_at: datetime | None
    closed_on: date | None
    company: int | None
    consent: str | None
    is_not_proposed: bool

    @property
    def is_wanted(self) -> bool:
        """The user put it aside or picked it: it does not grow old, and no score keeps it out."""
        return self.state == State.SAVED or self.why == Idea.Why.BY_HAND

    def may_be_told(self, person: Person, now: datetime) -> bool:
        if self.title is None:
            return self.may_be_referred(person, now)
        if self.appeared_at is None:
            return False
        age = now - self.appeared_at
        if self.kind == Kind.CONGRATULATIONS and age > NEWS_IS_FRESH_FOR:
            return False
        return self.is_wanted or (age <= RECENT and self.score >= FLOOR)

    def may_be_referred(self, person: Person, now: datetime) -> bool:
        """The role is open, at their company, and whoever is put forward agreed to it."""
        is_open = self.closed_on is None or self.closed_on > now.astimezone(ZoneInfo(person.time_zone)).date()
        is_theirs = person.company is None or self.company == person.company
        return is_open and is_theirs and self.consent == Peer.Consent.GIVEN and (self.is_wanted or self.score >= FLOOR)

    def worth(self, now: datetime) -> float:
        age = (now - self.appeared_at) / RECENT if self.appeared_at else 0
        return self.score * (1 - STALE * min(max(age, 0), 1))


def choose_ideas(contacts: Sequence[Contact], *, most: int = MOST_IDEAS) -> dict[int, list[Idea]]:
    """What is to be proposed to each contact next, by the contact's id, best first; nobody without ideas is in it.

    In four queries, however many contacts. Each idea comes with its contact, their interests, and its item.
    """
    return propose(contacts, most=most, with_open_nudge=False)


def read_ideas(contact: Contact) -> list[Idea]:
    """What is proposed to the contact now: what stands in the mail of their open nudge, then what is chosen; three.

    In four queries, once what they care about is matched.
    """
    people = read_people([contact])
    if any(person.articles_wait or contact.needs_matching for person in people.values()):
        find_ideas_for(contact)
    return propose([contact], people=people).get(contact.pk, [])


def place_ideas(nudge: Nudge, ideas: Sequence[Idea]) -> None:
    """Put the ideas into the nudge's mail in this order: they count as proposed, unless it is withdrawn."""
    for place, idea in enumerate(ideas):
        assert idea.contact_id == nudge.contact_id, "an idea is proposed to its own contact"
        idea.nudge, idea.place = nudge, place
    Idea.objects.bulk_update(ideas, ["nudge", "place"])


def propose(
    contacts: Sequence[Contact],
    *,
    most: int = MOST_IDEAS,
    with_open_nudge: bool = True,
    people: Mapping[int, Person] | None = None,
) -> dict[int, list[Idea]]:
    """What is proposed to each contact now: if asked for, what stands in the mail of their open nudge comes first."""
    now = timezone.now()
    people = read_people(contacts) if people is None else people
    chosen = [
        candidate.pk
        for pk, candidates in read_candidates(people, now).items()
        for candidate in choose(people[pk], candidates, now, most=most, with_open_nudge=with_open_nudge)
    ]
    return read_chosen(contacts, chosen)


def read_people(contacts: Sequence[Contact]) -> dict[int, Person]:
    last = Touchpoint.objects.outreach().filter(contact=OuterRef("pk")).newest_first()
    asked = Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).in_touch()
    waiting = Article.objects.filter(owner=OuterRef("owner"), needs_matching=True)
    known = asked.annotate(last_kind=Subquery(last.values("kind")[:1]), articles_wait=Exists(waiting))
    rows = known.values_list("pk", "last_kind", "owner__time_zone", "company_id", "articles_wait")
    return {pk: Person(last_kind or "", zone, company, wait) for pk, last_kind, zone, company, wait in rows}


def read_candidates(people: Iterable[int], now: datetime) -> dict[int, list[Candidate]]:
    """Of each contact the open ideas, and what was told of or decided lately."""
    ideas = Idea.objects.filter(contact__in=list(people)).filter(
        Q(state__in=[State.NEW, State.SAVED]) | Q(created_at__gte=now - REMEMBERED)
    )
    rows = ideas.annotate(
        appeared_at=Coalesce("article__published_at", "article__seen_at"), is_not_proposed=NOT_PROPOSED
    ).values_list(
        "pk", "contact_id", "kind", "why", "topic", "news", "score", "state", "nudge__state", "place",
        "article__title", "appeared_at", "opening__closed_on", "opening__company_id", "peer__consent",
        "is_not_proposed",
    )  # fmt: skip
    candidates: dict[int, list[Candidate]] = defaultdict(list)
    for row in rows:
        candidate = Candidate(*row)
        candidates[candidate.contact].append(candidate)
    return candidates


def choose(
    person: Person, candidates: Sequence[Candidate], now: datetime, *, most: int, with_open_nudge: bool
) -> list[Candidate]:
    chosen: list[Candidate] = []
    told = [candidate for candidate in candidates if not candidate.is_not_proposed]
    if with_open_nudge:
        mailed = [idea for idea in told if idea.nudge_state == Nudge.State.OPEN and is_open(idea)]
        standing = [idea for idea in mailed if idea.title is not None or idea.may_be_referred(person, now)]
        chosen = sorted(standing, key=lambda idea: idea.place)[:most]
    fresh = [idea for idea in candidates if idea.is_not_proposed and idea.may_be_told(person, now)]
    fresh = [idea for idea in fresh if idea.is_wanted or not any(is_the_same(idea, other) for other in told)]
    rest = sorted(fresh, key=lambda idea: rank(idea, person, now))
    while rest and len(chosen) < most:
        new = [idea for idea in rest if not any(is_the_same(idea, other) for other in chosen)]
        if not new:
            break
        best = next((idea for idea in new if idea.is_wanted or not is_one_too_many(idea, chosen)), new[0])
        chosen.append(best)
        rest.remove(best)
    return chosen


def rank(idea: Candidate, person: Person, now: datetime) -> tuple[bool, bool, float, int]:
    """What the user put aside comes first; then another kind than last time; then the best."""
    return not idea.is_wanted, idea.kind == person.last_kind, -idea.worth(now), -idea.pk


def is_open(idea: Candidate) -> bool:
    return idea.state in {State.NEW, State.SAVED}


def is_one_too_many(idea: Candidate, chosen: Sequence[Candidate]) -> bool:
    topic = idea.topic.casefold()
    return sum(other.topic.casefold() == topic for other in chosen) >= MOST_OF_A_TOPIC


def is_the_same(idea: Candidate, other: Candidate) -> bool:
    """Whether both tell of one thing: the article came by two feeds, or two papers report the same news."""
    if idea.title is None or other.title is None:
        return False
    if idea.news and idea.news == other.news and is_one_story(idea, other):
        return True
    ours, theirs = read_words(idea.title), read_words(other.title)
    if ours == theirs:
        return True
    return min(len(ours), len(theirs)) >= FEWEST_WORDS and len(ours & theirs) >= ALIKE * len(ours | theirs)


def is_one_story(idea: Candidate, other: Candidate) -> bool:
    if idea.appeared_at is None or other.appeared_at is None:
        return False
    return abs(idea.appeared_at - other.appeared_at) <= ONE_STORY_LASTS


@lru_cache(maxsize=5_000)
def read_words(title: str) -> frozenset[str]:
    return frozenset(WORD.findall(title.casefold()))


def read_chosen(contacts: Sequence[Contact], chosen: Sequence[int]) -> dict[int, list[Idea]]:
    """The ideas in this order, each with its contact and its item."""
    if not chosen:
        return {}
    ideas = Idea.objects.select_related("article", "opening__company", "peer", "nudge").defer("article__stems")
    found = ideas.in_bulk(chosen)
    prefetch_related_objects(contacts, "interests")
    people = {contact.pk: contact for contact in contacts}
    proposals: dict[int, list[Idea]] = defaultdict(list)
    for pk in chosen:
        if idea := found.get(pk):  # another tab may have erased it
            idea.contact = people[idea.contact_id]
            proposals[idea.contact_id].append(idea)
    return dict(proposals)

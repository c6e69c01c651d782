"""What all contacts care about, under its rarest word: an article is matched in one pass over its own words.

Nothing here knows the database. The cost is in the matches, not in contacts times articles (PERFORMANCE, 2.7).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from contacts.search import fold
from followups.ideas.companies import WORD, CompanyName, is_about_them
from followups.ideas.news import read_news
from followups.ideas.topics import Rarity, Reading, Topic, Why, read_topic
from followups.models import Touchpoint

Kind = Touchpoint.Kind

# Below it nothing is proposed: none rather than a poor one.
FLOOR = 0.35
# News to congratulate on, what else is said of their company, and what their company says itself.
NEWS = 1.3
OF_THEIR_COMPANY = 0.7
FROM_THEIR_COMPANY = 0.6

# An interest may hold two ("sailing / climbing"); a field may be written with "and".
PARTS = {Why.INTEREST: re.compile(r"\s+/\s+|;"), Why.FIELD: re.compile(r"\s+/\s+|;|\s+&\s+|\s+and\s+|,")}
MOST_INTERESTS = 50


@dataclass(frozen=True, slots=True)
class Caring:
    """A contact as matching sees them."""

    contact: int
    interests: Sequence[str] = ()
    field: str = ""
    company: int | None = None
    company_name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as matching sees it, and what its feed is followed for."""

    article: int
    stems: str
    title: str = ""
    summary: str = ""
    company: int | None = None
    field: str = ""
    interest: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Why an article is worth a contact's time, and how much."""

    contact: int
    article: int
    score: float
    kind: str
    why: str
    topic: str
    news: str = ""


@dataclass(slots=True)
class Employer:
    """A company with the contacts who work there."""

    name: CompanyName
    contacts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tidings:
    """What an article is to those whose company it is about."""

    weight: float
    news: str = ""


Hits = dict[Topic, float]
# Bad news of their company: whatever else the article speaks of, it is not for them.
NOT_FOR_THEM = Tidings(-math.inf)
NOBODYS = Topic(("",), Why.INTEREST)


class TopicIndex:
    """Interests, fields and companies of many contacts, made once and asked for each article."""

    def __init__(self, people: Iterable[Caring], rarity: Rarity | None = None) -> None:
        self.topics: dict[tuple[str, tuple[str, ...]], Topic] = {}
        self.topics_of: dict[int, list[Topic]] = defaultdict(list)
        self.employers: dict[int, Employer] = {}
        self.by_word: dict[str, list[Topic]] = defaultdict(list)
        self.by_name: dict[str, list[Employer]] = defaultdict(list)
        self.company_names: dict[int, str] = {}
        self.read: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for person in people:
            self.add(person)
        self.settle(rarity or Rarity())

    def add(self, person: Caring) -> None:
        for interest in person.interests[:MOST_INTERESTS]:
            self.add_topic(person.contact, interest, Why.INTEREST)
        self.add_topic(person.contact, person.field, Why.FIELD)
        if person.company:
            employer = self.employers.get(person.company)
            if employer is None:
                employer = self.employers[person.company] = Employer(CompanyName(person.company_name))
            employer.contacts.append(person.contact)
            self.company_names[person.contact] = person.company_name

    def add_topic(self, contact: int, text: str, why: Why) -> None:
        parts = self.read.get((text, why))
        if parts is None:
            parts = self.read[text, why] = [words for part in PARTS[why].split(text) if (words := read_topic(part))]
        for words in parts:
            if why == Why.FIELD and contact in self.topics.get((Why.INTEREST, words), NOBODYS).holders:
                continue  # said once already
            topic = self.topics.get((why, words))
            if topic is None:
                topic = self.topics[why, words] = Topic(words, why)
            if contact not in topic.holders:
                topic.holders[contact] = text
                self.topics_of[contact].append(topic)

    def settle(self, rarity: Rarity) -> None:
        for topic in self.topics.values():
            topic.settle(rarity)
            self.by_word[topic.key_word].append(topic)
        for employer in self.employers.values():
            if employer.name.key:
                self.by_name[employer.name.key].append(employer)

    def match(self, items: Sequence[Item], *, most: int) -> dict[int, list[Match]]:
        """The best `most` articles for each contact who has any, best first."""
        found: dict[int, list[tuple[float, int]]] = defaultdict(list)
        read = [self.read_item(item) for item in items]
        for place, (hits, tidings) in enumerate(read):
            scores: dict[int, float] = {}
            for topic, weight in hits.items():
                for contact in topic.holders:
                    scores[contact] = scores.get(contact, 0.0) + weight
            for contact, news in tidings.items():
                scores[contact] = scores.get(contact, 0.0) + news.weight
            for contact, score in scores.items():
                if score >= FLOOR:
                    found[contact].append((score, -place))
        return {
            contact: [
                self.explain(contact, items[-place], score, *read[-place]) for score, place in nlargest(most, own)
            ]
            for contact, own in found.items()
        }

    def read_item(self, item: Item) -> tuple[Hits, dict[int, Tidings]]:
        """The topics that the article speaks of, and what it is to those whose company it is about."""
        reading = Reading(item.stems)
        hits = {}
        for word in reading.words & self.by_word.keys():
            for topic in self.by_word[word]:
                if weight := topic.weigh(reading):
                    hits[topic] = weight
        if item.interest or item.field:
            self.lift(hits, item)
        return hits, self.read_companies(item)

    def lift(self, hits: Hits, item: Item) -> None:
        """A feed that is followed for a topic counts for whoever cares about it, whatever the words."""
        for text, why in ((item.interest, Why.INTEREST), (item.field, Why.FIELD)):
            for part in PARTS[why].split(text):
                words = read_topic(part)
                for tied in (self.topics.get((Why.INTEREST, words)), self.topics.get((Why.FIELD, words))):
                    if tied:
                        hits[tied] = tied.lift(hits.get(tied, 0.0))

    def read_companies(self, item: Item) -> dict[int, Tidings]:
        if not self.employers:
            return {}
        return {contact: tidings for employer, tidings in self.find_employers(item) for contact in employer.contacts}

    def find_employers(self, item: Item) -> Iterator[tuple[Employer, Tidings]]:
        own = self.employers.get(item.company or 0)
        for key in set(WORD.findall(fold(item.title))) & self.by_name.keys():
            for employer in self.by_name[key]:
                at = employer.name.find(item.title, item.summary)
                if at >= 0 and employer is not own and (tidings := weigh_mention(item, at)):
                    yield employer, tidings
        if own:
            yield own, weigh_own(item)

    def explain(self, contact: int, item: Item, score: float, hits: Hits, tidings: dict[int, Tidings]) -> Match:
        """The match in full: what weighs most is the reason."""
        own = tidings.get(contact)
        topics = [topic for topic in self.topics_of[contact] if topic in hits]
        best = max(topics, key=hits.__getitem__, default=None)
        if own and (best is None or own.news or own.weight > hits[best]):
            kind = Kind.CONGRATULATIONS if own.news else Kind.ARTICLE
            return Match(contact, item.article, score, kind, Why.COMPANY, self.company_names[contact], own.news)
        assert best is not None, "something was found"
        return Match(contact, item.article, score, Kind.ARTICLE, best.why, best.holders[contact])


def weigh_mention(item: Item, at: int) -> Tidings | None:
    """What a headline is to the company whose name stands at `at`; None if it is somebody else's news."""
    news = read_news(item.title, item.summary)
    if news.is_bad:
        return NOT_FOR_THEM
    if news.news and not is_about_them(item.title, at, news):
        return None
    return Tidings(NEWS, news.news) if news.news else Tidings(OF_THEIR_COMPANY)


def weigh_own(item: Item) -> Tidings:
    """The same for what the company's own feed says."""
    news = read_news(item.title, item.summary)
    if news.is_bad:
        return NOT_FOR_THEM
    return Tidings(NEWS, news.news) if news.news else Tidings(FROM_THEIR_COMPANY)

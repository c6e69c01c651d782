"""What all contacts care about, each topic under its rarest word; nothing here knows the database."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from followups.ideas.employers import Employers
from followups.ideas.plain import Caring, Item
from followups.ideas.topics import Rarity, Reading, Text, Topic, Why, read_topic

# An interest may hold two ("sailing / climbing"); a field may be written with "and".
PARTS = {Why.INTEREST: re.compile(r"\s+/\s+|;"), Why.FIELD: re.compile(r"\s+/\s+|;|\s+&\s+|\s+and\s+|,")}
MOST_INTERESTS = 50

# What a topic weighs in an article.
Hit = tuple[float, Topic]
# By weight, the places of the articles in which something weighs that much.
Groups = dict[float, list[int]]
NOBODYS = Topic(("",), Why.INTEREST)


@dataclass(slots=True)
class Entry:
    """The topics that a word leads to: itself, and phrases of which it is the rarest word."""

    topics: list[Topic] = field(default_factory=list)
    phrases: list[Topic] = field(default_factory=list)
    # Words of those phrases of which at least one has to be there too.
    other_words: set[str] = field(default_factory=set)


class TopicIndex:
    """Interests, fields and companies of many contacts, made once and asked for each article, or for many."""

    def __init__(self, people: Iterable[Caring], rarity: Rarity | None = None) -> None:
        self.topics: dict[tuple[str, tuple[str, ...]], Topic] = {}
        self.topics_of: dict[int, list[Topic]] = defaultdict(list)
        self.entries: dict[str, Entry] = defaultdict(Entry)
        self.words: set[str] = set()  # all that an article may have of them
        self.common_words: set[str] = set()
        self.employers = Employers()
        for person in people:
            self.add(person)
        for topic in self.topics.values():
            self.settle(topic, rarity or Rarity())

    def add(self, person: Caring) -> None:
        for interest in person.interests[:MOST_INTERESTS]:
            self.add_topic(person.contact, interest, Why.INTEREST)
        self.add_topic(person.contact, person.field, Why.FIELD)
        self.employers.add(person)

    def add_topic(self, contact: int, text: str, why: str) -> None:
        for words in read_parts(text, why):
            if why == Why.FIELD and contact in self.topics.get((Why.INTEREST, words), NOBODYS).holders:
                continue  # said once already
            topic = self.topics.get((why, words))
            if topic is None:
                topic = self.topics[why, words] = Topic(words, why)
            if contact not in topic.holders:
                topic.holders[contact] = text
                self.topics_of[contact].append(topic)

    def settle(self, topic: Topic, rarity: Rarity) -> None:
        topic.settle(rarity)
        entry = self.entries[topic.key_word]
        self.words.add(topic.key_word)
        if topic.other_word:
            entry.phrases.append(topic)
            entry.other_words.add(topic.other_word)
            self.words.add(topic.other_word)
            return
        entry.topics.append(topic)
        if topic.is_common:
            self.common_words.add(topic.key_word)

    def read_article(self, item: Item) -> list[Hit]:
        """The topics that an article speaks of: one pass over its words."""
        reading = Reading(item.stems)
        words = reading.words
        weights: dict[Topic, float] = {}
        for word in words & self.entries.keys():
            entry = self.entries[word]
            if entry.topics:
                is_common = word in self.common_words
                found = reading.weigh_common_word(word) if is_common else reading.weigh_word(word)
                for topic in entry.topics:
                    weights[topic] = topic.weight * found
            if not entry.other_words.isdisjoint(words):
                for topic in entry.phrases:
                    if found := topic.find(reading):
                        weights[topic] = topic.weight * found
        for topic in self.find_tied(item):
            weights[topic] = topic.lift(weights.get(topic, 0.0))
        return list(zip(weights.values(), weights, strict=True))

    def read_articles(self, items: Sequence[Item]) -> dict[Topic, Groups]:
        """The articles that speak of each topic: an index over their words, and one look at each topic."""
        found: dict[str, Groups] = defaultdict(lambda: defaultdict(list))
        for place, item in enumerate(items):
            reading = Reading(item.stems)
            words = reading.words & self.words
            for word in words - self.common_words:
                found[word][reading.weigh_word(word)].append(place)
            for word in words & self.common_words:
                found[word][reading.weigh_common_word(word)].append(place)
        said = {
            topic: {topic.weight * weight: places for weight, places in groups.items()}
            for word, groups in found.items()
            for topic in self.entries[word].topics
        }
        self.read_phrases(items, found, said)
        self.read_tied(items, said)
        return said

    def read_phrases(self, items: Sequence[Item], found: dict[str, Groups], said: dict[Topic, Groups]) -> None:
        """A phrase is looked for where two of its words are."""
        places = {word: {place for own in groups.values() for place in own} for word, groups in found.items()}
        nowhere: set[int] = set()
        candidates = defaultdict(list)
        for entry in self.entries.values():
            for topic in entry.phrases:
                for place in places.get(topic.key_word, nowhere) & places.get(topic.other_word, nowhere):
                    candidates[place].append(topic)
        for place, topics in candidates.items():
            text = Text(items[place].stems)
            for topic in topics:
                if weight := topic.weight * text.weigh_phrase(topic.words):
                    said.setdefault(topic, {}).setdefault(weight, []).append(place)

    def read_tied(self, items: Sequence[Item], said: dict[Topic, Groups]) -> None:
        tied = defaultdict(set)
        for place, item in enumerate(items):
            for topic in self.find_tied(item):
                tied[topic].add(place)
        for topic, places in tied.items():
            lifted: Groups = defaultdict(list)
            spoken = set()
            for weight, own in said.get(topic, {}).items():
                spoken |= places.intersection(own)
                for place in own:
                    lifted[topic.lift(weight) if place in places else weight].append(place)
            lifted[topic.lift(0.0)] += places - spoken
            said[topic] = lifted

    def find_tied(self, item: Item) -> Iterator[Topic]:
        """The topics that the article's feed is followed for: it counts for whoever cares, whatever the words."""
        seen = set()
        for text, why in ((item.interest, Why.INTEREST), (item.field, Why.FIELD)):
            for words in read_parts(text, why) if text else ():
                for key in ((Why.INTEREST, words), (Why.FIELD, words)):
                    if key in self.topics and key not in seen:
                        seen.add(key)
                        yield self.topics[key]


@lru_cache(maxsize=50_000)
def read_parts(text: str, why: str) -> list[tuple[str, ...]]:
    """The topics that somebody wrote as one, in stems."""
    return [words for part in PARTS[Why(why)].split(text) if (words := read_topic(part))]

"""What a contact cares about, and how well an article speaks of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from followups.ideas.stems import stem_words
from followups.ideas.words import COMMON_WORDS, STOP_WORDS
from followups.models import Idea

Why = Idea.Why

# How much it says that a topic is an interest of theirs, or only their field.
WEIGHTS = {Why.INTEREST: 1.0, Why.FIELD: 0.7}

# Where an article says it: in the title, at the start of its text, or later; said again, it says more.
IN_TITLE = 1.0
IN_TITLE_AND_TEXT = 1.2
AT_THE_START = 0.6
LATER = 0.3
SAID_AGAIN = 0.15
# The words of a phrase in their order, with a word or two between them.
WITH_A_GAP = 0.6
# A common word alone says little: in title and text it will do, else it takes another reason beside it.
COMMON_IN_TITLE_AND_TEXT = 0.75
COMMON_TWICE = 0.3
COMMON_ONCE = 0.1
# The feed is followed for this very topic: it lifts what the words say, and is a reason without them.
FEED_LIFTS = 0.3
FEED_ALONE = 0.55

# The text starts with so many words.
START = 40
# A word in more than a tenth of the articles is common there, whatever the language.
COMMON_SHARE = 0.1
ENOUGH_ARTICLES = 50
LEAST_RARITY = 0.5
GAP = r" (?:(?!\. )\S+ ){0,2}"


class Reading:
    """An article as matching reads it: its stems between blanks, so that a phrase is found as a piece of text."""

    __slots__ = ("is_bare", "start", "text", "title", "words")

    def __init__(self, stems: str) -> None:
        title, _break, text = stems.partition("\n")
        self.title, self.text = f" {title} ", f" {text} "
        start = text.split(" ", START)
        self.start = len(text) - len(start[START]) if len(start) > START else len(self.text)
        self.is_bare = not text
        self.words = {*title.split(), *text.split()}

    def weigh(self, phrase: str) -> float:
        """How much the article is about `phrase` (with its blanks)."""
        again = self.text.find(phrase)
        if phrase in self.title:
            return IN_TITLE if again < 0 else IN_TITLE_AND_TEXT
        if again < 0:
            return 0.0
        weight = AT_THE_START if again < self.start else LATER
        return weight + SAID_AGAIN if self.text.find(phrase, again + 1) >= 0 else weight

    def weigh_common(self, phrase: str) -> float:
        """The same for a word that stands everywhere."""
        count = self.text.count(phrase)
        if phrase in self.title:
            return COMMON_IN_TITLE_AND_TEXT if count or self.is_bare else COMMON_TWICE
        return COMMON_TWICE if count > 1 else COMMON_ONCE * count

    def weigh_loose(self, pattern: re.Pattern[str]) -> float:
        if pattern.search(self.title):
            return IN_TITLE * WITH_A_GAP
        found = pattern.search(self.text)
        return (AT_THE_START if found.start() < self.start else LATER) * WITH_A_GAP if found else 0.0


class Rarity:
    """How rare words are among the articles of a user, from `LEAST_RARITY` to 1: the rarer, the more they tell."""

    def __init__(self, readings: Iterable[Reading] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self.articles = 0
        for reading in readings:
            self.counts.update(reading.words)
            self.articles += 1

    def is_common(self, word: str) -> bool:
        often = self.articles >= ENOUGH_ARTICLES and self.counts[word] > self.articles * COMMON_SHARE
        return often or word in common_stems()

    def weigh(self, words: Iterable[str]) -> float:
        """The rarity of the rarest of `words`. A few articles alone decide little: fifty more are assumed."""
        count = min(self.counts[word] + (10 if word in common_stems() else 0) for word in words)
        articles = self.articles + ENOUGH_ARTICLES
        return max(LEAST_RARITY, min(1.0, math.log(articles / (count + 2)) / math.log(articles / 2)))


@dataclass(eq=False, slots=False)
class Topic:
    """An interest or a field, and the contacts who have it, with the words of each."""

    words: tuple[str, ...]
    why: str
    holders: dict[int, str] = field(default_factory=dict)
    weight: float = 1.0
    key_word: str = ""
    is_common: bool = False

    def settle(self, rarity: Rarity) -> None:
        telling = [word for word in self.words if is_telling(word)]
        self.key_word = min(telling, key=lambda word: rarity.counts[word])
        self.weight = WEIGHTS[Why(self.why)] * rarity.weigh(telling)
        self.is_common = len(self.words) == 1 and rarity.is_common(self.key_word)

    @cached_property
    def phrase(self) -> str:
        return f" {' '.join(self.words)} "

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """The words in their order, up to two others between, within a sentence."""
        return re.compile(rf" {GAP.join(map(re.escape, self.words))} ")

    def weigh(self, reading: Reading) -> float:
        """How well the article speaks of this topic; 0 if it does not."""
        return self.weight * self.find(reading)

    def find(self, reading: Reading) -> float:
        if self.is_common:
            return reading.weigh_common(self.phrase)
        if len(self.words) == 1:
            return reading.weigh(self.phrase)
        if not reading.words.issuperset(self.words):
            return 0.0
        return reading.weigh(self.phrase) or reading.weigh_loose(self.loose)

    def lift(self, weight: float) -> float:
        """What it comes to in a feed that is followed for this topic."""
        lifted = WEIGHTS[Why(self.why)]
        return weight + FEED_LIFTS * lifted if weight else FEED_ALONE * lifted


def is_telling(word: str) -> bool:
    """Whether the stem can be a topic by itself: no stop word, number or single letter."""
    if word.isdigit() or word in stop_stems():
        return False
    return len(word) > 1 or ord(word) > 0x2E7F  # of scripts whose signs are words


def read_topic(topic: str) -> tuple[str, ...]:
    """The stems of a topic; none if it has no word that tells anything. *it* alone is the trade."""
    words = tuple(stem_words("IT" if topic.strip().casefold() == "it" else topic))
    return words if any(map(is_telling, words)) else ()


@cache
def stop_stems() -> frozenset[str]:
    return STOP_WORDS | {stem for word in STOP_WORDS for stem in stem_words(word)}


@cache
def common_stems() -> frozenset[str]:
    return frozenset(stem for word in COMMON_WORDS for stem in stem_words("IT" if word == "it" else word))

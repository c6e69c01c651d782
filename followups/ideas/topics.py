"""What a contact cares about, and how well an article speaks of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from followups.ideas.stems import SENTENCE_END, stem_words
from followups.ideas.words import COMMON_WORDS, STOP_WORDS
from followups.models import Idea

Why = Idea.Why

# How much it says that a topic is an interest of theirs, or only their field.
WEIGHTS: dict[str, float] = {Why.INTEREST: 1.0, Why.FIELD: 0.7}

# Where an article says it: in the title, at the start of its text, or later; said again, it says more.
IN_TITLE = 1.0
IN_TITLE_AND_TEXT = 1.2
AT_THE_START = 0.6
WORD_AT_THE_START = 0.45  # a single word may be a figure of speech ("markets sail on")
LATER = 0.3
SAID_AGAIN = 0.15
# The words of a phrase in their order, with a word or two between them.
WITH_A_GAP = 0.6
GAP = 2
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


class Text:
    """An article in stems, between blanks, so that a phrase is found as a piece of text."""

    __slots__ = ("text", "title")

    def __init__(self, stems: str) -> None:
        title, _break, text = stems.partition("\n")
        self.title, self.text = f" {title} ", f" {text} "

    def weigh_phrase(self, words: Sequence[str]) -> float:
        """How much the article is about a phrase; 0 if it does not say it."""
        phrase = f" {' '.join(words)} "
        place = self.text.find(phrase)
        if phrase in self.title:
            return IN_TITLE if place < 0 else IN_TITLE_AND_TEXT
        if place < 0:
            return self.weigh_loose(words)
        weight = AT_THE_START if self.text.count(" ", 1, place + 1) < START else LATER
        return weight + SAID_AGAIN if self.text.find(phrase, place + 1) >= 0 else weight

    def weigh_loose(self, words: Sequence[str]) -> float:
        """The same for its words with others between."""
        if find_loosely(words, self.title.split()) >= 0:
            return IN_TITLE * WITH_A_GAP
        place = find_loosely(words, self.text.split())
        if place < 0:
            return 0.0
        return (AT_THE_START if place < START else LATER) * WITH_A_GAP


class Reading(Text):
    """The same, with what is to be known of its single words."""

    __slots__ = ("counts", "start", "title_words", "words")

    def __init__(self, stems: str) -> None:
        super().__init__(stems)
        words = self.text.split()
        self.title_words = set(self.title.split())
        self.start = frozenset(words[:START])
        self.counts = Counter(words)
        self.words = self.title_words.union(self.counts)

    def weigh_word(self, word: str) -> float:
        """How much the article, in which it occurs, is about the word."""
        count = self.counts.get(word, 0)
        if word in self.title_words:
            return IN_TITLE_AND_TEXT if count else IN_TITLE
        weight = WORD_AT_THE_START if word in self.start else LATER
        return weight + SAID_AGAIN if count > 1 else weight

    def weigh_common_word(self, word: str) -> float:
        """The same for a word that stands everywhere."""
        count = self.counts.get(word, 0)
        if word in self.title_words:
            return COMMON_IN_TITLE_AND_TEXT if count or not self.counts else COMMON_TWICE
        return COMMON_TWICE if count > 1 else COMMON_ONCE


def find_loosely(words: Sequence[str], text: Sequence[str]) -> int:
    """Where `words` begin to stand in their order, each at most `GAP` after the one before; -1 if they do not."""
    starts = (place for place, word in enumerate(text) if word == words[0])
    return next((start for start in starts if stands_loosely(words, text, start)), -1)


def stands_loosely(words: Sequence[str], text: Sequence[str], place: int) -> bool:
    for word in words[1:]:
        nearby = text[place + 1 : place + 2 + GAP]
        if word not in nearby or SENTENCE_END in nearby[: nearby.index(word)]:
            return False
        place += 1 + nearby.index(word)
    return True


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


@dataclass(eq=False, slots=True)
class Topic:
    """An interest or a field in stems, and the contacts who have it, with the words of each."""

    words: tuple[str, ...]
    why: str
    holders: dict[int, str] = field(default_factory=dict)
    weight: float = 1.0
    key_word: str = ""  # the rarest
    other_word: str = ""  # another one, of a phrase
    is_common: bool = False

    def settle(self, rarity: Rarity) -> None:
        telling = [word for word in self.words if is_telling(word)]
        self.key_word = min(telling, key=rarity.counts.__getitem__)
        others = (word for word in self.words if word != self.key_word)
        self.other_word = next(others, self.key_word) if len(self.words) > 1 else ""
        self.weight = WEIGHTS[self.why] * rarity.weigh(telling)
        self.is_common = len(self.words) == 1 and rarity.is_common(self.key_word)

    def find(self, reading: Reading) -> float:
        """How much the article is about this topic, whoever holds it; 0 if it does not speak of it."""
        if not reading.words.issuperset(self.words):
            return 0.0
        if len(self.words) > 1:
            return reading.weigh_phrase(self.words)
        return (reading.weigh_common_word if self.is_common else reading.weigh_word)(self.key_word)

    def lift(self, weight: float) -> float:
        """What it weighs in a feed that is followed for this topic."""
        lifted = WEIGHTS[self.why]
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

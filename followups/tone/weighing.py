"""How the words of a draft weigh, for what no rule foresaw.

People say the same thing in endless ways. Beside its rules a language has a table of words, pairs of words and families
of words that come together in drafts that argue, plead or ask, or in those that only sound alike, each with its weight.
The table is learned once, from the examples; here it is only added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import sqrt
from pathlib import Path

from followups.tone.sentences import Sentence

LONGEST_WINDOW = 60  # words: about as long as the drafts that the weights were learned from
FEWEST_WORDS = 4  # fewer say nothing by themselves
SCALE, SMOOTHING = 3.0, 3
ENOUGH = -0.2  # from here on the words are enough by themselves
AGAINST = -0.6  # below, they speak against what a rule found
CLEAR = 1.6  # one sentence of a long draft with this weight is enough, however kind the others
WHOLE = ""  # the sign with which every draft begins

Families = Mapping[str, tuple[str, ...]]  # of each word


@dataclass(frozen=True)
class Weights:
    """What each sign weighs for each of the kinds."""

    kinds: tuple[str, ...]
    of_sign: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Window:
    """Some sentences in a row: the places of the first and the last, their words, and how they weigh for each kind."""

    first: int
    last: int
    length: int
    weights: Mapping[str, float]


def read_weights(path: Path) -> Weights:
    """From a table with a line for each sign and a column for each kind."""
    _digest, heading, *lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return Weights(tuple(heading.split("\t")[1:]), {sign: tuple(map(float, row)) for sign, *row in rows})


def index_families(families: Mapping[str, str]) -> Families:
    """From the words of each family to the families of each word."""
    of_word: dict[str, tuple[str, ...]] = {}
    for name, words in families.items():
        for word in words.split():
            of_word[word] = (*of_word.get(word, ()), f"<{name}>")
    return of_word


def find_signs(sentence: Sentence, families: Families) -> set[str]:
    """The words of a sentence, its pairs of words, and which families of words come together in it."""
    words = sentence.words
    signs = set(words[1:]) | {f"{one} {other}" for one, other in pairwise(words)}
    together = sorted({family for word in words if word in families for family in families[word]})
    return signs.union(together, (f"{one}&{other}" for one, other in combinations(together, 2)))


def split_windows(sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """A draft in parts of some sentences each: the places of the first and the last."""
    first, length = 0, 0
    for place, sentence in enumerate(sentences):
        if length and length + len(sentence.words) > LONGEST_WINDOW:
            yield first, place - 1
            first, length = place, 0
        length += len(sentence.words)
    if sentences:
        yield first, len(sentences) - 1


def count_words(sentences: list[Sentence]) -> int:
    return sum(word[0].isalnum() for sentence in sentences for word in sentence.words)


def weigh_windows(sentences: list[Sentence], signs: list[set[str]], table: Weights) -> list[Window]:
    """`signs` are those of each sentence."""
    windows = []
    for first, last in split_windows(sentences):
        length = sum(word[0].isalnum() for sentence in sentences[first : last + 1] for word in sentence.words)
        windows.append(Window(first, last, length, weigh(set().union(*signs[first : last + 1]), table)))
    return windows


def weigh(signs: set[str], table: Weights) -> dict[str, float]:
    """The weight for each kind, whatever the length."""
    known = [table.of_sign[sign] for sign in signs if sign in table.of_sign]
    share = SCALE / sqrt(len(signs) + SMOOTHING)
    start = table.of_sign.get(WHOLE, (0.0,) * len(table.kinds))
    columns = zip(table.kinds, start, *known, strict=True)
    return {kind: at_first + share * sum(column) for kind, at_first, *column in columns}

"""How the words of a draft weigh, for what no rule foresaw.

People say the same thing in endless ways. Beside its rules a language has a table of words, pairs of words and families
of words that come together in drafts that argue, plead or ask, or in those that only sound alike, each with its weight.
The table is learned once, from the examples; here it is only added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import sqrt
from pathlib import Path

from followups.tone.sentences import Sentence

LONGEST_WINDOW = 60  # words: about as long as the drafts that the weights were learned from
SCALE = 3.0
SMOOTHING = 3
ENOUGH = 0.0  # from here on the words are enough by themselves
AGAINST = -1.0  # below, they speak against what a rule found
WHOLE = ""  # the weight with which a kind starts

Weights = Mapping[str, float]
Families = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Window:
    """Some sentences in a row, the places of the first and the last, and how they weigh."""

    first: int
    last: int
    weight: float


def read_weights(path: Path) -> dict[str, Weights]:
    """The weights of each kind, from a table with a line for each sign and a column for each kind."""
    _digest, heading, *lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {
        kind: {row[0]: float(row[column]) for row in rows if row[column] != "0"}
        for column, kind in enumerate(heading.split("\t")[1:], start=1)
    }


def find_signs(sentence: Sentence, families: Families) -> set[str]:
    """The words of a sentence, its pairs of words, and which families of words come together in it."""
    words = sentence.words
    signs = set(words[1:]) | {f"{one} {other}" for one, other in pairwise(words)}
    together = [f"<{name}>" for name, family in families.items() if not family.isdisjoint(words)]
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


def weigh(signs: Iterable[str], weights: Weights) -> float:
    found = set(signs)
    return weights.get(WHOLE, 0.0) + SCALE * sum(weights.get(sign, 0.0) for sign in found) / sqrt(
        len(found) + SMOOTHING
    )


def weigh_windows(signs: list[set[str]], windows: list[tuple[int, int]], weights: Weights) -> list[Window]:
    """`signs` are those of each sentence."""
    return [Window(first, last, weigh(set().union(*signs[first : last + 1]), weights)) for first, last in windows]


def heaviest(window: Window, signs: list[set[str]], weights: Weights) -> int:
    """The place of the sentence that says it most."""
    places = range(window.first, window.last + 1)
    return max(places, key=lambda place: sum(weights.get(sign, 0.0) for sign in signs[place]))

"""The shape of a language's table: what its rules look for, and the words that the engine reads it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise

Words = str | Promise  # a sentence for the reader, translated when it is said


@dataclass(frozen=True)
class Rule:
    """One way of sounding like `kind`. Patterns are written as `followups.tone.patterns` reads them.

    A match does not count when it is denied ("I am not asking for a job") or somebody else's words ("you wrote that"),
    when the sentence holds a pattern of `unless` (what is conceded before a "but" aside), or when one of
    `unless_before` leads up to it.
    """

    name: str
    kind: str
    looks_for: tuple[str, ...]
    why: Words
    instead: str  # in the language of the draft, ready to be used
    hits: tuple[str, ...]
    passes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()  # has to come before it: earlier in the sentence, or in the sentence before
    unless_near: tuple[str, ...] = ()  # in this sentence or one beside it
    spares_others: bool = False  # a friend's job, a colleague's résumé: no matter when somebody else is spoken of
    even_denied: bool = False


@dataclass(frozen=True)
class Measure:
    """What is counted rather than found: length, questions, missing thanks."""

    kind: str
    limits: Mapping[str, int]  # by kind of message; "" for every other kind; a kind without a limit is not measured
    why: Words
    instead: str


@dataclass(frozen=True)
class ByWeight:
    """What is said of a sentence that no rule foresaw and whose words weigh enough."""

    why: Words
    instead: str


@dataclass(frozen=True, eq=False)
class Language:
    """All of a language that the engine knows."""

    code: str
    classes: Mapping[str, str]  # named patterns, for <name>
    spellings: Mapping[str, str]  # one word → the words it stands for: contractions, abbreviations, typing errors
    endings: Mapping[str, str]  # endings that are words of their own: 'll → will
    abbreviations: frozenset[str]  # a full stop after one ends no sentence
    joiners: tuple[str, ...]  # words after which a clause begins
    breakers: frozenset[str]  # words that end what a denial or a report reaches
    subjects: frozenset[str]  # after a comma or a joiner they begin a new statement
    turns: frozenset[str]  # "but": what was conceded before it no longer counts
    list_words: frozenset[str]  # "or": what is denied goes on over commas
    denials: frozenset[str]
    no_denials: tuple[str, ...]  # what looks like a denial and is none: "why not", "do not hesitate to"
    reports: tuple[str, ...]  # somebody else's words follow
    topics: tuple[str, ...]  # what follows is only spoken of: "the article on …"
    first_persons: frozenset[str]
    others: tuple[str, ...]  # somebody who is spoken of: a friend, she, …
    thanks: tuple[str, ...]
    small_talk: tuple[str, ...]  # questions that ask for nothing
    rules: tuple[Rule, ...]
    families: Mapping[str, str]  # words that weigh alike, by a name for what they share
    weights: Path  # the table of `followups.tone.weighing`
    by_weight: Mapping[str, ByWeight]  # by kind: what to say of a draft that only its words tell
    measures: tuple[Measure, ...]

"""Reads a draft as somebody would who is about to get it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from followups.tone.english import ENGLISH
from followups.tone.findings import Finding
from followups.tone.matching import Match, Matcher
from followups.tone.measures import measure_draft
from followups.tone.rules import Language, Words
from followups.tone.sentences import Sentence, split_sentences
from followups.tone.weighing import AGAINST, CLEAR, ENOUGH, FEWEST_WORDS, Window, find_signs, weigh, weigh_windows

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH,)}
LONGEST_TEXT = 50_000  # as much as a touchpoint may hold; what comes after is not read


def review_draft(text: str, *, kind: str = "check_in", language: str = "en") -> list[Finding]:
    """What may sound like arguing, pleading, asking for a job or a call, and gentler advice; by place, offline.

    `kind` is a `Touchpoint.Kind`. One finding of a kind per sentence, none in what the draft quotes. A language
    without a table of its own finds nothing.
    """
    code = language.partition("-")[0].lower()
    if code not in LANGUAGES:
        return []
    matcher = matcher_for(code)
    read = text[:LONGEST_TEXT]
    sentences = split_sentences(read, matcher.language)
    found = list(find_by_rules_and_weight(read, sentences, matcher))
    for measure, start, end in measure_draft(sentences, matcher, kind):
        found.append(make_finding(read, measure.kind, start, end, measure.why, measure.instead))
    return sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind))


@cache
def matcher_for(code: str) -> Matcher:
    return Matcher(LANGUAGES[code])


def find_by_rules_and_weight(text: str, sentences: list[Sentence], matcher: Matcher) -> Iterator[Finding]:
    """What the rules match, unless the words around it speak against it; and where words alone weigh enough."""
    matches = list(find_matches(sentences, matcher))
    signs = [find_signs(sentence, matcher.families) for sentence in sentences]
    alone = [weigh(one, matcher.weights) for one in signs]
    windows = weigh_windows(sentences, signs, matcher.weights)
    for window in windows:
        inside = [(place, match) for place, match in matches if window.first <= place <= window.last]
        for kind in sorted({match.rule.kind for _place, match in inside}.union(window.weights)):
            weight = window.weights.get(kind, ENOUGH)
            of_kind = [
                (place, match)
                for place, match in inside
                if match.rule.kind == kind and max(weight, alone[place].get(kind, ENOUGH)) > AGAINST
            ]
            place = None if of_kind else find_by_weight(window, alone, kind, is_long=len(windows) > 1)
            yield from find_by_rules(text, sentences, of_kind)
            if place is not None:
                by_weight = matcher.language.by_weight[kind]
                yield make_finding(text, kind, *sentences[place].span, by_weight.why, by_weight.instead)


def find_by_weight(window: Window, alone: list[dict[str, float]], kind: str, *, is_long: bool) -> int | None:
    """The place of the sentence that says it most, if the words are enough. `alone` is what each sentence weighs."""
    if kind not in window.weights or window.length < FEWEST_WORDS:
        return None
    clearest = max(range(window.first, window.last + 1), key=lambda place: alone[place][kind])
    is_enough = window.weights[kind] > ENOUGH or (is_long and alone[clearest][kind] > CLEAR)
    return clearest if is_enough else None


def find_matches(sentences: list[Sentence], matcher: Matcher) -> Iterator[tuple[int, Match]]:
    around = [None, *sentences, None]
    for place, sentence in enumerate(sentences):
        for match in matcher.find(sentence, around[place], around[place + 2]):
            yield place, match


def find_by_rules(text: str, sentences: list[Sentence], matches: list[tuple[int, Match]]) -> Iterator[Finding]:
    """The first match in each sentence, the longest of those that begin together."""
    first: dict[int, Match] = {}
    for place, match in matches:
        known = first.get(place)
        if known is None or (match.first, -match.last) < (known.first, -known.last):
            first[place] = match
    for place, match in first.items():
        spans, rule = sentences[place].spans, match.rule
        yield make_finding(text, rule.kind, spans[match.first][0], spans[match.last][1], rule.why, rule.instead)


def make_finding(text: str, kind: str, start: int, end: int, why: Words, instead: str) -> Finding:
    return Finding(kind, start, end, text[start:end], str(why), instead)

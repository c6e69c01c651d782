"""A language's rules made ready: which of them may apply to a sentence, and where one does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from followups.tone.patterns import Grammar, Pattern
from followups.tone.rules import Language, Rule
from followups.tone.scope import Scope
from followups.tone.sentences import Sentence
from followups.tone.weighing import index_families, read_weights


@dataclass(frozen=True)
class ReadyRule:
    rule: Rule
    unless: tuple[Pattern, ...]
    unless_before: tuple[Pattern, ...]
    unless_near: tuple[Pattern, ...]
    after: tuple[Pattern, ...]


@dataclass(frozen=True)
class Match:
    """The words from `first` to `last` of the sentence, by a rule."""

    rule: Rule
    first: int
    last: int


class Matcher:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.grammar = Grammar(language.classes, language.joiners, sorted(language.denials))
        self.thanks, self.small_talk = self.read(language.thanks), self.read(language.small_talk)
        self.others = self.read(language.others)
        self.scope = Scope(language, self.grammar)
        self.patterns = [
            (ready, pattern)
            for ready in map(self._make_ready, language.rules)
            for pattern in self.read(ready.rule.looks_for)
        ]
        self.by_word, self.always = self._index()
        self.families = index_families(language.families)
        self.weights = read_weights(language.weights)

    def read(self, written: tuple[str, ...]) -> tuple[Pattern, ...]:
        return tuple(self.grammar.read(one) for one in written)

    def _make_ready(self, rule: Rule) -> ReadyRule:
        fields = (rule.unless, rule.unless_before, rule.unless_near, rule.after)
        return ReadyRule(rule, *map(self.read, fields))

    def _index(self) -> tuple[dict[str, list[int]], list[int]]:
        """Each pattern under the words of its rarest need."""
        common = Counter(word for _rule, pattern in self.patterns for need in pattern.needs for word in need)
        by_word, always = defaultdict[str, list[int]](list), list[int]()
        for number, (_rule, pattern) in enumerate(self.patterns):
            if not pattern.needs:
                always.append(number)
                continue
            for word in min(pattern.needs, key=lambda need: sum(common[word] for word in need)):
                by_word[word].append(number)
        return dict(by_word), always

    def find(self, sentence: Sentence, before: Sentence | None, after: Sentence | None) -> Iterator[Match]:
        """What the rules find in a sentence that stands between two others."""
        numbers = {number for word in sentence.vocabulary for number in self.by_word.get(word, ())}
        for number in sorted(numbers.union(self.always)):
            ready, pattern = self.patterns[number]
            if pattern.may_be_in(sentence.vocabulary) and self._applies(ready, sentence, before, after):
                yield from self._find_one(ready, pattern, sentence, before)

    def _applies(self, ready: ReadyRule, sentence: Sentence, before: Sentence | None, after: Sentence | None) -> bool:
        spared = ready.unless_near + (self.others if ready.rule.spares_others else ())
        return not any(is_in(spared, near) for near in (before, sentence, after) if near)

    def _find_one(
        self, ready: ReadyRule, pattern: Pattern, sentence: Sentence, before: Sentence | None
    ) -> Iterator[Match]:
        if not pattern.has_all_in(sentence.line):
            return
        for match in pattern.regex.finditer(sentence.line):
            if match.end() == match.start():
                continue
            first, last = sentence.word_at(match.start()), sentence.last_word_to(match.end() - 1)
            if ready.after and not self._comes_after(ready.after, sentence, match.start(), before):
                continue
            if is_in(ready.unless, sentence, self.turn_before(sentence, first)):
                continue
            if not self.scope.spares(
                sentence, first, is_denial_fine=ready.rule.even_denied, before=ready.unless_before
            ):
                yield Match(ready.rule, first, last)
                return

    def turn_before(self, sentence: Sentence, at: int) -> int:
        """Where in the line the last "but" up to the word `at` stands; 0 without one."""
        places = (place for place in range(at, 0, -1) if sentence.words[place] in self.language.turns)
        return sentence.places[next(places, 0)]

    def _comes_after(self, patterns: tuple[Pattern, ...], sentence: Sentence, at: int, before: Sentence | None) -> bool:
        if before and is_in(patterns, before):
            return True
        return any(pattern.regex.search(sentence.line, 0, at) for pattern in patterns)


def is_in(patterns: tuple[Pattern, ...], sentence: Sentence, start: int = 0) -> bool:
    """Whether one of the patterns is found in the sentence, from the place `start` in its line."""
    return any(
        pattern.may_be_in(sentence.vocabulary)
        and pattern.has_all_in(sentence.line)
        and pattern.regex.search(sentence.line, start)
        for pattern in patterns
    )

"""Whose words they are, and whether they are denied: what keeps a match from counting."""

from __future__ import annotations

from followups.tone.patterns import Grammar, Pattern
from followups.tone.rules import Language
from followups.tone.sentences import Sentence

FARTHEST_DENIAL = 14  # words
PAUSES = frozenset({"^", ";", ":", "—", "(", ")", ".", "?", "!"})


class Scope:
    def __init__(self, language: Language, grammar: Grammar) -> None:
        self.language = language
        self.no_denials = tuple(grammar.read(written) for written in language.no_denials)
        self.reports = tuple(grammar.read(written) for written in language.reports)
        self.topics = tuple(grammar.read(written) for written in language.topics)

    def spares(self, sentence: Sentence, first: int, *, is_denial_fine: bool, before: tuple[Pattern, ...]) -> bool:
        """Whether what begins with the word `first` is denied, reported, only spoken of, or led up to by `before`."""
        start = self.clause_start(sentence, first)
        lead = sentence.line[sentence.places[start] : sentence.places[first]]
        if not lead:
            return False
        if not is_denial_fine and self.is_denied(sentence, start, first):
            return True
        if ends_up_in(self.reports, lead) or ends_up_in(before, lead):
            return True
        own = self.language.first_persons
        is_own = sentence.words[first] in own or not own.isdisjoint(lead.split()[-3:])
        return not is_own and ends_up_in(self.topics, lead)

    def clause_start(self, sentence: Sentence, at: int) -> int:
        """The word with which the statement around the word `at` begins; in a list, the one before its commas."""
        words, language = sentence.words, self.language
        is_list = not language.list_words.isdisjoint(words[max(0, at - 3) : at + 12])
        for place in range(at - 1, -1, -1):
            word, following = words[place], words[place + 1]
            if word in PAUSES or word in language.breakers:
                return place + 1
            if word == "," and (not is_list or following in language.subjects or following in language.breakers):
                return place + 1
            if word in language.joiners and following in language.subjects:
                return place + 1
        return 0

    def is_denied(self, sentence: Sentence, start: int, first: int) -> bool:
        words = sentence.words
        for place in range(max(start, first - FARTHEST_DENIAL), first):
            if words[place] in self.language.denials and not self._is_no_denial(sentence, place):
                return True
        return False

    def _is_no_denial(self, sentence: Sentence, place: int) -> bool:
        """“Why not”, “don't hesitate to”: a pattern of `no_denials` that goes over this word."""
        begins, ends = sentence.places[place], sentence.places[place] + len(sentence.words[place])
        from_place = sentence.places[max(0, place - 3)]
        for pattern in self.no_denials:
            if not pattern.may_be_in(sentence.vocabulary):
                continue
            for match in pattern.regex.finditer(sentence.line, from_place):
                if match.start() <= begins and ends < match.end():
                    return True
                if match.start() > begins:
                    break
        return False


def ends_up_in(patterns: tuple[Pattern, ...], lead: str) -> bool:
    words = frozenset(lead.split())
    return any(pattern.may_be_in(words) and pattern.regex.search(lead) for pattern in patterns)

"""The small language in which the tables say what they look for.

    word            this word              a/b/c         one of these words
    <name>          a named pattern        (p q | r)     either of these
    x?              x or nothing           _             any one word
    ..              up to three words      ...           up to eight words or commas; neither passes over a denial
    ^               a clause begins        ^^            the sentence begins
    $               a pause or the end     # , #number   a number, a telephone number
    x & y           x, and y somewhere in the same sentence; what is found is x

A pattern becomes a regular expression over the words of a sentence, each followed by a space. Gaps are bounded, so that
matching stays linear in the length of the text. `needs` are sets of words of which each has to be in the sentence: most
patterns are ruled out by them without being tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

PIECE = re.compile(r"\(|\)\??|\||[^\s()|]+")
Need = frozenset[str]

WORD = r"(?:\#quote )?[^ ,;:().?!—^]+ "  # an opening quotation mark takes no place in a gap
WORD_OR_COMMA = r"[^ ;.?!^]+ "
SIGNS = {"_": f"(?:{WORD})", "^^": r"(?<=\^ )", "$": r"(?=[,;:().?!—] |$)"}


@dataclass(frozen=True)
class Pattern:
    written: str
    source: str
    needs: tuple[Need, ...]
    also: tuple[Pattern, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        # Compiled when first wanted: a table has hundreds, a draft tries a few.
        return re.compile(rf"(?<![^ ]){self.source}")

    def may_be_in(self, words: frozenset[str]) -> bool:
        return not any(map(words.isdisjoint, self.needs))

    def has_all_in(self, line: str) -> bool:
        """Whether what else the pattern asks for is in the sentence."""
        return all(part.regex.search(line) for part in self.also)


class Grammar:
    """Reads the patterns of one language."""

    def __init__(self, classes: Mapping[str, str], joiners: Iterable[str], denials: Iterable[str]) -> None:
        self.classes = classes
        clause_start = "|".join([r"(?<=[\^,;:(—!] )", *(f"(?<= {re.escape(word)} )" for word in joiners)])
        # A gap does not pass over a denial: "I can't disagree" is no "I … disagree".
        denied = "|".join(map(re.escape, denials))
        self.signs = SIGNS | {
            "^": f"(?:{clause_start})",
            "..": f"(?:(?!(?:{denied}) ){WORD}){{0,3}}?",
            "...": f"(?:(?!(?:{denied}) ){WORD_OR_COMMA}){{0,8}}?",
        }
        self.read_classes: dict[str, tuple[str, tuple[Need, ...]]] = {}

    def read(self, written: str) -> Pattern:
        first, *more = [self._read_part(part) for part in written.split(" & ")]
        needs = sum((part.needs for part in more), first.needs)
        return Pattern(written, first.source, needs, tuple(more))

    def _read_part(self, written: str) -> Pattern:
        pieces = PIECE.findall(written)
        source, needs = self._either(pieces)
        if pieces:
            raise ValueError(f"{written!r} has a bracket too many")
        return Pattern(written, source, needs)

    def _either(self, pieces: list[str]) -> tuple[str, tuple[Need, ...]]:
        """Alternatives up to a closing bracket or the end."""
        branches = [self._sequence(pieces)]
        while pieces and pieces[0] == "|":
            pieces.pop(0)
            branches.append(self._sequence(pieces))
        return one_of(branches)

    def _sequence(self, pieces: list[str]) -> tuple[str, tuple[Need, ...]]:
        source, needs = "", tuple[Need, ...]()
        while pieces and pieces[0] != "|" and not pieces[0].startswith(")"):
            part, part_needs, is_optional = self._item(pieces)
            source += f"(?:{part})?" if is_optional else part
            needs += () if is_optional else part_needs
        return source, needs

    def _item(self, pieces: list[str]) -> tuple[str, tuple[Need, ...], bool]:
        piece = pieces.pop(0)
        if piece == "(":
            source, needs = self._either(pieces)
            closing = pieces.pop(0)
            return f"(?:{source})", needs, closing.endswith("?")
        is_optional = piece.endswith("?") and piece != "?"
        piece = piece.removesuffix("?") if is_optional else piece
        if piece in self.signs:
            return self.signs[piece], (), is_optional
        words = [self._word(word) for word in piece.split("/")]
        return *one_of(words), is_optional

    def _word(self, word: str) -> tuple[str, tuple[Need, ...]]:
        if word.startswith("<"):
            return self._named(word[1:-1])
        return f"{re.escape(word)} ", (Need({word}),)

    def _named(self, name: str) -> tuple[str, tuple[Need, ...]]:
        if name not in self.read_classes:
            read = self.read(self.classes[name])
            self.read_classes[name] = f"(?:{read.source})", read.needs
        return self.read_classes[name]


def one_of(branches: list[tuple[str, tuple[Need, ...]]]) -> tuple[str, tuple[Need, ...]]:
    """Sources and needs of alternatives as one: any of their needs has to be met, of each the shortest."""
    if len(branches) == 1:
        return branches[0]
    source = "(?:" + "|".join(source for source, _needs in branches) + ")"
    if not all(needs for _source, needs in branches):
        return source, ()
    return source, (Need().union(*(min(needs, key=len) for _source, needs in branches)),)

"""A draft as sentences of plain words, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from followups.tone.rules import Language

LONGEST_SENTENCE = 120  # words; what runs on longer is read in parts
APOSTROPHES = str.maketrans("’ʼ‘´`＇", "''''''")
HYPHENS = str.maketrans("‐‑−", "---")
SIGN_OF = {"–": "—", "-": "—", "…": ".", "。": ".", "！": "!", "？": "?", "，": ",", "[": "(", "]": ")"}
# Nothing in these nests or overlaps, so that scanning is linear.
SCANNER = re.compile(
    r"""
      (?P<link>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z\d-]+\.)+(?:com|org|net|example|io|de|eu)\b(?:/\S*)?)
    | (?P<phone>(?<![\w.,/-])[+(]?\d[\d ()/\u00a0\u202f.‑-]{4,24}\d(?![\w%]))
    | (?P<number>\d+(?:[.,:]\d+)*)
    | (?P<short>(?:[^\W\d_]\.){2,}[^\W\d_]?)
    | (?P<word>[^\W\d_](?:[^\W\d_]|[\u00ad\u200b-\u200d\u0300-\u036f]|['’ʼ´`＇‐‑-](?=[^\W\d_]))*)
    | (?P<blank>\n[^\S\n]*\n\s*)
    | (?P<line>\n[^\S\n]*)
    | (?P<stop>[.?!…。！？]+)
    | (?P<quote>(?<![^\s(])[“„«"])
    | (?P<pause>[,;:()\[\]—–，]|(?<=\s)-(?=\s))
    """,
    re.VERBOSE | re.IGNORECASE,
)
DAYS_AND_YEARS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d")
# What is said in quotation marks is somebody else's, or a title; a quoted word or two is the writer's own irony.
QUOTED = re.compile(
    r"“[^“”]{1,2000}”|„[^„“”]{1,2000}[“”]|«[^«»]{1,2000}»|(?<!\w)\"[^\"]{1,2000}\"(?!\w)|"
    r"(?<!\w)[‘'](?=\w)(?:[^\n'’‘]|(?<=\w)['’](?=\w)){1,300}['’](?!\w)"
)
QUOTED_LINE = re.compile(r"^[^\S\n]*[>|].*$", re.MULTILINE)
ELONGATED = re.compile(r"(\w)\1{2,}")  # pleeease
FEW_WORDS = 3
SHORT_LINE = 45


@dataclass(frozen=True)
class Sentence:
    words: tuple[str, ...]  # the first is "^"
    spans: tuple[tuple[int, int], ...]
    is_question: bool

    @cached_property
    def line(self) -> str:
        return " ".join(self.words) + " "

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def places(self) -> list[int]:
        """Where each word begins in `line`."""
        places, at = [], 0
        for word in self.words:
            places.append(at)
            at += len(word) + 1
        return places

    @property
    def span(self) -> tuple[int, int]:
        return self.spans[1][0], self.spans[-1][1]

    def word_at(self, place: int) -> int:
        return bisect_right(self.places, place) - 1

    def last_word_to(self, place: int) -> int:
        """The word at a place of the line, or before it if a pause stands there."""
        at = self.word_at(place)
        return at - 1 if at and not self.words[at][-1].isalnum() and self.words[at] != "#" else at


def split_sentences(text: str, language: Language) -> list[Sentence]:
    return list(_gather(hide_quotes(text), language))


def hide_quotes(text: str) -> str:
    """The text with what it quotes blanked out, everything else in its place."""
    return QUOTED.sub(_blank_if_long, QUOTED_LINE.sub(lambda match: " " * len(match[0]), text))


def _blank_if_long(match: re.Match[str]) -> str:
    """The first sign of a quote stays, as a mark that something is quoted here."""
    quote = match[0]
    return quote[0] + (quote[1:] if len(quote.split()) < FEW_WORDS else re.sub(r"[^\n]", " ", quote[1:]))


def _gather(text: str, language: Language) -> Iterator[Sentence]:
    words, spans = ["^"], [(0, 0)]
    for match in SCANNER.finditer(text):
        group, written = match.lastgroup or "", match[0]
        found = _words_of(group, written, language)
        words += found
        spans += [match.span()] * len(found)
        if _ends_here(group, match, text, words, language) or len(words) > LONGEST_SENTENCE:
            if len(words) > 1:
                yield Sentence(tuple(words), tuple(spans), words[-1] == "?")
            words, spans = ["^"], [(match.end(), match.end())]
    if len(words) > 1:
        yield Sentence(tuple(words), tuple(spans), words[-1] == "?")


def _words_of(group: str, written: str, language: Language) -> tuple[str, ...]:
    match group:
        case "word" | "short":
            return plain_words(written, language)
        case "phone":
            is_phone = sum(sign.isdigit() for sign in written) > 5 and not DAYS_AND_YEARS.fullmatch(written)
            return ("#number",) if is_phone else ("#",)
        case "number":
            return ("#",)
        case "link" | "quote":
            return (f"#{group}",)
        case "stop":
            return ("?",) if "?" in written or "？" in written else (SIGN_OF.get(written[0], written[0]),)
        case "pause":
            return (SIGN_OF.get(written, written),)
    return ()


def _ends_here(group: str, match: re.Match[str], text: str, words: list[str], language: Language) -> bool:
    if group == "blank":
        return True
    if group == "stop":
        follows = text[match.end() : match.end() + 1]
        is_short = match[0] == "." and len(words) > 2 and words[-2] in language.abbreviations
        return not is_short and (not follows or not follows.isalnum())
    if group == "line":
        line_start = text.rfind("\n", 0, match.start()) + 1
        return match.start() - line_start < SHORT_LINE or text[match.end() : match.end() + 1] in {"-", "*", "•"}
    return False


def _fold(written: str) -> str:
    spelled = unicodedata.normalize("NFKD", written.translate(APOSTROPHES).translate(HYPHENS)).casefold()
    return "".join(sign for sign in spelled if unicodedata.category(sign) not in {"Mn", "Cf"})


@lru_cache(maxsize=20_000)
def plain_words(written: str, language: Language) -> tuple[str, ...]:
    """“Don’t” → do, not; “résumé” → resume; “I'd” → i, would."""
    folded = written.lower() if written.isascii() else _fold(written)
    word = ELONGATED.sub(r"\1", folded).translate(APOSTROPHES)
    if word in language.spellings:
        return tuple(language.spellings[word].split())
    for ending, meant in language.endings.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), *meant.split())
    return (word,) if word.strip() else ()

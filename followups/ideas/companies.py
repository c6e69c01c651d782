"""Whether a headline speaks of a company: by its name as one writes it, and not by a word that looks like it."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache

from contacts.search import fold
from followups.ideas.news import Verdict

# Left out in headlines.
LEGAL = """
inc incorporated llc llp lp ltd limited plc gmbh mbh ug ag kg kgaa ohg gbr ev eg se sa sas sasu sarl eurl srl spa bv nv
cv ab asa as oy oyj aps corp corporation co pty pte kk sl holding holdings
"""
LEGAL_FORMS = frozenset(LEGAL.split())
SMALL_WORDS = frozenset({"of", "and", "the", "for", "de", "la", "le", "del", "du", "und", "i", "y", "et", "a"})
WORD = re.compile(r"[^\W_]+")
# What stands before or after a name when it is about somebody else.
SOMEBODY_ELSE_BEFORE = re.compile(
    r"(?:\b(?:ex|former|formerly(?: of)?|rivals?(?: of)?|competitors?(?: of)?|alternatives? to|backed by|unlike|vs\.?"
    r"|versus|alum(?:ni|na|nus)?(?: of)?|leaves|left|quits)|\bex-)[\s-]*$",
    re.IGNORECASE,
)
SOMEBODY_ELSE_AFTER = re.compile(
    r"^(?:-\w|['’]?s? (?:rivals?|competitors?|alum\w*|alternatives?|spin-?(?:out|off)s?|veterans?|backers?)\b)",
    re.IGNORECASE,
)
# A name that is also a word is meant as a name before one of these.
COMPANY_WORDS = re.compile(
    r"^(?:['’]s\b|,? ?(?:inc\b|ceo|cfo|cto|coo|chief|boss|founders?|co-founder|engineers?|team|shares?|stock|investors?"
    r"|employees|staff|workers|stores?|customers?|users?|revenue|sales|profits?|earnings|plans?|says?|said|announces?"
    r"|reports? (?:record|strong|first|quarterly|earnings|results)|launch\w*|unveil\w*|releas\w*|introduc\w*|debuts?"
    r"|rolls? out|rais(?:es|ed)|secur(?:es|ed)|lands|closes|bags|acquir\w*|buys|bought|invests|partners?|joins|hires?"
    r"|appoints?|names|promotes|opens|expands|enters|moves|builds|wins?|won|receives|reaches|hits|passes|celebrates"
    r"|marks|files|goes|signs|adds|tests|ships|cuts|lays|is\b|has\b|will\b|wants|explains|shares how|publishes"
    r"|teams up))",
    re.IGNORECASE,
)
WORDS_BEFORE = re.compile(r"\b(?:at|from|by|with|inside|of|joins?|meet|for|how|why|as|and|to|on)\s$", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:the|an?|this|that|these|those|your|my|our|some|any|no) $", re.IGNORECASE)
# “Ana Lind joins Zephyr”, “Award for Zephyr”: the company comes second.
PASSIVE = re.compile(
    r"(?:joins?|awards?|prize|medal|top|gold|new|promot|steps|appointed|named|\w+ years)\b", re.IGNORECASE
)
LEFT_SMALL = frozenset(("with", "from", "into", "over", "than", "that", "after", "amid", "upon", "your", "this"))


class CompanyName:
    """A company's name, and where headlines speak of it."""

    def __init__(self, name: str) -> None:
        self.words = read_core(name)
        self.name = name
        self.key = fold(self.words[0]) if self.words else ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        between = r"(?:[\s.&'’+-]+)"
        words = between.join(re.escape(word) for word in self.words)
        return re.compile(rf"(?<![\w-]){words}(?!\w)", re.IGNORECASE)

    def find(self, title: str, summary: str = "") -> int:
        """Where the headline speaks of this company; -1 if it does not."""
        title = without_accents(title)
        for match in self.pattern.finditer(title):
            before, after = title[: match.start()], title[match.end() :]
            if not self.is_spelled_as_a_name(match.group()) or is_somebody_else(before, after):
                continue
            if len(self.words) > 1 or self.is_meant(match.group(), before, after, title, without_accents(summary)):
                return match.start()
        return -1

    def is_spelled_as_a_name(self, found: str) -> bool:
        words = WORD.findall(found)
        return len(words) == len(self.words) and all(map(is_spelled_alike, self.words, words))

    def is_meant(self, found: str, before: str, after: str, title: str, summary: str) -> bool:
        """Whether a single word is the name here: at a beginning, or among capitals, its capital tells little."""
        if re.search(rf"[a-z,] {re.escape(found)}\b", summary) or found.isdigit():
            return True
        if ARTICLE.search(before) or follows_capital(before) or precedes_capital(after, title):
            return False
        if not before.strip() or is_title_case(title):
            return bool(
                COMPANY_WORDS.match(after) or (before.strip() and WORDS_BEFORE.search(before) and not after.strip())
            )
        return True


def read_core(name: str) -> list[str]:
    """The words of a company's name without its legal form and *The*; of *Zephyr GmbH & Co. KG* remains *Zephyr*."""
    words = WORD.findall(without_accents(name))
    while len(words) > 1 and fold(words[-1]) in LEGAL_FORMS:
        words.pop()
    if len(words) > 2 and words[0].casefold() == "the":
        words = words[1:]
    return words[:8]


def is_spelled_alike(word: str, found: str) -> bool:
    if len(word) > 1 and word.isupper() and len(word) <= 5:
        return found == word  # SAP is no sap
    if word[1:].lower() != word[1:] and not word.isupper():
        return found == word or found.isupper()  # eBay
    return (
        found[0].isupper()
        or found[0].isdigit()
        or word.casefold() in SMALL_WORDS
        or found[0].lower() == found[0].upper()
    )


def is_somebody_else(before: str, after: str) -> bool:
    return bool(SOMEBODY_ELSE_BEFORE.search(before) or SOMEBODY_ELSE_AFTER.search(after))


def follows_capital(before: str) -> bool:
    """“Air Zephyr”, “Bank of Zephyr”: a longer name that ends with this word."""
    words = before.split()
    return (
        len(words) > 1
        and before.endswith(" ")
        and words[-1][0].isupper()
        and words[-1].isalpha()
        and not is_title_case(before)
    )


def precedes_capital(after: str, title: str) -> bool:
    """“Zephyr Health raises …” speaks of a longer name, where titles are not all in capitals."""
    word = re.match(r" ([A-Z][\w-]*)", after)
    return bool(word) and not is_title_case(title) and not COMPANY_WORDS.match(after)


@lru_cache(maxsize=500)
def is_title_case(title: str) -> bool:
    words = [word for word in WORD.findall(title) if len(word) > 3 and word not in LEFT_SMALL]
    return len(words) > 1 and not any(word[0].islower() for word in words)


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def is_about_them(title: str, at: int, news: Verdict) -> bool:
    """Whether the news of a headline is the company's whose name stands at `at`, and not somebody else's before it."""
    return at <= news.at or bool(PASSIVE.match(title[news.at :]))

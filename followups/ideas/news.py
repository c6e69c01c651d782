"""Whether a headline tells of something to congratulate on, and when it had better not be mentioned at all.

Patterns and no model: each verdict can be explained, and is the same tomorrow. The headline decides; the beginning of
the text is only asked for bad news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from followups.ideas.bad_news import AGAINST, BAD
from followups.ideas.good_news import GOOD, NOT_AFTER_ALL
from followups.models import Idea

News = Idea.News

# As much of the text as tells what the article is about.
BEGINNING = 240
# "After a record year, …": the news comes behind it.
BEFOREHAND = re.compile(
    r"^(?:after|following|ahead of|despite|amid|as|with|since|fresh from|on the heels of) [^,]{3,80}, "
)
QUESTION = re.compile(r"^(?:how|why|what|when|who|should|is|are|can|does|do|will)\b|\?$")
QUOTES = str.maketrans("’‘“”\u00a0", "''\"\" ")


@dataclass(frozen=True)
class Verdict:
    """What a headline is news of, from which letter on; or that it is bad news."""

    news: str = ""
    at: int = 0
    is_bad: bool = False


def compile_any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@dataclass(frozen=True)
class Tables:
    good: dict[str, re.Pattern[str]]
    not_after_all: re.Pattern[str]
    bad: re.Pattern[str]
    against: re.Pattern[str]


@cache
def compile_tables() -> Tables:
    """When they are first needed: it takes a good while."""
    good = {news: compile_any(patterns) for news, patterns in GOOD.items()}
    return Tables(good, compile_any(NOT_AFTER_ALL), compile_any(BAD), compile_any(AGAINST))


def classify_news(title: str, summary: str = "") -> str:
    """What kind of news it is that one congratulates on (`Idea.News`); empty when it is none."""
    return read_news(title, summary).news


@lru_cache(maxsize=2_000)
def read_news(title: str, summary: str = "") -> Verdict:
    headline, text = plain(title), plain(summary[:BEGINNING])
    if is_bad(headline) or is_bad(text):
        return Verdict(is_bad=True)
    if QUESTION.search(headline):
        return Verdict()
    return find_news(headline) or Verdict()


def plain(text: str) -> str:
    return " ".join(text.translate(QUOTES).casefold().split())


def is_bad(text: str) -> bool:
    tables = compile_tables()
    return bool(tables.bad.search(tables.against.sub(" ", text)))


def find_news(headline: str) -> Verdict | None:
    """The first news in a plain headline; a milestone comes after all others."""
    before = BEFOREHAND.match(headline)
    main = headline[before.end() :] if before else headline
    tables = compile_tables()
    if tables.not_after_all.search(main):
        return None
    found = {news: match.start() for news, pattern in tables.good.items() if (match := pattern.search(main))}
    if not found:
        return None
    first = min(found, key=lambda news: (news == News.MILESTONE, found[news]))
    return Verdict(first, found[first] + len(headline) - len(main))

"""Names and texts of strangers, made fit for a header, a letter or a line."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Protocol

from contacts.words import format_day
from crm.models import User

# Signs that turn the direction of what follows: in a subject they would mirror the rest of the line.
DIRECTION_SIGNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
GREETING = re.compile(r"(hi|hello|hey|dear|thanks?( you)?|many thanks|lieber?|hallo)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"(best|kind|warm|good luck|all the best|cheers|regards|sincerely|yours|i wish|we wish|wishing)\b", re.IGNORECASE
)
LONGEST_SALUTATION = 60
HONORIFICS = {"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "herr", "frau", "dipl-ing", "ing", "mag"}


class Person(Protocol):
    """A contact, or a peer: somebody to write to."""

    @property
    def owner(self) -> User: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


def one_line(text: str) -> str:
    """The text on one line: no line breaks of any kind, no control characters, single spaces."""
    if text.isprintable():
        return " ".join(text.split())
    shown = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)
    return " ".join(DIRECTION_SIGNS.sub("", shown).split())


def cut(text: str, length: int) -> str:
    """The text on one line, cut at a word with an ellipsis if it is longer than `length`."""
    line = one_line(text)
    if len(line) <= length:
        return line
    at_word = line[:length].rpartition(" ")[0]
    return (at_word if len(at_word) > length // 2 else line[: length - 1]).rstrip(" ,;:.-") + "…"


def body_of(letter: str) -> str:
    """A letter without its salutation, its closing words and what it quotes; all of it if nothing else is left."""
    lines = [line.strip() for line in letter.splitlines() if line.strip() and not line.lstrip().startswith((">", "|"))]
    body = lines[1:] if lines and len(lines[0]) < LONGEST_SALUTATION and lines[0].endswith((",", "!")) else lines
    closing = next((place for place, line in enumerate(body) if is_closing(line)), len(body))
    if closing == len(body) > 1 and len(body[-1].split()) <= 2 and body[-1][-1].isalnum():
        closing -= 1  # a name alone
    return "\n".join(body[:closing] or lines)


def is_closing(line: str) -> bool:
    return len(line) < LONGEST_SALUTATION and bool(CLOSING.match(line)) and not line.endswith(".")


def call_name(contact: Person) -> str:
    """How to greet somebody: *Dana* for “Dana Weber”, “Weber, Dana” and “Dr. Dana Weber”; “Dr. Weber” stays."""
    last, _comma, first = one_line(contact.name).partition(", ")
    is_turned_round = first and len(first.split()) <= 3 and not any(word[0].islower() for word in first.split())
    name = f"{first} {last}" if is_turned_round else one_line(contact.name)
    words = name.split()
    given = [word for word in words if word.lower().rstrip(".") not in HONORIFICS]
    return given[0] if given and (len(given) > 1 or len(given) == len(words)) else name


def day_in_words(day: date, today: date) -> str:
    """“20 October”, with the year when it is another one."""
    return format_day(day, "j F" if day.year == today.year else "j F Y")


def month_in_words(day: date, today: date) -> str:
    return format_day(day, "F" if day.year == today.year else "F Y")

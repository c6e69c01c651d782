"""Days as files write them. Which of two numbers is the day is found out from all of a column, or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

MONTHS = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro",
    2: "february feb februar février févr fevrier febrero febbraio februari fevereiro fev",
    3: "march mar märz mrz maerz mars marzo maart março marco mär",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag mei maio",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho",
    8: "august aug août aout agosto ago augustus",
    9: "september sep sept septembre septiembre settembre set setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
}
MONTH_OF = {word: month for month, words in MONTHS.items() for word in words.split()}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
NUMBERS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)")
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:de |of )?([^\W\d_]+)\.?[\s,-]*(?:de )?(\d{4}|\d{2})(?!\d)"
)
MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")  # days as Excel counts them
EXCEL_DAY_0 = date(1899, 12, 30)
WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,\s+")


class NoDay(ValueError):
    """This is no day of the calendar."""


def parse_day(text: str, *, day_first: bool | None) -> date:
    """The day that `text` begins with; a time after it is left out. Raises `NoDay`."""
    words = WEEKDAY.sub("", text.strip().lower())
    try:
        return read_day(words, day_first=day_first)
    except ValueError as error:
        raise NoDay(text) from error


def read_day(words: str, *, day_first: bool | None) -> date:
    if match := ISO.match(words) or COMPACT.match(words):
        year, month, day = match.groups()
        return date(int(year), int(month), int(day))
    if match := NUMBERS.match(words):
        first, sign, second, year = match.groups()
        if is_day_first(int(first), int(second), sign, day_first):
            first, second = second, first
        return date(full_year(year), int(first), int(second))
    if match := DAY_MONTH.match(words):
        day, month, year = match.groups()
        return date(full_year(year), MONTH_OF.get(month, 0), int(day))
    if match := MONTH_DAY.match(words):
        month, day, year = match.groups()
        return date(int(year), MONTH_OF.get(month, 0), int(day))
    if SERIAL.match(words):
        return EXCEL_DAY_0 + timedelta(days=int(float(words)))
    raise NoDay(words)


def is_day_first(first: int, second: int, sign: str, day_first: bool | None) -> bool:
    if day_first is None:
        # With points between them the day stands first wherever they are used.
        return sign == "." or first > 12
    return day_first


def full_year(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return 2000 + number if number <= date.today().year % 100 + 1 else 1900 + number  # noqa: DTZ011 (the century alone)


def find_day_first(values: Iterable[str]) -> bool | None:
    """Whether the day comes before the month in all of these; None if they do not tell."""
    is_unclear = False
    for value in values:
        match = NUMBERS.match(WEEKDAY.sub("", value.strip().lower()))
        if not match or ISO.match(value.strip()):
            continue
        first, sign, second = int(match[1]), match[2], int(match[3])
        if sign == "." or first > 12:
            return True
        if second > 12:
            return False
        is_unclear = is_unclear or first != second
    return None if is_unclear else True

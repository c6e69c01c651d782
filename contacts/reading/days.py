"""Days as mails write them. A day that could be two days (03/05/2026) is no day."""

import re
from datetime import date, timedelta

EARLIEST = date(1990, 1, 1)

_MONTHS = {
    1: "january jan januar jän jänner janvier janv gennaio enero ene januari",
    2: "february feb februar février févr fév febbraio febrero februari",
    3: "march mar märz mär maerz mrz mars marzo maart",
    4: "april apr avril avr aprile abril abr",
    5: "may mai maggio mag mayo mei",
    6: "june jun juni juin giugno giu junio",
    7: "july jul juli juillet juil luglio lug julio",
    8: "august aug août aout agosto ago augustus",
    9: "september sep sept septembre settembre set septiembre",
    10: "october oct oktober okt octobre ottobre ott octubre",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez décembre déc dicembre dic diciembre",
}
MONTH_NUMBERS = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"

# In order of how sure they are; the first that gives a day in the past wins.
_SHAPES = [
    re.compile(rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}"),
    re.compile(rf"\b(?P<either>\d{{1,2}})[/.-](?P<other>\d{{1,2}})[/.-]{_YEAR}"),
    re.compile(rf"\b{_DAY}\s+{_MONTH}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY}", re.IGNORECASE),
]


def read_day(text: str, today: date) -> date | None:
    """The day that `text` (a Date header, a letter's dateline) names, if it is one day and not in the future."""
    for shape in _SHAPES:
        match = shape.search(text[:200])
        if match:
            return _to_day(match.groupdict(), today)
    return None


def _to_day(found: dict[str, str | None], today: date) -> date | None:
    if found.get("either"):
        day, month = _which_is_the_month(int(found["either"] or 0), int(found["other"] or 0))
    else:
        day = int(found["day"] or 0)
        month = int(found.get("number") or 0) or MONTH_NUMBERS[(found["month"] or "").lower()]
    year = found.get("year")
    try:
        read = date(int(year), month, day) if year else _latest(day, month, today)
    except ValueError:
        return None
    # A sender east of here may already have tomorrow; the mail has come nonetheless.
    if read == today + timedelta(days=1):
        read = today
    return read if EARLIEST <= read <= today else None


def _which_is_the_month(first: int, second: int) -> tuple[int, int]:
    if first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    return 0, 0


def _latest(day: int, month: int, today: date) -> date:
    """Webmail leaves the year out while it is the running one."""
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)

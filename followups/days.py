"""Days as a person says them."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format


def describe_day(day: date, today: date | None = None) -> str:
    """“20 October” within this year, “20 October 2025” outside it; `today` defaults to the active time zone's."""
    today = today or timezone.localdate()
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def describe_day_shortly(day: date, today: date | None = None) -> str:
    today = today or timezone.localdate()
    return date_format(day, "j M" if day.year == today.year else "j M Y")

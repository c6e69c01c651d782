"""How a contact and a day are told of in a line."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact


class Standing(Protocol):
    """A contact, or a row that says as much of one."""

    @property
    def standing(self) -> str: ...
    @property
    def paused_until(self) -> date | None: ...
    @property
    def thanks_held_until(self) -> date | None: ...
    @property
    def next_on(self) -> date | None: ...


def shorten(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def initials_of(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def in_words(day: date, today: date) -> str:
    """“20 October”, with the year when it is another one."""
    return format_day(day, "j F" if day.year == today.year else "j F Y")


def in_short(day: date, today: date) -> str:
    """“20 Oct”, with the year when it is another one."""
    return format_day(day, "j M" if day.year == today.year else "j M Y")


@lru_cache(maxsize=4000)
def format_day(day: date, form: str) -> str:
    """Remembered: a page has fifty days, and each takes Django 20 µs."""
    return date_format(day, form)


def next_in_short(contact: Standing, today: date, *, is_nudged: bool = False) -> str:
    """When the next letter may go out, or why there is none, for the narrow end of a row.

    `is_nudged`: a nudge about them is open, so it is now, though the next date has moved on.
    """
    if contact.standing == Contact.Standing.STOPPED:
        return _("asked to stop")
    if contact.standing == Contact.Standing.ENDED:
        return _("ended")
    if contact.paused_until and contact.paused_until > today:
        return _("paused")
    if contact.thanks_held_until and contact.thanks_held_until > today:
        return _("thanks due")
    if contact.next_on is None:
        return ""
    return _("now") if is_nudged or contact.next_on <= today else in_short(contact.next_on, today)

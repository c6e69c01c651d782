"""What an answer is about: six themes, and words of the user's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.models import name_key

THEMES: dict[str, Promise] = {
    "technical": _("Technical"),
    "experience": _("Experience"),
    "communication": _("Communication"),
    "fit": _("Fit"),
    "process": _("Process"),
    "other": _("Other"),
}
MOST_OWN = 12
LONGEST_OWN = 40


def collect_themes(keys: Iterable[str], own: Iterable[str]) -> list[str]:
    """The themes as they are stored, each once: keys in their order, then own words; a known one becomes its key."""
    known = {name_key(str(label)): key for key, label in THEMES.items()} | {key: key for key in THEMES}
    words = {known.get(name_key(word), word): None for word in own}
    chosen = {*keys, *words} & set(THEMES)
    spelled_once = {name_key(word): word for word in reversed(words) if word not in THEMES}
    return [*(key for key in THEMES if key in chosen), *reversed(spelled_once.values())]


def own_words(themes: Iterable[str]) -> list[str]:
    return [theme for theme in themes if theme not in THEMES]


def say_theme(theme: str) -> str:
    return str(THEMES.get(theme, theme))

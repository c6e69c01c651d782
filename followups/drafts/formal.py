"""How a formal letter greets somebody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from followups.wording import HONORIFICS, Person, call_name, cut

LONGEST = 80
ACADEMIC = {"dr", "prof"}  # the most that stand before a name; who is a Ms or Mr as well is greeted by these


def formal_greeting(contact: Person) -> str:
    """“Dear Ms Weber,” where their name is known with a title; else “Dear Dana Weber,”: nobody's title is guessed."""
    name = cut(contact.name, LONGEST)
    if not call_name(contact):
        return _("Good day,")
    words = name.partition(", ")[0].split() if ", " not in name else turn_round(name)
    titles = [word for word in words if is_title(word)]
    rest = [word for word in words if not is_title(word)]
    if titles and rest:
        return _("Dear %(title)s %(name)s,") % {"title": " ".join(shorten(titles)), "name": family_name(rest)}
    return _("Dear %(name)s,") % {"name": " ".join(words) or name}


def is_title(word: str) -> bool:
    return word.lower().rstrip(".") in HONORIFICS


def turn_round(name: str) -> list[str]:
    """“Weber, Dana” is Dana Weber."""
    last, _comma, first = name.partition(", ")
    return [*first.split(), *last.split()]


def shorten(titles: list[str]) -> list[str]:
    learned = [title for title in titles if title.lower().rstrip(".") in ACADEMIC]
    return learned or titles


def family_name(words: list[str]) -> str:
    """The last word, with the small ones before it: “van der Berg”."""
    start = len(words) - 1
    while start > 0 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])

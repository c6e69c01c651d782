from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from followups.wording import Person, call_name, one_line

LONGEST_NAME = 80  # of a role, a company or a topic inside a sentence


@dataclass(frozen=True)
class Draft:
    subject: str
    text: str


def as_letter(contact: Person, paragraphs: list[str], *, greeting: str = "", farewell: str = "") -> str:
    """The paragraphs between a greeting and the user's name; a paragraph may have lines of its own."""
    greeting = greeting or (_("Hi %(name)s,") % {"name": call_name(contact)} if call_name(contact) else _("Hello,"))
    close = (farewell or _("Kind regards,")) + "\n" + one_line(contact.owner.signature)
    return "\n\n".join([greeting, *(tidy(paragraph) for paragraph in paragraphs), close])


def tidy(paragraph: str) -> str:
    return "\n".join(" ".join(line.split()) for line in paragraph.splitlines())


def take_turns(wordings: list[str], on: date, *, start: int = 0) -> str:
    """One of several wordings: the next one each month, so that two letters running do not read alike."""
    return wordings[(on.year * 12 + on.month + start) % len(wordings)]

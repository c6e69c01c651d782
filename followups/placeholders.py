"""Placeholders in the user's own templates: `{name}` stands for something of the contact, `{{` and `}}` for a brace.

They are found and filled here, one by one: a user's text never meets `str.format`, which would read attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.sentences import sentence_spans
from followups.wording import cut, one_line

PLACEHOLDERS: dict[str, Promise] = {
    "name": gettext_lazy("how you call them"),
    "full_name": gettext_lazy("their whole name"),
    "title": gettext_lazy("what they do there"),
    "company": gettext_lazy("the company"),
    "role": gettext_lazy("the role you applied for"),
    "stage": gettext_lazy("how far you came"),
    "reason": gettext_lazy("the reason they gave"),
    "point": gettext_lazy("one point of their answer"),
    "interest": gettext_lazy("something they care about"),
    "article": gettext_lazy("the title of the article you send"),
    "link": gettext_lazy("its address"),
    "my_name": gettext_lazy("your name"),
    "month": gettext_lazy("this month"),
}
MOST_FAULTS = 5
BRACES = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}\n]{0,200})\}|[{}]")


@dataclass(frozen=True)
class Filled:
    """A text with its placeholders filled, and the sentences that were left out because a value isn't known."""

    text: str
    left_out: tuple[str, ...]


def find_faults(text: str) -> list[str]:
    """What is wrong with the placeholders of a text, in sentences, the first few."""
    return list(dict.fromkeys(read_faults(text)))[:MOST_FAULTS]


def read_faults(text: str) -> Iterator[str]:
    for match in BRACES.finditer(text):
        name = match["name"]
        if match.group() in {"{", "}"}:
            around = cut(text[max(0, match.start() - 15) : match.end() + 15], 40)
            yield _("A brace stands alone near “%(around)s”. To write a brace itself, double it: {{ or }}.") % {
                "around": around
            }
        elif name is not None and clean(name) not in PLACEHOLDERS:
            yield name_unknown(name)


def name_unknown(name: str) -> str:
    words = {"name": f"{{{cut(name, 40)}}}", "known": ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)}
    near = get_close_matches(clean(name)[:40], PLACEHOLDERS, n=1)
    if near:
        return _("There is no placeholder %(name)s; did you mean {%(near)s}?") % {**words, "near": near[0]}
    return _("There is no placeholder %(name)s. These exist: %(known)s.") % words


def clean(name: str) -> str:
    return "_".join(name.lower().split())


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with its placeholders filled.

    A sentence with a placeholder whose value isn't known is left out, and the line with it when nothing else is on
    it: a letter must be fit to be sent. What is unknown altogether (the template was saved before it was checked)
    stays as it is written.
    """
    pieces: list[str] = []
    left_out: list[str] = []
    at = 0
    for start, end in sentence_spans(text):
        between, sentence = text[at:start], text[start:end]
        at = end
        if lacks_a_value(sentence, values):
            left_out.append(one_line(sentence))
            pieces.append("\n" * between.count("\n"))
        else:
            begins_a_line = not pieces or pieces[-1].endswith("\n")
            pieces += [between.lstrip(" ") if begins_a_line else between, fill_placeholders(sentence, values)]
    lines = [line.rstrip() for line in "".join([*pieces, text[at:]]).split("\n")]
    return Filled(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), tuple(left_out))


def lacks_a_value(sentence: str, values: Mapping[str, str]) -> bool:
    names = (clean(match["name"]) for match in BRACES.finditer(sentence) if match["name"] is not None)
    return any(name in PLACEHOLDERS and not values.get(name) for name in names)


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match.group()[0]
        return values.get(clean(match["name"]), match.group())

    return BRACES.sub(put, text)

"""Address cards: vCard 2.1, 3.0 and 4.0, as phones, Apple, Google and Outlook export them.

RFC 2426 and RFC 6350. vobject reads each card by itself: one that is broken costs no other. Photos and sounds never
reach it, which keeps a card of 50 MB as small as any.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import vobject
from django.utils.translation import gettext as _

from crm.importing.problems import CannotRead

# Its errors quote the line of the card that they are about, names included.
logging.getLogger("vobject.base").addFilter(lambda _record: False)

LONGEST_CARD = 256 * 1024
MOST_CARDS = 50_000
LEFT_OUT = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-ABCROP-RECTANGLE|X-IMAGEHASH)[;:]", re.IGNORECASE)
QUOTED = re.compile(r"ENCODING=QUOTED-PRINTABLE|;QUOTED-PRINTABLE", re.IGNORECASE)


@dataclass(frozen=True)
class Card:
    """The fields of one card by the names that columns have; `problem` is why there are none."""

    line: int
    fields: dict[str, str]
    problem: str = ""


def read_cards(text: io.TextIOBase) -> Iterator[Card]:
    """Every card of the file, the broken ones with their problem. Raises `CannotRead`."""
    for number, (line, lines) in enumerate(split_cards(text), start=1):
        if number > MOST_CARDS:
            raise CannotRead(
                _("This file has more than %(most)d cards. Split it, and bring in the parts.") % {"most": MOST_CARDS}
            )
        yield read_card(line, lines)


def split_cards(text: io.TextIOBase) -> Iterator[tuple[int, list[str] | None]]:
    """Each card's lines, and where it begins; None for one that is too long to be about a person."""
    lines: list[str] = []
    begun, size, leaves_out, is_quoted = 0, 0, False, False
    for number, raw in enumerate(read_lines_of_any_length(text), start=1):
        line = raw.rstrip("\r\n")
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if begun:
                yield begun, lines  # the one before never ended
            begun, lines, size, leaves_out, is_quoted = number, [line], 0, False, False
            continue
        if not begun:
            continue
        is_folded = line[:1] in (" ", "\t") or (
            is_quoted and not leaves_out and bool(lines) and lines[-1].endswith("=")
        )
        if not is_folded:
            leaves_out = bool(LEFT_OUT.match(line))
            is_quoted = bool(QUOTED.search(line.partition(":")[0]))
        if not leaves_out:
            size += len(line)
            if size <= LONGEST_CARD:
                lines.append(line)
        if mark == "END:VCARD":
            yield begun, lines if size <= LONGEST_CARD else None
            begun, lines, size = 0, [], 0
    if begun:
        yield begun, lines


def read_lines_of_any_length(text: io.TextIOBase) -> Iterator[str]:
    """Lines; of one that is longer than any name or note, such as a photo on a single line, the beginning alone."""
    while line := text.readline(LONGEST_CARD):
        if line.endswith("\n") or len(line) < LONGEST_CARD:
            yield line
            continue
        yield line + "\n"
        while (rest := text.readline(LONGEST_CARD)) and not rest.endswith("\n"):
            pass


def read_card(line: int, lines: list[str] | None) -> Card:
    if lines is None:
        return Card(line, {}, _("This card is far longer than one about a person."))
    if lines[-1].strip().upper() != "END:VCARD":
        return Card(line, {}, _("This card has no end: the file may have been cut off here."))
    try:
        card = vobject.readOne("\r\n".join(lines) + "\r\n", allowQP=True, ignoreUnreadable=True)
        return Card(line, read_fields(card))
    except Exception:  # noqa: BLE001 (vobject raises what its parts happen to raise)
        return Card(line, {}, _("This card can’t be read: something in it is not as the format has it."))


def read_fields(card: Any) -> dict[str, str]:
    contents = card.contents
    fields = {"name": read_name(contents), "email": first_email(contents)}
    organisation = first(contents, "org")
    parts = organisation if isinstance(organisation, list) else [organisation]
    fields["company"] = str(parts[0] or "") if parts else ""
    fields["title"] = as_text(first(contents, "title")) or as_text(first(contents, "role"))
    fields["notes"] = "\n".join(as_text(each.value) for each in contents.get("note", []))
    fields["note"] = "\n".join(describe_rest(contents, fields["email"]))
    return fields


def read_name(contents: dict[str, list[Any]]) -> str:
    full = as_text(first(contents, "fn"))
    if full.strip():
        return full
    name = first(contents, "n")
    if name is None or isinstance(name, str):
        return name or ""
    return " ".join(as_text(part) for part in (name.given, name.additional, name.family) if part)


def first_email(contents: dict[str, list[Any]]) -> str:
    """The address that is preferred (TYPE=pref, or PREF=1), else the first."""
    addresses = contents.get("email", [])
    ordered = sorted(addresses, key=lambda each: not is_preferred(each.params))
    return next((as_text(each.value).removeprefix("mailto:").strip() for each in ordered if each.value), "")


def is_preferred(params: dict[str, list[str]]) -> bool:
    return "PREF" in params or any(value.lower() == "pref" for value in params.get("TYPE", []))


def describe_rest(contents: dict[str, list[Any]], email: str) -> Iterator[str]:
    """What has no place of its own here is kept in the notes."""
    for each in contents.get("email", []):
        other = as_text(each.value).removeprefix("mailto:").strip()
        if other and other.lower() != email.lower():
            yield f"E-mail: {other}"
    for key, label in (("tel", _("Phone")), ("url", "Web"), ("bday", _("Birthday"))):
        for each in contents.get(key, []):
            value = as_text(each.value).removeprefix("tel:").strip()
            # Apple writes 1604 for a birthday whose year is not known.
            if value:
                yield f"{label}: {value.removeprefix('1604-')}"


def first(contents: dict[str, list[Any]], key: str) -> Any:
    return contents[key][0].value if contents.get(key) else None


def as_text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(as_text(part) for part in value)
    return "" if value is None else str(value)

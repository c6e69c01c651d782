"""OPML: the list of feeds that feed readers give to one another.

Whom a feed is for goes along as a category of ours (“/interest/sailing”), which other readers show as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.parsers import expat

from django.utils.translation import gettext as _

from followups.models import Feed

MOST_BYTES = 1024 * 1024
MOST_OUTLINES = 500
DEEPEST = 50
TIES = ("company", "field", "interest")


class CannotRead(ValueError):
    """The file is no OPML that is taken in; the text says why."""


@dataclass(frozen=True)
class Outline:
    url: str
    title: str
    tie: str = ""  # one of TIES
    topic: str = ""


class OutlineReader:
    """Collects the feeds of a file. Entities and document types are refused: an OPML file needs none."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self.depth = 0
        self.is_opml = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.EntityDeclHandler = self.refuse
        self.parser.ExternalEntityRefHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.is_opml = self.is_opml or (self.depth == 1 and name.lower() == "opml")
        if self.depth > DEEPEST:
            raise CannotRead(_("This file is nested too deeply."))
        given = {key.lower(): value for key, value in attributes.items()}
        if name.lower() == "outline" and given.get("xmlurl", "").strip():
            tie, topic = read_category(given.get("category", ""))
            title = given.get("title") or given.get("text") or ""
            self.outlines.append(Outline(given["xmlurl"].strip(), " ".join(title.split())[:300], tie, topic))
        if len(self.outlines) > MOST_OUTLINES:
            raise CannotRead(_("This file lists more than %(most)d feeds.") % {"most": MOST_OUTLINES})

    def end(self, _name: str) -> None:
        self.depth -= 1

    def refuse(self, *_declared: object) -> int:
        raise CannotRead(_("This file declares entities, which a list of feeds has no use for."))


def read_opml(content: bytes) -> list[Outline]:
    """The feeds that a file lists, in its order. Raises `CannotRead`; nothing is half-read."""
    if len(content) > MOST_BYTES:
        raise CannotRead(_("This file is larger than 1 MB."))
    reader = OutlineReader()
    try:
        reader.parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, CannotRead):
            raise
        raise CannotRead(_("This file is no OPML, or it is broken.")) from error
    if not reader.is_opml:
        raise CannotRead(_("This file is no OPML: feed readers export one as “subscriptions”."))
    return reader.outlines


def read_category(category: str) -> tuple[str, str]:
    """The first of the categories that says whom a feed is for."""
    for each in category.split(","):
        tie, _slash, topic = each.strip().strip("/").partition("/")
        if tie in TIES and topic.strip():
            return tie, " ".join(topic.split())
    return "", ""


def write_opml(feeds: Iterable[Feed], *, title: str) -> bytes:
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for feed in feeds:
        shown = feed.title or feed.url
        given = {"type": "rss", "text": shown, "title": shown, "xmlUrl": feed.url}
        if feed.site_url:
            given["htmlUrl"] = feed.site_url
        if category := write_category(feed):
            given["category"] = category
        SubElement(body, "outline", given)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def write_category(feed: Feed) -> str:
    tied = [("company", feed.company.name if feed.company else ""), ("field", feed.field), ("interest", feed.interest)]
    # A comma would part one category from the next.
    return next((f"/{tie}/{topic.replace(',', ' ')}" for tie, topic in tied if topic), "")

"""What the head of a web page says of it: its title, what it is about, and where its feed is. Text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from followups.fetching.addresses import complete_address
from followups.fetching.clock import Clock
from followups.fetching.problems import FetchFailed
from followups.fetching.road import Fetched, explain_status, fetch
from followups.plain_text import write_plain

LONGEST_HEAD = 512 * 1024
LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 2000

# Bounded everywhere: a page is made by strangers, and a parser of whole pages has more corners than a head needs.
TAG = re.compile(r"<(meta|link|base)\s([^<>]{1,4000})>", re.IGNORECASE)
TITLE = re.compile(r"<title(?:\s[^<>]{0,500})?>([^<]{0,2000})", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-zA-Z:-]{1,30})\s{0,5}=\s{0,5}(?:"([^"]{0,3000})"|'([^']{0,3000})'|([^\s"'>]{1,3000}))""")
CHARSET = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?([a-zA-Z0-9_:-]{1,40})""", re.IGNORECASE)

Attributes = dict[str, str]


class PageTitle(NamedTuple):
    url: str  # where the address led to
    title: str  # never empty
    description: str


def fetch_page_title(url: str, *, clock: Clock | None = None) -> PageTitle:
    """Fetch the page and read its title and description. Raises `FetchRefused`, `FetchFailed`; ten seconds at most."""
    page = fetch(complete_address(url), most=LONGEST_HEAD, clock=clock)
    if page.status != 200:
        raise FetchFailed(explain_status(page.status))
    if not looks_like_html(page):
        return PageTitle(page.url, name_address(page.url), "")
    text = read_page(page)
    tags: dict[str, str] = {}
    for name, attributes in read_tags(text):
        if name == "meta":
            key = (attributes.get("property") or attributes.get("name") or "").lower()
            tags.setdefault(key, attributes.get("content", ""))
    found = TITLE.search(text)
    title = tags.get("og:title") or (found[1] if found else "") or tags.get("twitter:title", "")
    description = tags.get("og:description") or tags.get("description", "")
    return PageTitle(
        page.url,
        write_plain(title, LONGEST_TITLE) or name_address(page.url),
        write_plain(description, LONGEST_DESCRIPTION),
    )


def looks_like_html(page: Fetched) -> bool:
    """By what it is called, or by how it begins: many feeds and pages carry the wrong type."""
    start = page.body[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return True
    is_called_so = page.content_type.partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"}
    return is_called_so and not re.search(rb"<(rss|feed|rdf:rdf)[\s>]", start)


def read_page(page: Fetched) -> str:
    """The head of the page as text, in whatever charset it is written."""
    body = page.body[:LONGEST_HEAD]
    named = CHARSET.search(page.content_type.encode()) or CHARSET.search(body[:4096])
    for charset in ("utf-8", named[1].decode() if named else "cp1252"):
        try:
            # The cut may have gone through a letter.
            text = body.decode(charset, "strict" if not page.is_cut else "ignore")
        except (UnicodeDecodeError, LookupError):
            continue
        return drop_comments(text)
    return drop_comments(body.decode("cp1252", "replace"))


def drop_comments(text: str) -> str:
    """By hand: a pattern would go through the whole page again for each comment that never ends."""
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + len("-->")
    return "".join(kept) + text[place:]


def read_tags(text: str) -> Iterator[tuple[str, Attributes]]:
    for found in TAG.finditer(text):
        attributes: Attributes = {}
        for name, double, single, bare in ATTRIBUTE.findall(found[2]):
            attributes.setdefault(name.lower(), unescape(double or single or bare).strip())
        yield found[1].lower(), attributes


def name_address(url: str) -> str:
    """What to call a thing without a title: its file, or the site."""
    parts = urlsplit(url)
    name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return write_plain(name if "." in name else (parts.hostname or url).removeprefix("www."), LONGEST_TITLE) or url


def find_feed_links(page: Fetched) -> list[str]:
    """The addresses of the feeds that a page names, the main one first, those of comments last."""
    found: dict[str, bool] = {}
    base = page.url
    for name, attributes in read_tags(read_page(page)):
        if name == "base" and attributes.get("href"):
            base = join(page.url, attributes["href"]) or base
        elif name == "link" and is_feed_link(attributes) and (address := join(base, attributes["href"])):
            found.setdefault(address, "comment" in f"{attributes.get('title', '')} {address}".lower())
    return sorted(found, key=lambda address: found[address])


def is_feed_link(attributes: Attributes) -> bool:
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    is_alternate = "alternate" in attributes.get("rel", "").lower().split()
    feeds = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
    return is_alternate and kind in feeds | {"application/json", "text/xml"} and bool(attributes.get("href"))


def join(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""

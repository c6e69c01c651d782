"""Read a feed: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, broken or not. Nothing but Python and two parsers is needed.

What is read comes from strangers, and some of it is made to choke whoever reads it. So it is read apart, in a process
of its own (`python -m followups.feeds.parsing`, see `apart.py`), with a limit on its time and memory.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from followups.plain_text import write_plain

Row = TypeVar("Row")

MOST_ENTRIES = 200
# So many are read to find the newest; a feed that has more is taken for a bomb, and read so far.
MOST_READ = 1000
LONGEST_TITLE = 300
LONGEST_SUMMARY = 2000
LONGEST_LINK = 2000
FIRST_WORDS = 80

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
END_OF_ENTRY = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")
UNSAFE = re.compile(r"[^\x21-\x7e]+")


class NotAFeed(ValueError):
    """There is no feed in it, however kindly it is read."""


@dataclass(frozen=True)
class Entry:
    url: str
    title: str
    summary: str
    published: float | None  # seconds since 1970


@dataclass(frozen=True)
class ParsedFeed:
    title: str
    site_url: str
    entries: list[Entry]  # the newest, newest first


def parse_feed(body: bytes, *, url: str, content_type: str = "") -> ParsedFeed:
    """Read what was fetched from `url`. Raises `NotAFeed`."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return parse_json_feed(body, url)
    return parse_xml_feed(body, url, content_type)


def parse_xml_feed(body: bytes, url: str, content_type: str) -> ParsedFeed:
    import feedparser  # the process that reads needs it, and no other

    headers = {"content-type": choose_type(body, content_type), "content-location": url}
    source = io.BytesIO(drop_garbled_declaration(cut_entries(body)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            read = feedparser.parse(source, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
        # Over some broken feeds the parser itself stumbles.
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise NotAFeed from error
    entries = [entry for raw in choose_newest(read.entries, read_moment) if (entry := read_xml_entry(raw, url))]
    if not entries and not read.get("version"):
        raise NotAFeed
    site_url = clean_link(read.feed.get("link"), url)
    return ParsedFeed(write_plain(as_text(read.feed.get("title")), LONGEST_TITLE), site_url, entries)


def cut_entries(body: bytes) -> bytes:
    """The feed without the entries that are too many: what follows the last stays, and so it is as whole as before."""
    ends = [found.end() for found in END_OF_ENTRY.finditer(body)]
    return body[: ends[MOST_READ - 1]] + body[ends[-1] :] if len(ends) > MOST_READ else body


def drop_garbled_declaration(body: bytes) -> bytes:
    """The feed from its first sign on: a line break before the declaration is the commonest fault of all.

    One that names its charset in letters that no charset has makes the parser fall over; the feed is read without it.
    """
    feed = body.lstrip()
    declaration, end, rest = feed.partition(b"?>")
    return rest if end and declaration.startswith(b"<?xml") and not declaration.isascii() else feed


def choose_type(body: bytes, content_type: str) -> str:
    """What is valid UTF-8 is UTF-8, whatever its server and its first line say; else the server is believed."""
    try:
        body.decode()
    except UnicodeDecodeError:
        named = CHARSET.search(content_type)
        return f"application/xml; charset={named[1]}" if named else "application/xml"
    return "application/xml; charset=utf-8"


def read_xml_entry(raw: dict[str, Any], base: str) -> Entry | None:
    content = next((as_text(part.get("value")) for part in raw.get("content") or () if part.get("value")), "")
    guid = as_text(raw.get("id"))
    return make_entry(
        links=[raw.get("feedburner_origlink"), raw.get("link"), guid if guid.startswith("http") else ""],
        base=base,
        title=as_text(raw.get("title")),
        summary=as_text(raw.get("summary")) or content,
        published=read_moment(raw),
    )


def read_moment(raw: dict[str, Any]) -> float | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if moment := dict.get(raw, name):  # a dictionary's own `get`: theirs gives another moment, with a warning
            try:
                return float(calendar.timegm(moment))
            except (ValueError, OverflowError, TypeError):
                continue
    return None


def parse_json_feed(body: bytes, url: str) -> ParsedFeed:
    try:
        read = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise NotAFeed from None
    items = read.get("items")
    if "jsonfeed.org" not in as_text(read.get("version")) or not isinstance(items, list):
        raise NotAFeed
    rows = choose_newest([item for item in items if isinstance(item, dict)], read_json_moment)
    entries = [entry for row in rows if (entry := read_json_item(row, url))]
    title = write_plain(as_text(read.get("title")), LONGEST_TITLE)
    return ParsedFeed(title, clean_link(read.get("home_page_url"), url), entries)


def read_json_item(row: Mapping[str, Any], base: str) -> Entry | None:
    name = as_text(row.get("id"))
    texts = (as_text(row.get(key)) for key in ("summary", "content_text", "content_html"))
    return make_entry(
        # A link blog points elsewhere: that is the article.
        links=[row.get("external_url"), row.get("url"), name if name.startswith("http") else ""],
        base=base,
        title=as_text(row.get("title")),
        summary=next((text for text in texts if text), ""),
        published=read_json_moment(row),
    )


def read_json_moment(row: Mapping[str, Any]) -> float | None:
    text = as_text(row.get("date_published")) or as_text(row.get("date_modified"))
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def make_entry(*, links: Iterable[Any], base: str, title: str, summary: str, published: float | None) -> Entry | None:
    """The entry, cleaned; None where it leads nowhere."""
    url = next((link for each in links if (link := clean_link(each, base))), "")
    if not url:
        return None
    text = write_plain(summary, LONGEST_SUMMARY)
    named = write_plain(title, LONGEST_TITLE) or write_plain(text, FIRST_WORDS) or name_link(url)
    return Entry(url, named, text, published)


def name_link(url: str) -> str:
    parts = urlsplit(url)
    return write_plain(f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}", LONGEST_TITLE)


def clean_link(href: Any, base: str) -> str:
    """An absolute address of the web, or nothing: `javascript:` and its like are dropped."""
    try:
        # Browsers drop white space at the ends and line breaks within; what else is odd is written in percent.
        link = urljoin(base, re.sub(r"[\t\r\n]", "", as_text(href).strip())) if href else ""
        link = UNSAFE.sub(lambda odd: quote(odd[0].encode("utf-8", "replace")), link)
        parts = urlsplit(link)
        is_fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        is_fine = is_fine and parts.port != 0 and len(link) <= LONGEST_LINK
    except ValueError:
        return ""
    return link if is_fine else ""


def as_text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def choose_newest(rows: list[Row], read: Callable[[Row], float | None]) -> list[Row]:
    """The newest, newest first. Where a feed gives no dates, its own order counts."""
    moments = [read(row) or 0 for row in rows]
    newest = sorted(range(len(rows)), key=lambda place: -moments[place])
    return [rows[place] for place in newest[:MOST_ENTRIES]]


def limit_this_process(seconds: int, megabytes: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, ValueError, OSError):
        pass  # not every system has it; the time is also watched from outside


def main() -> None:
    """A line of JSON (url, content_type, seconds, megabytes) and then the body come in; the feed goes out as JSON."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit_this_process(asked["seconds"], asked["megabytes"])
    try:
        read = parse_feed(sys.stdin.buffer.read(), url=asked["url"], content_type=asked["content_type"])
    except NotAFeed:
        answer: dict[str, Any] = {}
    else:
        answer = asdict(read)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

"""Every reader of what strangers write, as one that takes bytes: it may refuse in its own words, and nothing else.

The suite lets hypothesis run each for a moment; `make fuzz` runs them at length.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO, StringIO
from urllib.parse import urlsplit

from contacts.reading import read_rejection
from contacts.resumes import NoResume, check_resume
from crm.importing.cards import read_cards
from crm.importing.looking import Shape, look_at
from crm.importing.people import LeftOut, Unfit, gather_cells, read_person
from crm.importing.problems import CannotRead as ImportRefused
from crm.importing.tables import read_table
from followups.feeds.opml import CannotRead, read_opml
from followups.feeds.parsing import LONGEST_TITLE, MOST_ENTRIES, NotAFeed, parse_feed
from followups.fetching import Fetched
from followups.fetching.pages import find_feed_links, read_page, read_tags
from followups.links import LinkExpired, LinkInvalid, read_token
from followups.mailbox.messages import NoMail, read_message
from followups.plain_text import write_plain
from followups.tone.review import review_draft
from tests.contacts.rejection_mails import MAILS
from tests.contacts.resume_files import PDF, make_docx, make_odt
from tests.followups.feeds.shapes import SHAPES

TODAY = date(2026, 11, 23)
URL = "https://coast.example/feed"
# Of work, for what is at most this long: nothing that is read may be a bomb.
SECONDS = 3
LONGEST = 20_000


@dataclass(frozen=True)
class Reader:
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = ()
    seeds: tuple[bytes, ...] = field(default=(), repr=False)
    instrument: str = ""  # the package whose branches atheris watches

    def __call__(self, content: bytes) -> None:
        started = time.process_time()
        with suppress(self.refusals):
            self.read(content)
        assert time.process_time() - started < SECONDS


def read_feed(content: bytes) -> None:
    feed = parse_feed(content, url=URL)
    assert len(feed.entries) <= MOST_ENTRIES
    for entry in feed.entries:
        assert urlsplit(entry.url).scheme in {"http", "https"}
        assert 0 < len(entry.title) <= LONGEST_TITLE


def read_pasted(content: bytes) -> None:
    text = content.decode(errors="replace")
    found = read_rejection(text, TODAY)
    assert found.rejected_on is None or found.rejected_on <= TODAY
    for name in ("company", "role", "contact_name", "contact_email", "contact_title"):
        value = getattr(found, name)
        assert value is None or (value.strip() and "\x00" not in value and "\n" not in value)


def review(content: bytes) -> None:
    text = content.decode(errors="replace")
    for found in review_draft(text, kind="feedback_request"):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.quote


def open_link(content: bytes) -> None:
    """No token that is not ours, byte for byte, is one."""
    read_token(content.decode(errors="surrogateescape"))
    raise AssertionError("a forged token was taken")


def open_page(content: bytes) -> None:
    page = Fetched(200, URL, body=content, headers={"content-type": "text/html"})
    list(read_tags(read_page(page)))
    for link in find_feed_links(page):
        assert urlsplit(link).scheme in {"http", "https"}


def as_plain(content: bytes) -> None:
    shown = write_plain(content.decode(errors="replace"), 500)
    assert len(shown) <= 500 and "\n" not in shown and "\x00" not in shown


def take_resume(content: bytes) -> None:
    taken = check_resume("cv", content)
    assert taken.name.endswith(f".{taken.kind}")


def take_mail(content: bytes) -> None:
    message = read_message(content)
    assert "\x00" not in message.text and "\n" not in message.subject


def take_table(content: bytes) -> None:
    looked = look_at(BytesIO(content), len(content))
    if looked.shape != Shape.CARDS and looked.layout.headings:
        rows, _raw = read_table([content], looked.layout)
        gather = gather_cells(looked.layout.headings, looked.layout.columns)
        for line, row in rows:
            with suppress(Unfit, LeftOut):
                person = read_person(line, gather(row), today=TODAY, day_first=True, is_list_of_jobs=False)
                assert "\x00" not in person.name + person.email


def take_cards(content: bytes) -> None:
    for card in read_cards(StringIO(content.decode(errors="replace"))):
        assert card.problem or card.fields


MAIL = b"""From: Dana Weber <dana@zephyr.example>\r\nTo: tim@example.org\r\nSubject: =?utf-8?q?Your_application?=
Date: Mon, 23 Nov 2026 10:00:00 +0100\r\nContent-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r
Content-Type: text/plain; charset=utf-8\r\n\r\nThank you, but no.\r\n--x--\r\n"""
OPML = b'<opml version="2.0"><body><outline text="Coast" xmlUrl="https://coast.example/feed"/></body></opml>'
PAGE = (
    b'<head><base href="/in/"><title>A page</title><link rel="alternate" type="application/rss+xml" href="/f"></head>'
)
DRAFT = b"Dear Dana,\n\nI don't understand why you chose somebody else. Please give me a call. I need this job.\n\nTim"
TABLE = (
    b"First Name,Last Name,Email Address,Company,Position,Connected On\nDana,Weber,d@a.example,Zephyr,Head,3 May 2026\n"
)
CARDS = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Weber;Dana;;;\r\nFN:Dana Weber\r\nEMAIL:d@a.example\r\nEND:VCARD\r\n"
TOKEN = b"sAbCdEfGhIjKlMnOpQrStUv.12.0.1tZ9aB.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdE_-"

READERS = {
    "feed": Reader(read_feed, (NotAFeed,), tuple(shape.encode() for shape in SHAPES.values()), "followups.feeds"),
    "opml": Reader(read_opml, (CannotRead,), (OPML,), "followups.feeds"),
    "pasted mail": Reader(read_pasted, (), tuple(mail.text.encode() for mail in MAILS), "contacts.reading"),
    "mail": Reader(take_mail, (NoMail,), (MAIL,), "followups.mailbox"),
    "tone check": Reader(review, (), (DRAFT,), "followups.tone"),
    "link": Reader(open_link, (LinkInvalid, LinkExpired), (TOKEN,), "followups.links"),
    "page": Reader(open_page, (), (PAGE,), "followups.fetching"),
    "plain text": Reader(as_plain, (), (b"<p>A <b>colony</b>.</p><script>alert(1)</script>",), "followups.plain_text"),
    "table": Reader(take_table, (ImportRefused,), (TABLE,), "crm.importing"),
    "cards": Reader(take_cards, (ImportRefused,), (CARDS,), "crm.importing"),
    "resume": Reader(take_resume, (NoResume,), (PDF, make_docx(), make_odt()), "contacts.resumes"),
}

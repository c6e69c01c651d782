"""Every shape of feed is read; what is broken is read as far as it goes, and what it says is text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followups.feeds.parsing import (
    LONGEST_LINK,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_ENTRIES,
    NotAFeed,
    cut_entries,
    parse_feed,
)
from followups.plain_text import JOINERS
from tests.followups.feeds.shapes import ATOM, JSON_11, RSS_20, SHAPES, item, rss

URL = "https://coast.example/feeds/all.xml"


def read(text, *, content_type=""):
    return parse_feed(text.encode() if isinstance(text, str) else text, url=URL, content_type=content_type)


def read_one(*items):
    (entry,) = read(rss(*items)).entries
    return entry


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read(shape):
    feed = read(SHAPES[shape])
    assert (feed.title, feed.site_url) == ("The Coast", "https://coast.example/")
    assert [entry.title for entry in feed.entries] == ["Seals are back", "Tides explained"]
    assert [entry.url.partition("?")[0] for entry in feed.entries] == [
        "https://coast.example/seals",
        "https://coast.example/tides",
    ]
    assert {entry.published for entry in feed.entries} in ({1795161600.0, 1795075200.0}, {None})


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"RSS 0.90"}))
def test_a_summary_is_text(shape):
    assert read(SHAPES[shape]).entries[0].summary == "A colony."


@pytest.mark.parametrize(
    ("written", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "application/rss+xml; charset=iso-8859-1"),  # the server is wrong
        ("utf-8", "iso-8859-1", ""),  # the first line is wrong
        ("cp1252", "iso-8859-1", ""),
        ("iso-8859-1", "utf-8", "text/xml; charset=iso-8859-1"),  # the server is right
        ("iso-8859-15", "nonsense", "text/html; charset=iso-8859-15"),
        ("utf-16", "utf-16", "text/plain"),
        ("utf-8-sig", "utf-8", "application/octet-stream"),
        ("koi8-r", "koi8-r", ""),
    ],
)
def test_a_charset_is_found_out_whoever_is_wrong_about_it(written, declared, content_type):
    title = "Тюлени" if written == "koi8-r" else "Möwen über Köln"
    text = f'<?xml version="1.0" encoding="{declared}"?>{rss(item(title=title))}'
    assert read(text.encode(written), content_type=content_type).entries[0].title == title


@pytest.mark.parametrize(
    "text",
    [
        "\n\n" + RSS_20,
        RSS_20.replace("All of it", "All & more < everything &nbsp; &undefined;"),
        RSS_20.replace("</channel></rss>", ""),
        RSS_20.replace("Seals are back", "Seals are back\x00\x0b"),
        RSS_20.replace("<description>All of it</description>", "<media:thing><b></i></media:thing>"),
        RSS_20 + "<!-- made by a robot --><script>",
        ATOM.replace('xmlns="http://www.w3.org/2005/Atom"', ""),
    ],
    ids=["late start", "stray signs", "cut off", "controls", "wild tags", "tail", "no namespace"],
)
def test_a_broken_feed_is_read_as_far_as_it_goes(text):
    assert read(text).entries[0].title == "Seals are back"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&amp;amp;T &amp;lt;3", "AT&T <3"),
        ("&lt;b&gt;Bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;claims", "Bold claims"),
        ("<![CDATA[One<br>two<img src=x onerror=alert(1)>]]>", "One two"),
        ("  many \n\t spaces  ", "many spaces"),
        ("right\u202eto left", "rightto left"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_a_title_is_one_line_of_text(title, shown):
    assert read_one(item(title=title)).title == shown


def test_a_title_that_is_missing_is_made_of_what_is_there():
    description = "<description>The seals of the northern coast have come back to their rocks</description>"
    assert read_one(item(title="", extra=description)).title.startswith("The seals of the northern coast")
    assert read_one(item(7, title="")).title == "coast.example/7"


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("/seals", "https://coast.example/seals"),
        ("seals", "https://coast.example/feeds/seals"),
        ("//other.example/seals", "https://other.example/seals"),
        (" https://coast.example/a b ", "https://coast.example/a%20b"),
        ("https://coast.example/möwen", "https://coast.example/m%C3%B6wen"),
        ("http://coast.example/?a=1&amp;b=2", "http://coast.example/?a=1&b=2"),
    ],
)
def test_a_link_becomes_an_address(href, link):
    assert read_one(f"<item><title>x</title><link>{href}</link></item>").url == link


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "https://user:pw@coast.example/",
        "http://[",
        "",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_a_link_that_leads_nowhere_good_is_dropped_with_its_entry(href):
    feed = read(rss(f"<item><title>x</title><link>{href}</link></item>", item(2)))
    assert [entry.url for entry in feed.entries] == ["https://coast.example/2"]


@pytest.mark.parametrize("day", ["", "yesterday", "Fri, 99 Nov 2026 99:00:00", "0000-00-00"])
def test_a_day_that_makes_no_sense_is_none(day):
    assert read_one(item(extra=f"<pubDate>{day}</pubDate>")).published is None


def test_of_many_entries_the_newest_are_kept_newest_first():
    days = [f"<pubDate>{1 + number % 28} Oct {2000 + number // 28} 10:00 GMT</pubDate>" for number in range(300)]
    feed = read(rss(*(item(number, extra=day) for number, day in enumerate(days))))
    assert [entry.url for entry in feed.entries] == [f"https://coast.example/{n}" for n in range(299, 99, -1)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "<html><body>hello</body></html>",
        "{}",
        '{"version": 1, "items": []}',
        "[1, 2]",
        "<a/>",
        "{" * 99_999,
    ],
)
def test_what_is_no_feed_is_told(text):
    with pytest.raises(NotAFeed):
        read(text)


def test_a_feed_with_very_many_entries_is_read_from_its_start():
    feed = read(rss(*(item(number) for number in range(1500))))
    assert [entry.url for entry in feed.entries] == [f"https://coast.example/{number}" for number in range(200)]


def test_what_is_cut_out_of_a_feed_leaves_it_whole():
    assert cut_entries(rss(*[item()] * 1500).encode()) == rss(*[item()] * 1000).encode()


def test_a_feed_may_be_empty():
    assert read(rss()).entries == []


def test_json_items_of_any_kind_do_no_harm():
    feed = json.loads(JSON_11)
    feed["items"] = [None, 1, [], {}, {"url": {}, "title": ["x"]}, {"url": "https://coast.example/1", "title": 5}]
    assert [(entry.url, entry.title) for entry in read(json.dumps(feed)).entries] == [("https://coast.example/1", "5")]


def cut_and_mixed(shape):
    """A feed with pieces taken out, doubled and replaced by noise."""
    noise = st.binary(max_size=20) | st.sampled_from(
        [b"<", b"]]>", b"<![CDATA[", b"&", b"\x00", b"\xff\xfe", b"<item>"]
    )
    spots = st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 40), noise), max_size=6)
    return spots.map(lambda cuts: apply_cuts(shape.encode(), cuts))


def apply_cuts(body, cuts):
    for place, length, noise in cuts:
        body = body[:place] + noise + body[place + length :]
    return body


@settings(max_examples=150)
@given(st.sampled_from(sorted(SHAPES)).flatmap(lambda name: cut_and_mixed(SHAPES[name])) | st.binary(max_size=300))
def test_whatever_comes_the_reader_neither_raises_nor_goes_beyond_its_limits(body):
    try:
        feed = parse_feed(body, url=URL)
    except NotAFeed:
        return
    assert len(feed.title) <= LONGEST_TITLE and len(feed.entries) <= MOST_ENTRIES
    for entry in feed.entries:
        assert 0 < len(entry.title) <= LONGEST_TITLE and len(entry.summary) <= LONGEST_SUMMARY
        assert entry.url.startswith(("http://", "https://")) and len(entry.url) <= LONGEST_LINK
        shown = entry.title + entry.summary + feed.title
        assert shown.translate({ord(sign): None for sign in JOINERS}).isprintable()

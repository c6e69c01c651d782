"""A list of feeds is taken in whole or not at all, and what is given out can be taken in again."""

import pytest

from followups.feeds import importing
from followups.feeds.importing import import_feeds
from followups.feeds.opml import CannotRead, Outline, read_opml, write_opml
from followups.models import Feed
from tests.factories import make_company, make_feed

OPML = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions</title></head><body>
<outline text="Sea"><outline type="rss" text="The  Coast" xmlUrl=" https://coast.example/feed " htmlUrl="https://coast.example"/>
<OUTLINE title="Tides" xmlurl="tides.example/rss" category="/Boreal/Noise,/interest/sailing"/></outline>
<outline text="A folder without anything"/></body></opml>"""


def opml(*outlines):
    return f"<opml><body>{''.join(outlines)}</body></opml>".encode()


def test_the_feeds_of_a_file_are_read_in_its_order():
    assert read_opml(OPML) == [
        Outline("https://coast.example/feed", "The Coast"),
        Outline("tides.example/rss", "Tides", "interest", "sailing"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no OPML"),
        (b"hello", "no OPML"),
        (b"\xff\xfe\x00", "no OPML"),
        (b"<rss version='2.0'/>", "no OPML"),
        (OPML[:-20], "no OPML"),
        (OPML.replace(b"UTF-8", b"nonsense"), "no OPML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]>" + opml(), "entities"),
        (b"<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + opml("&a;"), "entities"),
        (opml("<outline>" * 60 + "</outline>" * 60), "nested"),
        (opml("<outline xmlUrl='https://a.example'/>" * 501), "more than 500"),
        (b" " * (1024 * 1024 + 1), "1 MB"),
    ],
)
def test_what_is_no_list_of_feeds_is_told(content, said):
    with pytest.raises(CannotRead, match=said):
        read_opml(content)


@pytest.mark.django_db
def test_each_line_is_told_what_became_of_it(tim, monkeypatch):
    monkeypatch.setattr(importing, "MOST_FEEDS", 3)
    make_feed(tim, url="https://known.example/feed")
    lines = ["https://coast.example/feed", "https://known.example/feed", "javascript:alert(1)", "http://127.0.0.1:22/"]
    lines += ["coast.example/feed", "https://b.example/", "https://c.example/"]
    outcomes = import_feeds(tim, [Outline(url, "") for url in lines])
    assert [outcome.is_added for outcome in outcomes] == [True, False, False, False, False, True, False]
    assert outcomes[1].said == outcomes[4].said == "You follow it already."
    assert "https://" in outcomes[2].said and "port 22" in outcomes[3].said and "3 feeds" in outcomes[6].said
    assert Feed.objects.owned_by(tim).count() == 3


@pytest.mark.django_db
def test_what_is_taken_in_is_due_at_once(tim, server):
    import_feeds(tim, [Outline("https://coast.example/feed", "The Coast")])
    feed = Feed.objects.get()
    assert (feed.title, feed.fetched_at) == ("The Coast", None)
    assert feed in Feed.objects.due(feed.created_at)


@pytest.mark.django_db
def test_what_is_given_out_comes_in_the_same(tim):
    zephyr = make_company(tim, "Zephyr & Sons")
    make_feed(tim, url="https://a.example/?x=1&y=2", title="<A> & “B”", site_url="https://a.example/", company=zephyr)
    make_feed(tim, url="https://b.example/", interest="sailing")
    make_feed(tim, url="https://c.example/", field="logistics")
    make_feed(tim, url="https://d.example/", title="For everybody")
    before = list(Feed.objects.order_by("url").values_list("url", "company", "field", "interest"))
    written = write_opml(Feed.objects.order_by("url"), title="Mine")
    Feed.objects.all().delete()
    import_feeds(tim, read_opml(written))
    assert list(Feed.objects.order_by("url").values_list("url", "company", "field", "interest")) == before


@pytest.mark.django_db
def test_a_company_nobody_knows_here_is_nobodys(tim):
    import_feeds(tim, [Outline("https://a.example/", "", "company", "Elsewhere")])
    assert Feed.objects.get().company is None

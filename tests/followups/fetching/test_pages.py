"""The head of a page gives its title, in words alone, and names its feed."""

import time

import pytest

from followups.fetching import Fetched, FetchFailed, fetch_page_title
from followups.fetching.pages import find_feed_links, read_page, read_tags

pytestmark = pytest.mark.usefixtures("home_lab")


def test_a_page_is_called_what_it_says_to_be_shared_as(server):
    server.put(
        "/",
        "<html><head><title>Site | A chart</title><meta property='og:title' "
        "content='A chart of the &lt;b&gt;coast&lt;/b&gt; &amp; its tides'>"
        "<meta name='description' content='All the soundings.'></head>",
        content_type="text/html",
    )
    page = fetch_page_title(server.url("/"))
    assert page == (server.url("/"), "A chart of the coast & its tides", "All the soundings.")


def test_a_page_is_told_by_where_it_led(server):
    server.put("/short", status=302, location="/long")
    server.put("/long", "<title>\n  The long\n  way </title>", content_type="text/html; charset=utf-8")
    assert fetch_page_title(server.url("/short"))[:2] == (server.url("/long"), "The long way")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Über Möwen</title>".encode(), "text/html"),
        ("<title>Über Möwen</title>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<title>Über Möwen</title>".encode("latin-1"), "text/html"),
        ('<meta charset="utf-16"><title>Über Möwen</title>'.encode(), "text/html"),
        (b"<title>&Uuml;ber M&#246;wen</title>", "text/html; charset=nonsense"),
    ],
)
def test_a_title_is_read_in_whatever_charset(server, body, content_type):
    server.put("/", body, content_type=content_type)
    assert fetch_page_title(server.url("/")).title == "Über Möwen"


def test_what_has_no_title_is_called_by_its_file_or_its_site(server):
    server.put("/papers/tides%202026.pdf", b"%PDF-1.7", content_type="application/pdf")
    server.put("/", "<p>hello</p>", content_type="text/html")
    assert fetch_page_title(server.url("/papers/tides%202026.pdf")).title == "tides 2026.pdf"
    assert fetch_page_title(server.url("/")).title == "127.0.0.1"


def test_a_page_that_is_not_there_is_told_in_words(server):
    with pytest.raises(FetchFailed, match=r"nothing at this address \(404\)"):
        fetch_page_title(server.url("/gone"))


def test_the_main_feed_comes_first_and_that_of_the_comments_last():
    page = Fetched(
        200,
        "https://example.org/blog/",
        body=b"""<base href="/in/"><!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
        <LINK REL='alternate' TYPE='application/rss+xml' TITLE='Comments on everything' HREF='/comments/feed'>
        <link rel=alternate type=application/atom+xml href=atom.xml><link rel="stylesheet" href="a.css">
        <link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/rss+xml">""",
    )
    assert find_feed_links(page) == ["https://example.org/in/atom.xml", "https://example.org/comments/feed"]


@pytest.mark.parametrize(
    "unit", ["<", "<!--", "<meta ", "<title>", "<link a='", "<meta a=", "<link " + "a=b " * 900, " "]
)
def test_no_page_takes_long_to_read(unit):
    page = Fetched(200, "https://example.org/", body=(unit * (600_000 // len(unit))).encode())
    started = time.process_time()
    list(read_tags(read_page(page)))
    assert time.process_time() - started < 2

"""A feed is found, fetched and followed at once; what goes wrong is told in words."""

import time

import pytest

from contacts.models import Interest
from followups.feeds import discovery, following
from followups.feeds.following import AlreadyFollowed, CannotFollow, add_feed, change_feed, remove_feed
from followups.fetching import FetchFailed, FetchRefused
from followups.models import Article, Feed, Idea
from tests.factories import make_article, make_company, make_contact, make_feed, make_idea
from tests.followups.feeds.shapes import JSON_11, RSS_20, SHAPES, item, rss

pytestmark = pytest.mark.django_db

PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body>Hello</body></html>'


@pytest.fixture(autouse=True)
def at_the_time_of_the_shapes(time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=True)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_feed_is_followed_with_what_it_has(tim, server, shape):
    server.put("/feed", SHAPES[shape])
    feed = add_feed(tim, url=server.url("/feed"))
    assert (feed.title, feed.site_url, feed.error) == ("The Coast", "https://coast.example/", "")
    assert {article.title for article in feed.articles.all()} == {"Seals are back", "Tides explained"}
    assert feed.next_fetch_at > feed.fetched_at


def test_the_feed_of_a_site_is_found_in_its_page(tim, server):
    server.put("/", PAGE, content_type="text/html")
    server.put("/news.xml", RSS_20)
    assert add_feed(tim, url=server.url("/")).url == server.url("/news.xml")
    assert server.paths() == ["/", "/news.xml"]


@pytest.mark.parametrize("place", ["/blog/feed", "/rss.xml", "/feed.json"])
def test_a_feed_that_no_page_names_is_found_in_a_usual_place(tim, server, place):
    server.put("/blog", "<html>hello", content_type="text/html")
    server.put(place, JSON_11 if place.endswith("json") else RSS_20)
    assert add_feed(tim, url=server.url("/blog")).url == server.url(place)


def test_a_site_is_found_by_its_name_alone(tim, server):
    server.put("/feed", RSS_20)
    feed = add_feed(tim, url=f"127.0.0.1:{server.port}/feed")  # which speaks no TLS
    assert feed.url == server.url("/feed")


def test_a_feed_that_moved_for_good_is_followed_where_it_is(tim, server):
    server.put("/old", status=301, location="/new")
    server.put("/new", status=302, location="/today")
    server.put("/today", RSS_20)
    assert add_feed(tim, url=server.url("/old")).url == server.url("/new")


def test_a_feed_that_leads_on_for_now_keeps_the_address_that_was_typed(tim, server):
    server.put("/feed", status=302, location="/today")
    server.put("/today", RSS_20)
    assert add_feed(tim, url=server.url("/feed")).url == server.url("/feed")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", r"nothing at this address \(404\)"),
        ("/page", "No feed was found there"),
        ("/broken", "trouble of its own"),
    ],
)
def test_what_is_no_feed_is_not_followed_and_told(tim, server, path, said):
    server.put("/page", "<html>hello", content_type="text/html")
    server.put("/broken", status=500)
    with pytest.raises(FetchFailed, match=said):
        add_feed(tim, url=server.url(path))
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://localhost/", "file:///etc/passwd", "https://me:secret@example.org/", "not an address"]
)
def test_what_is_not_fetched_is_refused_before_anything_happens(tim, url):
    with pytest.raises(FetchRefused):
        add_feed(tim, url=url)


def test_finding_a_feed_takes_no_longer_than_a_person_waits(tim, server, monkeypatch):
    monkeypatch.setattr(discovery, "FOR_ALL_OF_IT", 0.5)
    server.put("/", "<html>hello", content_type="text/html")
    server.drip("/feed", b"x" * 1000, seconds=0.05)
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="too long"):
        add_feed(tim, url=server.url("/"))
    assert time.monotonic() - started < 2


def test_the_same_feed_is_followed_once(tim, server):
    server.put("/", PAGE, content_type="text/html")
    server.put("/news.xml", RSS_20)
    feed = add_feed(tim, url=server.url("/"))
    for url in (server.url("/"), server.url("/news.xml")):
        with pytest.raises(AlreadyFollowed) as followed:
            add_feed(tim, url=url)
        assert followed.value.feed == feed and "The Coast" in followed.value.message


def test_two_people_follow_the_same_feed_each_with_articles_of_their_own(tim, server):
    server.put("/feed", RSS_20)
    contact = make_contact()
    add_feed(tim, url=server.url("/feed"))
    add_feed(contact.owner, url=server.url("/feed"))
    assert Article.objects.owned_by(tim).count() == Article.objects.owned_by(contact.owner).count() == 2


def test_there_is_an_end_to_what_one_can_follow(tim, monkeypatch):
    monkeypatch.setattr(following, "MOST_FEEDS", 2)
    make_feed(tim), make_feed(tim)
    with pytest.raises(CannotFollow, match="2 feeds"):
        add_feed(tim, url="https://example.org/feed")


def test_what_a_new_feed_brings_becomes_ideas_at_once(tim, server):
    contact = make_contact(tim, needs_matching=False)
    Interest.objects.create(contact=contact, topic="seals")
    server.put("/feed", rss(item(title="The seals of the northern coast are back")))
    add_feed(tim, url=server.url("/feed"))
    assert Idea.objects.get(contact=contact).article.title == "The seals of the northern coast are back"


def test_whom_a_feed_is_for_can_be_changed_and_is_matched_anew(tim):
    feed = make_feed(tim, title="Old")
    article = make_article(tim, feed=feed, needs_matching=False)
    company = make_company(tim, "Zephyr")
    assert change_feed(feed, version=1, title="New", company=company)
    article.refresh_from_db()
    assert (Feed.objects.get().company, article.needs_matching) == (company, True)


def test_of_two_changes_at_once_the_second_is_held_up(tim):
    feed = make_feed(tim)
    assert change_feed(feed, version=1, title="First", field="logistics")
    assert not change_feed(feed, version=1, title="Second")
    assert Feed.objects.get().title == "First"


def test_articles_that_became_ideas_outlive_their_feed(tim):
    feed = make_feed(tim)
    used, _unused = make_article(tim, "Used", feed=feed), make_article(tim, "Unused", feed=feed)
    idea = make_idea(make_contact(tim), article=used)
    remove_feed(feed)
    assert [article.title for article in Article.objects.all()] == ["Used"]
    assert Idea.objects.get() == idea and not Feed.objects.exists()

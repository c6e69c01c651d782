"""Each article is kept once, while it is news, and no more than is of use."""

from datetime import UTC, datetime, timedelta

import pytest

from followups.feeds import storing
from followups.feeds.parsing import Entry
from followups.feeds.storing import store_articles
from followups.models import Article
from tests.factories import make_company, make_contact, make_feed, make_idea

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def entry(number=1, title="Seals", days_ago=None, **fields):
    published = None if days_ago is None else (NOW - timedelta(days=days_ago)).timestamp()
    return Entry(
        **{"url": f"https://a.example/{number}", "title": title, "summary": "", "published": published, **fields}
    )


def titles():
    return [article.title for article in Article.objects.newest_first()]


def test_an_article_is_stored_once_with_its_stems(tim):
    feed = make_feed(tim)
    assert store_articles(feed, [entry(title="Seals", summary="Sailing with seals")], NOW) == 1
    assert store_articles(feed, [entry(title="Seals, changed")], NOW) == 0
    article = Article.objects.get()
    assert (article.title, article.feed, article.needs_matching) == ("Seals", feed, True)
    assert article.stems.startswith("seal\n")


def test_one_article_in_two_feeds_is_one(tim):
    store_articles(make_feed(tim), [entry(url="https://a.example/x?utm_source=one")], NOW)
    store_articles(make_feed(tim), [entry(url="http://a.example/x/#top")], NOW)
    assert Article.objects.count() == 1


def test_of_two_feeds_the_one_that_says_whom_it_is_for_has_the_article(tim):
    everybody, zephyr = make_feed(tim), make_feed(tim, company=make_company(tim))
    store_articles(everybody, [entry()], NOW)
    Article.objects.update(needs_matching=False)
    store_articles(zephyr, [entry()], NOW)
    store_articles(make_feed(tim), [entry()], NOW)
    store_articles(make_feed(tim, field="logistics"), [entry()], NOW)
    article = Article.objects.get()
    assert (article.feed, article.needs_matching) == (zephyr, True)


@pytest.mark.parametrize(("days_ago", "is_stored"), [(89, True), (91, False), (None, True), (3000, False)])
def test_what_is_older_than_ninety_days_is_no_news(tim, days_ago, is_stored):
    assert store_articles(make_feed(tim), [entry(days_ago=days_ago)], NOW) == is_stored


@pytest.mark.parametrize(
    ("published", "published_at"),
    [
        ((NOW + timedelta(hours=5)).timestamp(), NOW),
        ((NOW + timedelta(days=5)).timestamp(), None),
        (253397030400.0, None),
        (1e30, None),
        (-1e30, None),
        (None, None),
    ],
)
def test_a_day_to_come_is_today_or_none(tim, published, published_at):
    store_articles(make_feed(tim), [entry(published=published)], NOW)
    assert Article.objects.get().published_at == published_at


def test_the_newest_of_a_feed_comes_first(tim):
    store_articles(make_feed(tim), [entry(1, "New", 1), entry(2, "Older", 2), entry(3, "Oldest", 3)], NOW)
    assert titles() == ["New", "Older", "Oldest"]


def test_only_the_newest_of_a_feed_are_kept_and_what_became_an_idea(tim, monkeypatch):
    monkeypatch.setattr(storing, "MOST_ARTICLES", 3)
    feed, other = make_feed(tim), make_feed(tim)
    store_articles(other, [entry(99, "Other")], NOW - timedelta(days=9))
    store_articles(feed, [entry(1, "Idea"), entry(2, "Old")], NOW - timedelta(days=2))
    make_idea(make_contact(tim), article=Article.objects.get(title="Idea"))
    store_articles(feed, [entry(3, "Three"), entry(4, "Two")], NOW - timedelta(days=1))
    store_articles(feed, [entry(5, "One")], NOW)
    assert titles() == ["One", "Three", "Two", "Idea", "Other"]


def test_storing_takes_as_many_queries_for_many_as_for_one(tim, django_assert_num_queries):
    feed = make_feed(tim)
    with django_assert_num_queries(3):
        store_articles(feed, [entry(1)], NOW)
    with django_assert_num_queries(3):
        store_articles(feed, [entry(number) for number in range(2, 90)], NOW)

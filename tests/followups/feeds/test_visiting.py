"""Feeds are visited politely, by one worker each, and what goes wrong is remembered in words and undone by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from followups import holding, tasks
from followups.feeds import discovery, visiting
from followups.feeds.visiting import claim_feed, feeds_are_due, fetch_due_feeds, fetch_feed, look_now
from followups.fetching import fetch
from followups.models import Article, Feed, NudgeMail
from followups.tick import run_tick
from tests.factories import make_feed, make_nudge_mail
from tests.followups.feeds.shapes import RSS_20, item, rss
from tests.followups.test_writers import at_once

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def hours(number):
    return timedelta(hours=number)


@pytest.fixture(autouse=True)
def at_nine(time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=True)
    monkeypatch.setattr(holding, "read_database_clock", timezone.now)


@pytest.fixture
def feed(tim, server):
    return make_feed(tim, url=server.url("/feed"), next_fetch_at=NOW)


def fetched(feed, now=NOW):
    """The feed after a visit at that time, whenever it is due."""
    Feed.objects.filter(pk=feed.pk).update(next_fetch_at=now)
    fetch_feed(feed.pk, now)
    feed.refresh_from_db()
    return feed


def test_a_visit_brings_articles_and_the_next_is_in_about_four_hours(feed, server):
    server.put("/feed", RSS_20)
    assert fetch_feed(feed.pk, NOW) == 2
    feed.refresh_from_db()
    assert (feed.title, feed.tried_at, feed.fetched_at, feed.error) == ("The Coast", NOW, NOW, "")
    assert NOW + hours(3) < feed.next_fetch_at < NOW + hours(5)


def test_a_feed_is_not_asked_before_it_is_due(feed, server):
    server.put("/feed", RSS_20)
    Feed.objects.update(next_fetch_at=NOW + timedelta(seconds=1))
    assert fetch_feed(feed.pk, NOW) is None and server.asked == []


def test_what_did_not_change_is_not_sent_again(feed, server):
    server.put("/feed", RSS_20, etag='W/"abc"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")
    assert fetched(feed).etag == 'W/"abc"'
    fetched(feed, NOW + hours(4))
    headers = server.asked[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"abc"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert (feed.fetched_at, feed.failures, feed.etag) == (NOW + hours(4), 0, 'W/"abc"')


@pytest.mark.parametrize("etag", ["x" * 301, "br\xf6ken"])
def test_a_mark_that_cannot_be_kept_is_not_asked_with(feed, server, etag):
    server.put("/feed", RSS_20, etag=etag)
    assert fetched(feed).etag == ""


def test_a_feed_that_moved_for_good_is_asked_there_once_it_answered_well(feed, server):
    server.put("/feed", status=308, location="/new")
    server.put("/new", "<html>not yet", content_type="text/html")
    assert fetched(feed).url == server.url("/feed")
    server.put("/new", RSS_20)
    assert fetched(feed, NOW + hours(1)).url == server.url("/new")
    assert feed.failing_since is None


def test_a_feed_does_not_move_to_where_another_is(feed, server, tim):
    make_feed(tim, url=server.url("/new"))
    server.put("/feed", status=301, location="/new")
    server.put("/new", RSS_20)
    assert fetched(feed).url == server.url("/feed") and feed.fetched_at == NOW


def test_a_feed_that_is_gone_is_not_asked_again_until_its_owner_wants_it(feed, server):
    server.put("/feed", status=410)
    assert fetched(feed).next_fetch_at is None
    assert "gone for good" in feed.error and not feeds_are_due(NOW + timedelta(days=400))
    server.put("/feed", RSS_20)
    assert look_now(feed, NOW + hours(1)) == 2
    feed.refresh_from_db()
    assert (feed.failing_since, feed.error) == (None, "")


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_pause_has_it(feed, server, status):
    server.put("/feed", status=status, retry_after="172800")
    assert fetched(feed).next_fetch_at == NOW + timedelta(days=2)


def test_a_pause_of_a_year_is_a_week(feed, server):
    server.put("/feed", status=503, retry_after="Mon, 23 Nov 2027 09:00:00 GMT")
    assert fetched(feed).next_fetch_at == NOW + timedelta(days=7)


def test_a_failing_feed_is_tried_less_and_less_and_keeps_since_when(feed, server):
    server.put("/feed", status=500)
    waits = []
    for number in range(7):
        now = NOW + timedelta(days=number)
        waits.append((fetched(feed, now).next_fetch_at - now) // hours(1))
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert (feed.failing_since, feed.failures, feed.fetched_at) == (NOW, 7, None)
    assert feed.error == "The site has trouble of its own (500)."


def test_a_feed_that_is_well_again_has_nothing_held_against_it(feed, server):
    fetched(feed)
    assert feed.failures == 1
    server.put("/feed", RSS_20)
    fetched(feed, NOW + hours(1))
    assert (feed.failing_since, feed.failures, feed.error) == (None, 0, "")


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda server: server.put("/feed", "<html>Hello", content_type="text/html"), "There is no feed"),
        (lambda server: server.put("/feed", status=301, location="http://169.254.169.254/"), "private network"),
        (lambda server: server.put("/feed", status=302, location="/feed"), "without end"),
        (lambda server: server.drip("/feed", b"x" * 999, seconds=0.05), "too long"),
        (lambda server: server.put_packed("/feed", bytes(50_000_000)), "There is no feed"),
    ],
    ids=["a page", "into a private network", "in a circle", "slow", "a bomb"],
)
def test_whatever_is_wrong_is_said_on_the_feed(feed, server, monkeypatch, put, said):
    monkeypatch.setattr(visiting, "FOR_ALL_OF_IT", 3)
    put(server)
    assert said in fetched(feed).error and feed.failures == 1


def test_a_feed_larger_than_is_fetched_gives_what_comes_first(feed, server):
    description = f"<description>{'so it goes. ' * 4000}</description>"
    server.put("/feed", rss(*(item(number, extra=description) for number in range(60))))
    assert fetched(feed).error == ""
    assert 20 < Article.objects.count() < 60


def test_what_came_of_a_visit_is_dropped_when_the_feed_went_meanwhile(feed, server, monkeypatch):
    server.put("/feed", RSS_20)

    def remove_and_fetch(*args, **options):
        Feed.objects.all().delete()
        return fetch(*args, **options)

    monkeypatch.setattr(visiting, "fetch", remove_and_fetch)
    assert fetch_feed(feed.pk, NOW) == 0
    assert not Article.objects.exists()


def test_a_worker_that_slept_too_long_writes_nothing_over(feed, server, monkeypatch):
    server.put("/feed", status=500)

    def sleep_and_fetch(*args, **options):
        Feed.objects.update(next_fetch_at=NOW + hours(9))  # another worker was here
        return fetch(*args, **options)

    monkeypatch.setattr(visiting, "fetch", sleep_and_fetch)
    fetch_feed(feed.pk, NOW)
    feed.refresh_from_db()
    assert (feed.next_fetch_at, feed.failures) == (NOW + hours(9), 0)


def test_a_dead_workers_claim_ends_by_itself(feed):
    assert claim_feed(feed.pk, NOW)
    assert not claim_feed(feed.pk, NOW + timedelta(minutes=9))
    assert claim_feed(feed.pk, NOW + timedelta(minutes=11))


def test_a_round_visits_what_is_due_one_of_each_site(tim, server):
    server.put("/1", rss(item(1)))
    server.put("/3", rss(item(3)))
    first = make_feed(tim, url=server.url("/1"), next_fetch_at=NOW - hours(2))
    same_site = make_feed(tim, url=server.url("/2"), next_fetch_at=NOW - hours(1))
    make_feed(tim, url=server.url("/3", host="localhost"), next_fetch_at=NOW)
    make_feed(tim, url=server.url("/4", host="127.0.0.2"), next_fetch_at=NOW + hours(1))
    assert fetch_due_feeds(NOW) == 2
    assert server.paths() == ["/1", "/3"]
    assert set(Feed.objects.due(NOW)) == {same_site} and first not in Feed.objects.due(NOW)


def test_a_feed_that_breaks_our_own_code_does_not_keep_the_others_waiting(tim, server, monkeypatch):
    make_feed(tim, url="https://broken.example/", next_fetch_at=NOW - hours(1))
    make_feed(tim, url=server.url("/feed"), next_fetch_at=NOW)
    server.put("/feed", RSS_20)
    real = visiting.fetch
    monkeypatch.setattr(visiting, "fetch", lambda url, **options: 1 / 0 if "broken" in url else real(url, **options))
    assert fetch_due_feeds(NOW) == 2
    assert Article.objects.count() == 2


def test_a_round_ends_before_the_next_bell(tim, server, monkeypatch):
    monkeypatch.setattr(visiting, "ROUND_LASTS", 0.0)
    make_feed(tim, url=server.url("/feed"), next_fetch_at=NOW)
    assert fetch_due_feeds(NOW) == 0
    assert feeds_are_due(NOW)


def test_nothing_is_fetched_while_the_installation_is_held(feed, server):
    assert run_tick(NOW).feeds_are_due
    visiting.read_instance().__class__.objects.update(held_at=NOW)
    assert run_tick(NOW).is_held and not run_tick(NOW).feeds_are_due
    assert fetch_due_feeds(NOW) == 0 and server.asked == []


def test_the_bell_is_rung_for_feeds_that_are_due(feed, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.fetch_feeds, "apply_async", lambda **options: rung.append(options))
    tasks.tick()
    Feed.objects.update(next_fetch_at=NOW + hours(1))
    tasks.tick()
    assert rung == [{"expires": 55}]


def test_feeds_are_visited_without_a_broker_too(feed, server, capsys):
    server.put("/feed", RSS_20)
    call_command("tick")
    assert "Feeds looked at: 1." in capsys.readouterr().out
    assert Article.objects.count() == 2


def test_feeds_in_trouble_leave_mails_alone(feed, tim, monkeypatch):
    mail = make_nudge_mail(tim, NOW.date(), state="planned", not_before=NOW)
    monkeypatch.setattr(visiting, "fetch", lambda *_args, **_options: 1 / 0)
    assert fetch_due_feeds(NOW) == 1
    assert NudgeMail.objects.get() == mail and run_tick(NOW).to_send == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_has_the_feed(tim, server):
    server.put("/feed", RSS_20)
    feed = make_feed(tim, url=server.url("/feed"), next_fetch_at=NOW)
    results = at_once(lambda _number: fetch_feed(feed.pk, NOW), 16)
    assert sorted(results, key=str) == [2] + [None] * 15
    assert server.paths() == ["/feed"]


@pytest.mark.django_db(transaction=True)
def test_two_feeds_with_the_same_article_may_be_fetched_at_once(tim, server):
    feeds = []
    for number in range(8):
        server.put(f"/{number}", RSS_20)
        feeds.append(make_feed(tim, url=server.url(f"/{number}"), next_fetch_at=NOW))
    results = at_once(lambda number: fetch_feed(feeds[number].pk, NOW), 8)
    assert not [result for result in results if isinstance(result, Exception)], results
    assert Article.objects.count() == 2


def test_the_clock_of_a_visit_is_that_of_a_person_who_waits():
    assert discovery.FOR_ALL_OF_IT < 10

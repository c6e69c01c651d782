"""Visit feeds: each is claimed by one worker, asked politely, and read; what went wrong is kept in words.

`next_fetch_at` is both the schedule and the claim: whoever moves it, by one conditional update, has the feed for ten
minutes. A claim whose worker died ends by itself, because then the feed is due again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm.models import User
from followups.feeds.discovery import ACCEPT, FOR_ALL_OF_IT, read_answer
from followups.feeds.parsing import NotAFeed, ParsedFeed
from followups.feeds.politeness import next_try, next_visit, read_retry_after
from followups.feeds.storing import store_articles
from followups.fetching import Clock, Fetched, FetchProblem, fetch
from followups.fetching.road import explain_status
from followups.holding import read_instance
from followups.ideas.finding import find_ideas
from followups.models import Feed
from followups.stopping import stop_is_asked

log = structlog.get_logger(__name__)

CLAIM = timedelta(minutes=10)
# A round ends before the next bell, so that feeds never take up more than one of a worker's threads.
ROUND_LASTS = 40.0
MOST_LOOKED_THROUGH = 1000
NOT_MODIFIED, GONE = 304, 410
WAITS = {429, 503}
VISIBLE = re.compile(r"[\x20-\x7e]+")


def feeds_are_due(now: datetime) -> bool:
    return Feed.objects.due(now).exists()


def fetch_due_feeds(now: datetime) -> int:
    """Visit the feeds that are due, one of each site, for 40 seconds at most; returns how many were visited.

    The others stay due: the next round takes them. Nothing is done while the installation is held.
    """
    if read_instance().held_at:
        return 0
    started, visited = monotonic(), 0
    owners = set()
    for pk, owner in choose_due(now):
        if stop_is_asked() or monotonic() - started > ROUND_LASTS:
            break
        visited += 1
        if visit_safely(pk, now + timedelta(seconds=monotonic() - started)):
            owners.add(owner)
    for user in User.objects.filter(pk__in=owners):
        match_safely(user)
    return visited


def choose_due(now: datetime) -> Iterator[tuple[int, int]]:
    """Ids of feeds and owners, longest due first: one feed of each site, so that none is hammered."""
    hosts: set[str] = set()
    due = Feed.objects.due(now).order_by("next_fetch_at", "id")[:MOST_LOOKED_THROUGH]
    for pk, owner, url in due.values_list("pk", "owner_id", "url"):
        host = urlsplit(url).hostname or ""
        if host not in hosts:
            hosts.add(host)
            yield pk, owner


def visit_safely(feed_id: int, now: datetime) -> bool:
    """Visit one feed; whether it brought something new. Whatever is wrong with it, the others have their turn."""
    try:
        return bool(visit_feed(feed_id, now))
    except Exception:  # its claim ends by itself
        log.exception("feed_not_visited", feed=feed_id)
        return False


def match_safely(user: User) -> None:
    try:
        find_ideas(user)
    except Exception:  # what was not matched keeps its mark
        log.exception("articles_not_matched", user=user.pk)


def fetch_feed(feed_id: int, now: datetime) -> int | None:
    """Visit one feed that is due, and match what it brought; how many articles are new, None if it was not due."""
    new = visit_feed(feed_id, now)
    if new:
        find_ideas(User.objects.get(feeds=feed_id))
    return new


def look_now(feed: Feed, now: datetime) -> int | None:
    """Visit a feed because its owner asks for it (see `may_look_from`); None if somebody is just doing so."""
    Feed.objects.filter(pk=feed.pk, tried_at=feed.tried_at).update(next_fetch_at=now)
    return fetch_feed(feed.pk, now)


def visit_feed(feed_id: int, now: datetime) -> int | None:
    feed = claim_feed(feed_id, now)
    if feed is None:
        return None
    try:
        with Clock(FOR_ALL_OF_IT) as clock:
            answer = fetch(feed.url, headers=ACCEPT | conditions(feed), clock=clock)
            parsed = read_answer(answer, clock) if answer.status == 200 else None
        if parsed or answer.status == NOT_MODIFIED:
            return note_success(feed, answer, parsed, now)
        note_refusal(feed, answer, now)
    except NotAFeed:
        note_failure(feed, _("There is no feed at this address any more."), now)
    except FetchProblem as problem:
        note_failure(feed, problem.message, now)
    return 0


def claim_feed(feed_id: int, now: datetime) -> Feed | None:
    """The feed, if it is due and nobody else has it."""
    claimed = Feed.objects.due(now).filter(pk=feed_id).update(next_fetch_at=now + CLAIM, tried_at=now)
    return Feed.objects.filter(pk=feed_id).first() if claimed else None


def conditions(feed: Feed) -> dict[str, str]:
    """“Only if it changed” (RFC 9110, 13.1)."""
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in asked.items() if value}


def settle(feed: Feed, **fields: Any) -> bool:
    """Write down what came of a visit, unless the claim ended meanwhile or the feed is gone."""
    return bool(Feed.objects.filter(pk=feed.pk, next_fetch_at=feed.next_fetch_at).update(**fields))


@transaction.atomic
def note_success(feed: Feed, answer: Fetched, parsed: ParsedFeed | None, now: datetime) -> int:
    """It answered well: all failures are forgotten. `parsed` is None if nothing changed since the last visit."""
    fields = describe_success(answer, parsed, now)
    if moved_to := find_move(feed, answer):
        fields["url"] = moved_to
    if parsed and not feed.title:
        fields["title"] = parsed.title
    if not settle(feed, **fields):
        return 0
    return store_articles(feed, parsed.entries, now) if parsed else 0


def describe_success(answer: Fetched, parsed: ParsedFeed | None, now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "fetched_at": now,
        "next_fetch_at": next_visit(now),
        "failures": 0,
        "failing_since": None,
        "error": "",
    }
    if parsed:
        fields["site_url"] = parsed.site_url
        fields["etag"] = keep_header(answer, "etag", 300)
        fields["last_modified"] = keep_header(answer, "last-modified", 100)
    return fields


def keep_header(answer: Fetched, name: str, longest: int) -> str:
    value = answer.headers.get(name, "").strip()
    return value if len(value) <= longest and VISIBLE.fullmatch(value) else ""


def find_move(feed: Feed, answer: Fetched) -> str:
    """Where the feed has moved for good, unless its owner follows that already."""
    if answer.lasting_url == feed.url:
        return ""
    is_followed = Feed.objects.filter(owner_id=feed.owner_id, url=answer.lasting_url).exists()
    return "" if is_followed else answer.lasting_url


def note_refusal(feed: Feed, answer: Fetched, now: datetime) -> None:
    if answer.status == GONE:
        gone = _("The site says that this feed is gone for good, so it is not fetched any more.")
        note_failure(feed, gone, now, next_fetch_at=None)
        return
    pause = read_retry_after(answer.headers.get("retry-after", ""), now) if answer.status in WAITS else None
    note_failure(feed, explain_status(answer.status), now, pause=pause)


def note_failure(feed: Feed, error: str, now: datetime, *, pause: timedelta | None = None, **fields: Any) -> None:
    fields = {"next_fetch_at": next_try(now, failures=feed.failures + 1, pause=pause)} | fields
    settle(
        feed,
        failures=F("failures") + 1,
        failing_since=feed.failing_since or now,
        error=error[:300],
        **fields,
    )
    log.info("feed_failing", feed=feed.pk, failures=feed.failures + 1)

"""Keep what a feed brought: each article once for its user, new ones alone, and no more than is of use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from followups.feeds.keys import write_article_key
from followups.feeds.parsing import Entry
from followups.ideas.stems import write_stems
from followups.models import Article, Feed, Idea

OLDEST = timedelta(days=90)
MOST_ARTICLES = 2000
CLOCKS_MAY_DIFFER_BY = timedelta(days=1)


def store_articles(feed: Feed, entries: Iterable[Entry], now: datetime) -> int:
    """Store the entries that the owner has not seen before; returns how many. They wait to be matched."""
    articles = {article.key: article for entry in entries if (article := make_article(feed, entry, now))}
    own = Article.objects.filter(owner_id=feed.owner_id, key__in=articles)
    known = set(own.values_list("key", flat=True))
    if known and is_tied(feed):
        take_over(feed, known)
    # The oldest first: of what was seen at once, the newest has the highest id.
    fresh = [article for key, article in reversed(articles.items()) if key not in known]
    for article in fresh:
        article.stems = write_stems(article.title, article.summary)
    Article.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        prune_articles(feed)
    return len(fresh)


def make_article(feed: Feed, entry: Entry, now: datetime) -> Article | None:
    """None for what is too old to be news to anybody."""
    published_at = read_day(entry.published, now)
    if published_at and published_at < now - OLDEST:
        return None
    return Article(
        owner_id=feed.owner_id,
        feed=feed,
        key=write_article_key(entry.url),
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        published_at=published_at,
        seen_at=now,
    )


def read_day(published: float | None, now: datetime) -> datetime | None:
    """When it was published; None where the feed says nothing, or something that cannot be."""
    if published is None:
        return None
    try:
        moment = datetime.fromtimestamp(published, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return min(moment, now) if moment <= now + CLOCKS_MAY_DIFFER_BY else None


def is_tied(feed: Feed) -> bool:
    return bool(feed.company_id or feed.field or feed.interest)


def take_over(feed: Feed, keys: Sequence[str] | set[str]) -> None:
    """An article that is in two feeds counts as one of the feed that says whom it is for."""
    untied = Q(feed=None) | Q(feed__company=None, feed__field="", feed__interest="")
    others = Article.objects.filter(untied, owner_id=feed.owner_id, key__in=keys)
    ids = list(others.values_list("pk", flat=True))
    Article.objects.filter(pk__in=ids).update(feed=feed, needs_matching=True)


def prune_articles(feed: Feed) -> None:
    """Drop the oldest beyond 2,000, except those that somebody was, or may be, told of."""
    newest = Article.objects.filter(feed=feed).newest_first()
    if (last := newest[MOST_ARTICLES - 1 : MOST_ARTICLES].first()) is None:
        return
    older = Q(seen_at__lt=last.seen_at) | Q(seen_at=last.seen_at, pk__lt=last.pk)
    unused = ~Exists(Idea.objects.filter(article=OuterRef("pk")))
    Article.objects.filter(older, unused, feed=feed).delete()

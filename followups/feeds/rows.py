"""What a list of feeds says of each: whom it is for, how it is, and how much came from it lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import User
from followups.models import Article, Feed
from followups.wording import day_in_words

LATELY = timedelta(days=7)
# Enough for anybody to read; more are not counted.
MOST_COUNTED = 2000


@dataclass(frozen=True)
class FeedRow:
    feed: Feed
    name: str
    purpose: str
    state: str
    lately: str  # nothing while nothing can come
    is_failing: bool


def read_feed_rows(owner: User, feeds: Sequence[Feed], now: datetime) -> list[FeedRow]:
    """A row for each feed (with its company selected); one more query, whatever their number."""
    recent = Article.objects.owned_by(owner).filter(seen_at__gte=now - LATELY).newest_first()
    seen = list(recent.values_list("feed_id", flat=True)[:MOST_COUNTED])
    counts, is_cut = Counter(seen), len(seen) == MOST_COUNTED
    return [make_row(feed, counts[feed.pk], is_cut=is_cut) for feed in feeds]


def make_row(feed: Feed, new: int, *, is_cut: bool = False) -> FeedRow:
    # Where not all were counted, a feed without any may have had some.
    is_quiet = is_cut or feed.failures or not feed.fetched_at
    return FeedRow(
        feed=feed,
        name=feed.title or feed.url.partition("://")[2].rstrip("/"),
        purpose=say_purpose(feed),
        state=say_state(feed),
        lately="" if is_quiet and not new else say_new(new),
        is_failing=bool(feed.failures),
    )


def say_new(new: int) -> str:
    if not new:
        return _("none this week")
    return ngettext("%(count)d this week", "%(count)d this week", new) % {"count": new}


def say_purpose(feed: Feed) -> str:
    if feed.company:
        return _("for %(company)s") % {"company": feed.company.name}
    if feed.field:
        return _("for people in %(field)s") % {"field": feed.field}
    if feed.interest:
        return _("for people who care about %(interest)s") % {"interest": feed.interest}
    return _("for everybody")


def say_state(feed: Feed) -> str:
    if feed.failing_since and feed.next_fetch_at is None:
        return feed.error
    if feed.failing_since:
        words = _("Out of reach since %(day)s. %(why)s It is tried again by itself.")
        return words % {"day": say_day(feed.failing_since), "why": feed.error}
    if feed.fetched_at is None:
        return _("It is looked at for the first time within the next minutes.")
    return _("Looked at on %(moment)s.") % {"moment": say_moment(feed.fetched_at)}


def say_day(moment: datetime) -> str:
    return day_in_words(timezone.localdate(moment), timezone.localdate())


def say_moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")

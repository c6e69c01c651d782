"""Follow a feed, say whom it is for, and stop following it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Company
from crm.models import User
from followups.feeds.discovery import FoundFeed, find_feed
from followups.feeds.storing import store_articles
from followups.feeds.visiting import describe_success
from followups.fetching import FetchProblem, check_address, complete_address
from followups.ideas.finding import find_ideas, mark_feed_for_matching
from followups.locks import lock_user
from followups.models import Article, Feed, Idea

MOST_FEEDS = 1000


class CannotFollow(FetchProblem):
    """It is not added; `message` says why."""


class AlreadyFollowed(CannotFollow):
    """The user follows this `feed`."""

    def __init__(self, feed: Feed) -> None:
        super().__init__(_("You follow this feed already: %(feed)s.") % {"feed": feed})
        self.feed = feed


def add_feed(owner: User, *, url: str, company: Company | None = None, field: str = "", interest: str = "") -> Feed:
    """Follow the feed at an address, or the one that a site's page names, and fetch it at once: 10 seconds at most.

    Tied to one thing at most: a company of the owner's, a field or an interest; to none, it is for everybody.
    Raises `FetchRefused`, `FetchFailed`, `AlreadyFollowed`, `CannotFollow`, each with a `message` for the user.
    """
    refuse_more_feeds(owner)
    refuse_followed(owner, check_address(complete_address(url)))
    found = find_feed(url)
    refuse_followed(owner, found.url)
    try:
        feed = store_feed(owner, found, company=company, field=field, interest=interest)
    except IntegrityError:  # a double click
        refuse_followed(owner, found.url)
        raise
    find_ideas(owner)
    return feed


@transaction.atomic
def store_feed(owner: User, found: FoundFeed, *, company: Company | None, field: str, interest: str) -> Feed:
    now = timezone.now()
    lock_user(owner)
    feed = Feed.objects.create(
        owner=owner,
        url=found.url,
        title=found.parsed.title,
        company=company,
        field=field,
        interest=interest,
        tried_at=now,
        **describe_success(found.answer, found.parsed, now),
    )
    store_articles(feed, found.parsed.entries, now)
    return feed


def refuse_more_feeds(owner: User, adding: int = 1) -> None:
    if Feed.objects.owned_by(owner)[: MOST_FEEDS + 1].count() + adding > MOST_FEEDS:
        raise CannotFollow(_("You can follow %(most)d feeds. Remove some first.") % {"most": MOST_FEEDS})


def refuse_followed(owner: User, url: str) -> None:
    if feed := Feed.objects.owned_by(owner).filter(url=url).first():
        raise AlreadyFollowed(feed)


@transaction.atomic
def change_feed(
    feed: Feed, *, version: int, title: str, company: Company | None = None, field: str = "", interest: str = ""
) -> bool:
    """Change a feed that is still at `version`; False if it is not. Whom it is for decides anew what fits whom."""
    now = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if now.version != version:
        return False
    is_tied_anew = (now.company_id, now.field, now.interest) != (company and company.pk, field, interest)
    Feed.objects.filter(pk=feed.pk).update(
        title=title, company=company, field=field, interest=interest, version=version + 1
    )
    if is_tied_anew:
        mark_feed_for_matching(feed)
    return True


@transaction.atomic
def remove_feed(feed: Feed) -> None:
    """Follow it no more. Articles that became ideas stay; the others go with it."""
    unused = ~Exists(Idea.objects.filter(article=OuterRef("pk")))
    Article.objects.filter(unused, feed=feed).delete()
    feed.delete()

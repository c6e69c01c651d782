"""Find ideas: new articles for everybody one is in touch with, and all recent ones for whoever is new or has changed.

What is to be matched carries a mark in the database, which goes when what was found is written: whatever is
interrupted, or done twice, comes to the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Left
from django.utils import timezone

from contacts.models import Contact, ContactQuerySet, Interest
from crm.models import User
from followups.ideas.index import TopicIndex
from followups.ideas.matching import match_articles as match_items
from followups.ideas.plain import Caring, Item
from followups.ideas.storing import MOST_NEW, Found, Seen, store_ideas
from followups.ideas.topics import Rarity, Reading
from followups.models import Article, Feed, Idea
from followups.referrals.proposing import find_referral_ideas

RECENT = timedelta(days=60)
# How rare a word is, is read off the newest articles.
SAMPLE = 500
ARTICLES_A_ROUND = 1_000
CONTACTS_A_ROUND = 500
# Of two months so many articles are looked at, the newest.
MOST_ARTICLES = 20_000
# In a page's request less is done; the rest is left to the worker.
MOST_ARTICLES_IN_A_PAGE = 500
MOST_OWNERS = 50
# As much of an article's text as tells a company's name and news.
BEGINNING = 600


def mark_for_matching(contact: Contact) -> None:
    """Have ideas looked for: what the contact cares about, or where they work, has changed."""
    contact.needs_matching = True
    Contact.objects.filter(pk=contact.pk).update(needs_matching=True)


def mark_feed_for_matching(feed: Feed) -> None:
    """Have a feed's articles looked at again: what it is followed for has changed, and its version with that."""
    feed.articles.update(needs_matching=True)


def read_owners_to_match() -> list[int]:
    """Users with a contact or an article to be matched; of many, some."""
    contacts = Contact.objects.filter(needs_matching=True).values_list("owner_id", flat=True).distinct()
    articles = Article.objects.filter(needs_matching=True).values_list("owner_id", flat=True).distinct()
    return sorted({*contacts[:MOST_OWNERS], *articles[:MOST_OWNERS]})[:MOST_OWNERS]


def find_ideas(owner: User, *, now: datetime | None = None) -> int:
    """Match whatever is marked; returns how many ideas were written."""
    now = now or timezone.now()
    rarity = read_rarity(owner)
    written = match_marked_contacts(owner, rarity, now)
    while articles := read_marked_articles(owner):
        written += match_articles(owner, [pk for pk, _feed, _version in articles], rarity, now)
        clear_marks(articles)
    return written


def find_ideas_for(contact: Contact, *, now: datetime | None = None) -> int:
    """Match one contact, so that their page need not wait for the worker; an article's mark stays for the others."""
    now = now or timezone.now()
    articles = Article.objects.owned_by(contact.owner).recent(now - RECENT).newest_first()
    if contact.needs_matching:
        find_referral_ideas(contact.owner)
    else:
        articles = articles.filter(needs_matching=True)
    items = read_items(articles[:MOST_ARTICLES_IN_A_PAGE])
    is_all = contact.needs_matching and len(items) < MOST_ARTICLES_IN_A_PAGE
    if not items and not is_all:
        return 0
    index, seen = read_index(Contact.objects.filter(pk=contact.pk), read_rarity(contact.owner))
    scope = None if is_all else [item.article for item in items]
    return store_ideas(contact.owner, Found(seen, match_items(index, items, most=MOST_NEW), scope), since=now - RECENT)


def match_marked_contacts(owner: User, rarity: Rarity, now: datetime) -> int:
    """Match contacts that are new or have changed against all recent articles."""
    marked = Contact.objects.owned_by(owner).filter(needs_matching=True)
    # Whoever is written to again later is marked anew.
    marked.exclude(standing=Contact.Standing.ACTIVE).update(needs_matching=False)
    contacts = list(marked.order_by("id").values_list("pk", flat=True))
    if not contacts:
        return 0
    find_referral_ideas(owner)  # they may work where there are openings
    items = read_items(Article.objects.owned_by(owner).recent(now - RECENT).newest_first()[:MOST_ARTICLES])
    written = 0
    for batch in split(contacts, CONTACTS_A_ROUND):
        index, seen = read_index(Contact.objects.filter(pk__in=batch), rarity)
        written += store_ideas(owner, Found(seen, match_items(index, items, most=MOST_NEW)), since=now - RECENT)
    return written


def match_articles(owner: User, articles: Sequence[int], rarity: Rarity, now: datetime) -> int:
    """Match articles against everybody in touch; who is marked has them among all others."""
    items = read_items(Article.objects.filter(pk__in=articles).recent(now - RECENT))
    index, seen = read_index(Contact.objects.owned_by(owner).filter(needs_matching=False), rarity)
    matches = match_items(index, items, most=MOST_NEW)
    had_some = Idea.objects.filter(article__in=articles).values_list("contact_id", flat=True)
    written = 0
    for batch in split(sorted(({*matches} | {*had_some}) & seen.keys()), CONTACTS_A_ROUND):
        own = {contact: matches[contact] for contact in batch if contact in matches}
        found = Found({contact: seen[contact] for contact in batch}, own, articles)
        written += store_ideas(owner, found, since=now - RECENT)
    return written


def read_index(contacts: ContactQuerySet, rarity: Rarity) -> tuple[TopicIndex, dict[int, Seen]]:
    """The index over those of `contacts` who are in touch, and as which they were seen."""
    rows = contacts.in_touch().values_list("pk", "version", "field", "company_id", "company__version", "company__name")
    people = list(rows)  # before their interests: who changes in between is seen as they were, and matched again
    interests: dict[int, list[str]] = defaultdict(list)
    for contact, topic in Interest.objects.filter(contact__in=contacts.values("pk")).values_list("contact_id", "topic"):
        interests[contact].append(topic)
    caring = (
        Caring(pk, interests.get(pk, ()), field, company, name or "")
        for pk, _version, field, company, _company_version, name in people
    )
    return TopicIndex(caring, rarity), {row[0]: Seen(*row[1:5]) for row in people}


def read_items(articles: Any) -> list[Item]:
    rows = articles.annotate(beginning=Left("summary", BEGINNING)).values_list(
        "pk", "stems", "title", "beginning", "feed__company_id", "feed__field", "feed__interest"
    )
    return [
        Item(pk, stems, title, beginning, company, field or "", interest or "")
        for pk, stems, title, beginning, company, field, interest in rows
    ]


def read_rarity(owner: User) -> Rarity:
    newest = Article.objects.owned_by(owner).newest_first().values_list("stems", flat=True)[:SAMPLE]
    return Rarity(map(Reading, newest))


def read_marked_articles(owner: User) -> list[tuple[int, int | None, int | None]]:
    """Articles to be matched, with their feeds and what version those are of."""
    marked = Article.objects.owned_by(owner).filter(needs_matching=True).order_by("id")
    return list(marked.values_list("pk", "feed_id", "feed__version")[:ARTICLES_A_ROUND])


def clear_marks(articles: Sequence[tuple[int, int | None, int | None]]) -> None:
    """The articles were matched, unless what their feed is followed for has changed meanwhile."""
    by_feed = defaultdict(list)
    for pk, feed, version in articles:
        by_feed[feed, version].append(pk)
    for (feed, version), pks in by_feed.items():
        marked = Article.objects.filter(pk__in=pks, needs_matching=True)
        if feed is not None and version is not None:
            marked = marked.exclude(feed__in=Feed.objects.filter(pk=feed).exclude(version=version))
        marked.update(needs_matching=False)


def split(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))

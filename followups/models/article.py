from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import OwnedQuerySet
from followups.models.feed import Feed


class ArticleQuerySet(OwnedQuerySet["Article"]):
    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-seen_at", "-id")

    def recent(self, since: datetime) -> ArticleQuerySet:
        """Seen since then, and not published long before."""
        return self.filter(seen_at__gte=since).filter(Q(published_at=None) | Q(published_at__gte=since))


class Article(models.Model):
    """One entry of a feed, or a page that the user came upon: text alone, cleaned."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="articles")
    # None: added by hand, or its feed is not followed any more.
    feed = models.ForeignKey(Feed, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    # A hash of what makes two entries the same article: its address without what only tracks the reader.
    key = models.CharField(max_length=64, editable=False)
    url = models.URLField(_("Link"), max_length=2000)
    title = models.CharField(_("Title"), max_length=300)
    summary = models.TextField(blank=True)
    # The stemmed words of the title, a line break, and those of the summary: what matching reads.
    stems = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)
    needs_matching = models.BooleanField(default=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="articles_of_a_user_differ", fields=["owner", "key"])]
        indexes = [
            models.Index(name="articles_newest_first", fields=["owner", "-seen_at", "-id"]),
            models.Index(name="articles_to_match", fields=["owner", "id"], condition=Q(needs_matching=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def site(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

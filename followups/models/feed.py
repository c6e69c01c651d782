from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import OwnedQuerySet


class FeedQuerySet(OwnedQuerySet["Feed"]):
    def due(self, now: datetime) -> FeedQuerySet:
        return self.filter(next_fetch_at__lte=now)


class Feed(models.Model):
    """A source of articles: for a company, a field or an interest, or for everybody."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField(_("Address"), max_length=2000)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    site_url = models.URLField(max_length=2000, blank=True)
    company = models.ForeignKey(
        "contacts.Company", on_delete=models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    field = models.CharField(_("Field"), max_length=120, blank=True)
    interest = models.CharField(_("Interest"), max_length=120, blank=True)

    # What the server said last time, to be asked with (RFC 9110, 13.1).
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    # None: not fetched any more (the server said that it is gone for good).
    next_fetch_at = models.DateTimeField(null=True, blank=True, default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_user_follows_a_feed_once", fields=["owner", "url"]),
            models.CheckConstraint(
                name="a_feed_is_tied_to_one_thing_at_most",
                condition=Q(company=None, field="") | Q(company=None, interest="") | Q(field="", interest=""),
            ),
        ]
        indexes = [
            models.Index(
                name="feeds_to_fetch", fields=["next_fetch_at", "id"], condition=Q(next_fetch_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url

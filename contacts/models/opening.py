from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.company import Company
from contacts.models.owned import OwnedQuerySet


class OpeningQuerySet(OwnedQuerySet["Opening"]):
    def open(self, on: date) -> OpeningQuerySet:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))


class Opening(models.Model):
    """Another role that a contact's company is hiring for."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="openings")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="openings")
    role = models.CharField(_("Role"), max_length=200)
    url = models.URLField(_("Link"), max_length=2000, blank=True)
    asks_for = models.TextField(_("What it asks for"), max_length=20_000, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="openings_newest_first", fields=["owner", "-id"])]

    def __str__(self) -> str:
        return f"{self.role}, {self.company}"

    def is_open(self, on: date) -> bool:
        return self.closed_on is None or self.closed_on > on

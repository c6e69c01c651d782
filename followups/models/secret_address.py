"""Addresses that stand for a user, and work for whoever knows them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SecretAddress(models.Model):
    """Found by the hash of its secret; the secret itself is kept encrypted, so that its owner can see it again."""

    owner = models.OneToOneField("crm.User", on_delete=models.CASCADE, related_name="%(class)s")
    secret_hash = models.CharField(max_length=64, unique=True)
    sealed_secret = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class LogAddress(SecretAddress):
    """The address that a user copies mails to; who knows it can put mails into the user's tray."""


class CalendarAddress(SecretAddress):
    """The address under which a calendar program reads a user's next dates; it shows names and days, no more."""

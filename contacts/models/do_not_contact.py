from __future__ import annotations

from django.db import models
from django.utils import timezone


class DoNotContact(models.Model):
    """An address that asked not to be contacted, as a keyed hash: it outlives the contact's erasure."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="do_not_contact")
    address_hash = models.CharField(max_length=64)
    marked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="an_address_is_marked_once", fields=["owner", "address_hash"])]

    def __str__(self) -> str:
        return self.address_hash

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from contacts.models.contact import Contact


class DistinctPair(models.Model):
    """Two contacts of whom the user said that they are two people: they are not asked about again."""

    first = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="two_are_distinct_once", fields=["first", "second"]),
            models.CheckConstraint(name="of_two_the_older_is_first", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"

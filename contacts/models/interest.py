from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.models.owned import name_key


class Interest(models.Model):
    """A topic that a contact cares about, with where you know it from."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="interests")
    topic = models.CharField(max_length=120)
    topic_key = models.CharField(max_length=150, editable=False)
    source = models.CharField(_("Where you know it from"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="interests_of_a_contact_differ", fields=["contact", "topic_key"])]

    def __str__(self) -> str:
        return self.topic

    def save(self, *args: object, **kwargs: object) -> None:
        self.topic_key = name_key(self.topic)[:150]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

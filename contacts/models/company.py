from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.owned import OwnedQuerySet, name_key


class CompanyQuerySet(OwnedQuerySet["Company"]):
    pass


class Company(models.Model):
    """An employer."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="companies")
    name = models.CharField(_("Company"), max_length=200)
    name_key = models.CharField(max_length=250, editable=False)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    notes = models.TextField(_("Notes"), max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        constraints = [models.UniqueConstraint(name="companies_of_a_user_differ_in_name", fields=["owner", "name_key"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)[:250]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

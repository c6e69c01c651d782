from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import OwnedQuerySet
from followups.models.idea import Idea
from followups.models.touchpoint import Touchpoint

if TYPE_CHECKING:
    from crm.models import User


class LetterTemplateQuerySet(OwnedQuerySet["LetterTemplate"]):
    pass


class LetterTemplate(models.Model):
    """A user's own wording for letters of one kind, with placeholders that are filled in for each contact."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="letter_templates")
    kind = models.CharField(_("Kind"), max_length=16, choices=Touchpoint.Kind)
    name = models.CharField(_("Name"), max_length=80)
    subject = models.CharField(_("Subject"), max_length=300)
    text = models.TextField(_("Letter"), max_length=20_000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="letter_templates_of_a_kind_differ_in_name", fields=["owner", "kind", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class LetterDraftQuerySet(models.QuerySet["LetterDraft"]):
    def owned_by(self, user: User) -> LetterDraftQuerySet:
        return self.filter(contact__owner=user)


class LetterDraft(models.Model):
    """The letter of the month as the user left it, around an idea or without one; gone once it is sent."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="letter_draft")
    idea = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, blank=True, related_name="letter_drafts")
    kind = models.CharField(max_length=16, choices=Touchpoint.Kind, default=Touchpoint.Kind.CHECK_IN)
    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    text = models.TextField(_("Your letter"), max_length=20_000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LetterDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.company import Company
from contacts.models.contact import Contact
from contacts.models.owned import OwnedQuerySet


class RejectionQuerySet(OwnedQuerySet["Rejection"]):
    pass


class Rejection(models.Model):
    """A company's no to one application: the object everything starts from."""

    class Stage(models.TextChoices):
        APPLICATION = "application", _("Application")
        SCREENING = "screening", _("Screening call")
        INTERVIEW = "interview", _("First interview")
        TASK = "task", _("Task or case study")
        FURTHER = "further", _("Further interviews")
        FINAL = "final", _("Final round")
        OFFER = "offer", _("Offer withdrawn")

    class ToldBy(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        PHONE = "phone", _("By phone")
        PERSON = "person", _("In person")
        LETTER = "letter", _("By letter")
        PORTAL = "portal", _("On a job portal")
        SILENCE = "silence", _("Not at all: silence")

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="rejections")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="rejections")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="rejections")
    role = models.CharField(_("Role"), max_length=200)
    rejected_on = models.DateField(_("Rejected on"))
    stage = models.CharField(_("Stage reached"), max_length=12, choices=Stage, blank=True)
    told_by = models.CharField(_("How you were told"), max_length=8, choices=ToldBy, blank=True)
    reason = models.TextField(_("Reason given"), max_length=20_000, blank=True)
    notes = models.TextField(_("Notes"), max_length=20_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Drawn when the form is shown: a double click on the button submits it twice and logs one rejection.
    submission = models.UUIDField(null=True, editable=False)

    objects = RejectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_form_logs_one_rejection",
                fields=["owner", "submission"],
                condition=Q(submission__isnull=False),
            )
        ]
        indexes = [models.Index(name="rejections_by_day", fields=["owner", "-rejected_on", "-id"])]

    def __str__(self) -> str:
        return f"{self.role}, {self.company}"

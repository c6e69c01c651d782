from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.constraints import month_apart
from followups.months import MonthLater, MonthStart

if TYPE_CHECKING:
    from crm.models import User


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def owned_by(self, user: User) -> TouchpointQuerySet:
        return self.filter(contact__owner=user)

    def outreach(self) -> TouchpointQuerySet:
        """Every kind but a thank-you, which answers them and is no knock on the door."""
        return self.exclude(kind=Touchpoint.Kind.THANK_YOU)

    def newest_first(self) -> TouchpointQuerySet:
        return self.order_by("-on", "-id")


class Touchpoint(models.Model):
    """One message of yours to a contact."""

    class Kind(models.TextChoices):
        FEEDBACK_REQUEST = "feedback_request", _("Feedback request")
        THANK_YOU = "thank_you", _("Thank-you")
        ARTICLE = "article", _("Article")
        CONGRATULATIONS = "congratulations", _("Congratulations")
        REFERRAL = "referral", _("Referral")
        CHECK_IN = "check_in", _("Check-in")
        OTHER = "other", _("Something else")

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        LINKEDIN = "linkedin", _("LinkedIn")
        LETTER = "letter", _("Letter")
        PERSON = "person", _("In person")
        PHONE = "phone", _("Phone")
        OTHER = "other", _("Another way")

    class Source(models.TextChoices):
        APP = "app", _("Logged here")
        LINK = "link", _("Marked in a mail")
        IMPORT = "import", _("Imported")
        MAIL = "mail", _("Taken from your mailbox")

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="touchpoints")
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind)
    on = models.DateField(_("Day"))
    until = models.GeneratedField(expression=MonthLater(F("on")), output_field=models.DateField(), db_persist=True)
    month = models.GeneratedField(expression=MonthStart(F("on")), output_field=models.DateField(), db_persist=True)
    # True for outreach through the app that kept the month; such rows of one contact lie a month apart.
    counts = models.BooleanField(default=False, editable=False)
    # Outreach sooner than a month after the one before. It happened, so it stays, and it moves the next date.
    early = models.BooleanField(default=False, editable=False)
    channel = models.CharField(_("Channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    text = models.TextField(_("Text"), max_length=50_000, blank=True)
    url = models.URLField(_("Link"), max_length=2000, blank=True)
    source = models.CharField(max_length=6, choices=Source, default=Source.APP, editable=False)
    nudge = models.OneToOneField(
        "followups.Nudge", on_delete=models.SET_NULL, null=True, blank=True, related_name="touchpoint"
    )
    feedback_request = models.ForeignKey(
        "followups.FeedbackRequest", on_delete=models.SET_NULL, null=True, blank=True, related_name="touchpoints"
    )
    # Drawn when the form is shown, so that a double click logs one touchpoint.
    submission = models.UUIDField(null=True, editable=False, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TouchpointQuerySet.as_manager()

    class Meta:
        constraints = [
            month_apart("touchpoints_to_a_contact_are_a_month_apart", Q(counts=True)),
            models.UniqueConstraint(
                name="a_contact_has_one_counted_touchpoint_a_month",
                fields=["contact", "month"],
                condition=Q(counts=True),
            ),
            models.CheckConstraint(name="a_thank_you_never_counts", condition=~Q(kind="thank_you", counts=True)),
            models.CheckConstraint(name="an_early_touchpoint_never_counts", condition=~Q(early=True, counts=True)),
            models.UniqueConstraint(
                name="a_feedback_request_is_sent_once",
                fields=["feedback_request"],
                condition=Q(kind="feedback_request"),
            ),
        ]
        indexes = [models.Index(name="touchpoints_newest_first", fields=["contact", "-on", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"

    @property
    def is_outreach(self) -> bool:
        return self.kind != self.Kind.THANK_YOU

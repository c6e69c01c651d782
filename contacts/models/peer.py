from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.owned import OwnedQuerySet, name_key


class PeerQuerySet(OwnedQuerySet["Peer"]):
    def consenting(self) -> PeerQuerySet:
        return self.filter(consent=Peer.Consent.GIVEN)

    def by_name(self) -> PeerQuerySet:
        return self.order_by("name_key", "id")


class Peer(models.Model):
    """Somebody in your network whom you could refer, and whether they agreed to it."""

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked yet")
        ASKED = "asked", _("Asked")
        GIVEN = "given", _("Agreed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="peers")
    name = models.CharField(_("Name"), max_length=200)
    name_key = models.CharField(max_length=250, editable=False)
    email = models.EmailField(_("E-mail"), blank=True)
    headline = models.CharField(_("Headline"), max_length=200, blank=True)
    skills = models.TextField(_("Skills"), max_length=2000, blank=True)  # separated by commas
    notes = models.TextField(_("Notes"), max_length=20_000, blank=True)
    consent = models.CharField(_("Consent"), max_length=9, choices=Consent, default=Consent.NOT_ASKED)
    asked_on = models.DateField(_("Asked on"), null=True, blank=True)
    given_on = models.DateField(_("Agreed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PeerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_given_consent_has_its_day", condition=~Q(consent="given") | Q(given_on__isnull=False)
            )
        ]
        indexes = [models.Index(name="peers_by_name", fields=["owner", "name_key", "id"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)[:250]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def skill_list(self) -> list[str]:
        return [skill.strip() for skill in self.skills.split(",") if skill.strip()]


class Resume(models.Model):
    """A peer's résumé, encrypted: in the database, so that every container and every backup has it."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word (.docx)")
        ODT = "odt", _("OpenDocument (.odt)")
        TEXT = "txt", _("Text")

    peer = models.OneToOneField(Peer, on_delete=models.CASCADE, related_name="resume")
    name = models.CharField(max_length=200)  # as it was called; never a path of ours
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name

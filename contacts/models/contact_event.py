from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact


class ContactEvent(models.Model):
    """A turn in the acquaintance itself, for the timeline: added, paused, ended and the like."""

    class Kind(models.TextChoices):
        ADDED = "added", _("Added")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Pause ended")
        ENDED = "ended", _("Ended")
        REOPENED = "reopened", _("In touch again")
        STOPPED = "stopped", _("Asked not to be contacted")
        STOP_UNDONE = "stop_undone", _("“Asked not to be contacted” undone")
        CADENCE = "cadence", _("How often changed")
        MOVED = "moved", _("Moved on")
        OUTCOME = "outcome", _("Something came of it")
        MERGED = "merged", _("Two became one")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    text = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(name="contact_events_newest_first", fields=["contact", "-on", "-id"]),
            models.Index(name="outcomes_by_day", fields=["-on"], condition=models.Q(kind="outcome")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"

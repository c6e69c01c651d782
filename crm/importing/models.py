"""What is known of a file on its way in. Nothing of the contacts is known here: they are written by their names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from crm.models import User


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def owned_by(self, user: User) -> ImportRunQuerySet:
        return self.filter(owner=user)

    def newest_first(self) -> ImportRunQuerySet:
        return self.order_by("-id")

    def at_work(self) -> ImportRunQuerySet:
        return self.filter(state__in=ImportRun.AT_WORK)

    def forgotten(self, now: datetime) -> ImportRunQuerySet:
        """Those whose term is over: what was kept to take them back, and the file, are to go."""
        return self.filter(keep_until__lte=now).exclude(state__in=ImportRun.AT_WORK)


class ImportRun(models.Model):
    """One file on its way in. Its state is changed by conditional updates alone: a worker and its user may meet."""

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=7)

    class Shape(models.TextChoices):
        TABLE = "table", _("A table (CSV)")
        LINKEDIN = "linkedin", _("LinkedIn connections")
        GOOGLE = "google", _("Google contacts")
        OUTLOOK = "outlook", _("Outlook contacts")
        TRACKER = "tracker", _("A job tracker’s list")
        CARDS = "cards", _("Address cards (vCard)")
        AFTERWORD = "afterword", _("Everything from Afterword")

    class State(models.TextChoices):
        CHOOSING = "choosing", _("Waits for you to look at the columns")
        READING = "reading", _("Being read")
        READY = "ready", _("Waits for your yes")
        WRITING = "writing", _("Coming in")
        DONE = "done", _("Brought in")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")
        STOPPED = "stopped", _("Stopped")
        REFUSED = "refused", _("Could not be read")

    AT_WORK: ClassVar[list[str]] = [State.READING, State.WRITING, State.UNDOING]

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="import_runs")
    name = models.CharField(max_length=200)  # as the file was called; never a path of ours
    size = models.PositiveIntegerField()
    shape = models.CharField(max_length=9, choices=Shape)
    state = models.CharField(max_length=8, choices=State)
    # How the file is to be read: charset, delimiter, where it begins, its headings and what each column is.
    layout = models.JSONField(default=dict)
    # What the user chose: how often, whether nudges are wished for, who wins where both say something else.
    wishes = models.JSONField(default=dict)
    # How many rows are new, changed, the same, skipped and refused; what came of it afterwards.
    counts = models.JSONField(default=dict)
    # What the contacts were like when the rows were compared with them: if they differ now, it is done anew.
    compared_with = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_wished = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)
    # Whoever is at work holds the token until the lease ends; then another may begin anew.
    token = models.CharField(max_length=22, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField()

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="imports_newest_first", fields=["owner", "-id"]),
            models.Index(
                name="imports_at_work", fields=["lease_until"], condition=Q(state__in=["reading", "writing", "undoing"])
            ),
            models.Index(name="imports_to_forget", fields=["keep_until"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK


class ImportPiece(models.Model):
    """A piece of the file, encrypted: read one at a time, however large the whole is. Gone once it was brought in."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="pieces_of_a_file_have_an_order", fields=["run", "number"])]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def in_file_order(self) -> ImportRowQuerySet:
        return self.order_by("line", "id")


class ImportRow(models.Model):
    """One line of the file and what is to come of it; afterwards, what is needed to take it back."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("The same")
        SKIPPED = "skipped", _("Left out")
        REFUSED = "refused", _("Can’t come in")

    # Not checked row by row, for a hundred thousand of them: nobody deletes a run but with its rows. The index below
    # begins with it.
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    reason = models.CharField(max_length=300, blank=True)
    # The contact it is about; of a new one, the number it will have. Who is erased is erased here as well.
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, db_constraint=False, null=True, related_name="import_rows"
    )
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=250, blank=True)
    email = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    company_key = models.CharField(max_length=250, blank=True)
    field = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    cadence = models.PositiveSmallIntegerField(default=1)
    is_stopped = models.BooleanField(default=False)
    # As JSON, empty where there is none: interests, last letter, rejection, what changes; then what was before.
    more = models.TextField(blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="import_rows_by_outcome", fields=["run", "outcome", "line"])]

    def __str__(self) -> str:
        return f"{self.line}: {self.name}"


class KnownHeadings(models.Model):
    """What a user said the columns of a file with these headings are: the next such file need not be asked about."""

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="known_headings")
    headings_hash = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    day_first = models.BooleanField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="headings_are_known_once", fields=["owner", "headings_hash"]),
        ]

    def __str__(self) -> str:
        return self.headings_hash[:12]

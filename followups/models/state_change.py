from django.db import models
from django.db.models import Q
from django.utils import timezone


class StateChange(models.Model):
    """Append-only: what a nudge or a nudge mail turned from and to, when, and by whose doing."""

    nudge = models.ForeignKey(
        "followups.Nudge", on_delete=models.CASCADE, null=True, blank=True, related_name="state_changes", db_index=False
    )
    mail = models.ForeignKey(
        "followups.NudgeMail",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="state_changes",
        db_index=False,
    )
    old = models.CharField(max_length=14, blank=True)
    new = models.CharField(max_length=14)
    by = models.CharField(max_length=16)  # planner, worker, sweep, link, user, operator
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_state_change_is_of_one_thing",
                condition=Q(nudge__isnull=True, mail__isnull=False) | Q(nudge__isnull=False, mail__isnull=True),
            )
        ]
        # Four lines of a mail for one of a nudge: an index of both would hold every line twice.
        indexes = [
            models.Index(name="state_changes_of_a_nudge", fields=["nudge"], condition=Q(nudge__isnull=False)),
            models.Index(name="state_changes_of_a_mail", fields=["mail"], condition=Q(mail__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.old or '–'} → {self.new}"

"""Whether a user gets mail at all. Stopping it keeps everything else: contacts, dates, and Today in the app."""

from __future__ import annotations

from django.utils import timezone

from crm.models import User


def stop_mails(user: User) -> None:
    """No more nudge mails. A second call changes nothing."""
    now = timezone.now()
    User.objects.filter(pk=user.pk, mails_stopped_at=None).update(mails_stopped_at=now)
    user.mails_stopped_at = user.mails_stopped_at or now


def resume_mails(user: User) -> None:
    """Mails again, and the planner looks at the user at once."""
    User.objects.filter(pk=user.pk).update(mails_stopped_at=None, plan_at=timezone.now())
    user.mails_stopped_at = None

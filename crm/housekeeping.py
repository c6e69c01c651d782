"""What an installation owes to those who left it: done every few minutes, safe at any time and twice at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from crm.account_deletion import delete_due_accounts
from crm.audit import forget_old_events
from crm.erasing import wipe_traces
from crm.models import AuditEvent
from followups.models import NudgeMail
from followups.people import remove_kept_mails

# So long after somebody was erased their traces are looked for once more: a worker may have been about to keep a mail
# that tells of them, or have kept the log of the database from being cleared.
LOOK_BACK = timedelta(hours=1)


def keep_house(now: datetime) -> int:
    """Delete the accounts whose week is over, and what erased people left behind; returns how many accounts went."""
    deleted = delete_due_accounts(now)
    forget_old_events(now)
    if deleted or AuditEvent.objects.filter(kind="person_erased", at__gte=now - LOOK_BACK).exists():
        remove_blanked_mails()
        wipe_traces()
    return deleted


def remove_blanked_mails() -> int:
    """Kept mails whose row is gone, or was blanked because somebody in it was erased."""
    kept = {path.stem for path in Path(settings.MAIL_DIR).glob("*.eml") if not path.stem.startswith("account-")}
    told = NudgeMail.objects.exclude(subject="").values_list("public_id", flat=True)
    left = kept - set(told.iterator(chunk_size=2000)) if kept else set()
    remove_kept_mails(left)
    return len(left)

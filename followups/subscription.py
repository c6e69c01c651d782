"""Stop the nudge mails, and have them again. The data stays; who is due is on Today all the same."""

from django.db import transaction
from django.utils import timezone

from crm.models import User
from followups.cadence import refresh_next_date
from followups.locks import lock_user
from followups.models import Nudge, NudgeMail
from followups.nudge_states import cancel_if_empty, take_back_mail, turn_nudge


@transaction.atomic
def stop_mails(user: User, *, by: str = "user") -> None:
    """Send no nudge mail from now on; one that waits is cancelled. A second call changes nothing."""
    lock_user(user)
    now = timezone.now()
    if User.objects.filter(pk=user.pk, mails_stopped_at=None).update(mails_stopped_at=now):
        user.mails_stopped_at = now
        for mail in user.nudge_mails.filter(state__in=NudgeMail.NOT_HANDED_OVER):
            withdraw_mail(mail, by=by)


def withdraw_mail(mail: NudgeMail, *, by: str) -> None:
    """Withdraw the mail's open nudges, unless it is being handed over at this moment."""
    if not take_back_mail(mail, by=by):
        return
    for nudge in mail.nudges.filter(state=Nudge.State.OPEN).select_related("contact__owner"):
        turn_nudge(nudge, Nudge.State.WITHDRAWN, by=by, answered_at=timezone.now())
        refresh_next_date(nudge.contact)
    cancel_if_empty(mail, by=by)


@transaction.atomic
def resume_mails(user: User) -> None:
    """Mails again, and the planner looks at the user at once."""
    lock_user(user)
    User.objects.filter(pk=user.pk).update(mails_stopped_at=None, plan_at=timezone.now())
    user.mails_stopped_at = None

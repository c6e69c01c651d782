"""Stop the nudge mails, have them again, and go on vacation. The data stays; who is due is on Today all the same."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from crm.models import User
from followups.cadence import refresh_next_date
from followups.locks import lock_user
from followups.models import Nudge, NudgeMail
from followups.nudge_states import cancel_if_empty, take_back_mail, turn_nudge

WAITING = [NudgeMail.State.PLANNED, NudgeMail.State.CLAIMED]


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


@transaction.atomic
def set_vacation(user: User, *, away_from: date | None, away_until: date | None) -> None:
    """Send nothing from the first day until the day before the second; two times None: no vacation.

    What falls due meanwhile comes on the day the user is back: late, not lost, and once.
    """
    lock_user(user)
    user.away_from, user.away_until, user.plan_at = away_from, away_until, timezone.now()
    user.save(update_fields=["away_from", "away_until", "plan_at"])
    if user.is_away(user.today()):
        withdraw_waiting_mails(user, by="user")


def withdraw_mails_of_the_away(now: datetime) -> None:
    """Take back what was planned before a vacation began and still waits: it is planned anew after it."""
    waiting = NudgeMail.objects.filter(owner=OuterRef("pk"), state__in=WAITING)
    day = timedelta(days=1)  # a day more on either side: it is another day elsewhere on earth
    away = User.objects.filter(away_from__lte=(now + day).date(), away_until__gt=(now - day).date())
    for user in away.filter(Exists(waiting)):
        if user.is_away(user.today(now)):
            with transaction.atomic():
                lock_user(user)
                withdraw_waiting_mails(user, by="planner")


def withdraw_waiting_mails(user: User, *, by: str) -> None:
    for mail in user.nudge_mails.filter(state__in=WAITING):
        withdraw_mail(mail, by=by)

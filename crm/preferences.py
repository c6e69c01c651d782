"""What a user chooses about themselves and their mails."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from crm.models import User
from followups.subscription import resume_mails, set_vacation, stop_mails

CHOSEN = [
    "name",
    "time_zone",
    "nudge_time",
    "contacts_per_mail",
    "digest_day",
    "digest_since",
    "plan_at",
    "unanswered_limit",
]


@transaction.atomic
def change_preferences(
    user: User,
    *,
    name: str,
    time_zone: str,
    nudge_time: time,
    contacts_per_mail: int,
    digest_day: int | None,
    wants_mails: bool,
    away_from: date | None = None,
    away_until: date | None = None,
    unanswered_limit: int | None = None,
) -> User:
    """Save the settings, and let the planner look again at once: another zone or time may make a mail due today.

    Only these fields are written: the planner moves others of the same row meanwhile.
    """
    user.name, user.time_zone, user.nudge_time = name, time_zone, nudge_time
    if digest_day != user.digest_day:
        # Digests of days before the choice are not caught up on.
        user.digest_since = user.today() if digest_day else None
    user.contacts_per_mail, user.digest_day = contacts_per_mail, digest_day
    user.unanswered_limit = unanswered_limit or user.unanswered_limit
    user.plan_at = timezone.now()
    user.save(update_fields=CHOSEN)
    if wants_mails:
        resume_mails(user)
    else:
        stop_mails(user)
    if (away_from, away_until) != (user.away_from, user.away_until):
        set_vacation(user, away_from=away_from, away_until=away_until)
    return user

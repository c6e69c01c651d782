"""End the hold of a restored or cloned installation, and settle what may have been mailed meanwhile.

Until when mail went out before is known to the owner alone. For the time up to that moment the planner is run once
more, without mailing: who would have been nudged counts as nudged, so that nobody is told of twice within a month.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact
from crm.models import Instance, User
from followups.cadence import refresh_next_date
from followups.holding import find_reason_to_hold, hold, is_clock_behind, keep_mark, read_kept_mark, read_marks
from followups.locks import lock_user
from followups.models import Nudge, NudgeMail, StateChange
from followups.months import add_months
from followups.planning import Plan, defer_refused, expire_open_nudge, make_plan

State = NudgeMail.State
REFUSED_LOOK_AGAIN_AFTER = timedelta(minutes=1)


class LiesAhead(Exception):
    """Nothing can have been mailed up to a moment that is still to come."""


@dataclass
class Resumption:
    """What a resume came to: nudges recorded as mailed, mails that may have arrived, mails that go out again."""

    recorded: int = 0
    unsure: int = 0
    planned_again: int = 0


def find_hold(now: datetime) -> str:
    """Why this installation mails nothing, or would not from the next tick on; empty where all is well."""
    instance, kept = read_marks()
    if instance.held_at:
        return instance.held_because or _("Somebody asked for it.")
    if is_clock_behind(instance, now):
        return _("The clock is behind the last run.")
    return find_reason_to_hold(instance, kept, now)


def resume_mailing(now: datetime, *, assume_sent_until: date | datetime | None = None) -> Resumption:
    """End the hold, from `now` on. Safe to run again if it was cut short.

    `assume_sent_until` is a moment, or a day of each user's own that is over or today: what was due by then counts as
    mailed. Raises `LiesAhead`.
    """
    instance, _kept = read_marks()
    if not instance.held_at:
        hold(instance, find_hold(now), now)
    resumption = Resumption()
    if assume_sent_until is not None:
        for user in User.objects.order_by("pk"):
            until = end_of(assume_sent_until, user, now)
            assume_sent(user, find_last_run(instance, user), until, resumption)
    with transaction.atomic():
        resumption.unsure += give_up_handing(now)
        resumption.planned_again = plan_held_mails(now)
        User.objects.update(plan_at=now)
        release_hold(now)
    return resumption


def find_last_run(instance: Instance, user: User) -> datetime | None:
    """The last tick before the hold, as the database knows it; else a moment before anybody was due."""
    last = instance.last_tick_at
    was_held = last and instance.held_at and last > instance.held_at
    if last and not was_held:
        return last
    first_on = Contact.objects.owned_by(user).in_touch().aggregate(first=Min("next_on"))["first"]
    # A month earlier, for a digest tells of days to come.
    return user.nudge_moment(add_months(first_on, -1)) if first_on else None


def end_of(assume_sent_until: date | datetime, user: User, now: datetime) -> datetime:
    """The moment meant: a day counts to its end in the user's zone, today to this moment."""
    if isinstance(assume_sent_until, datetime):
        if assume_sent_until > now:
            raise LiesAhead
        return assume_sent_until
    # A day that has begun nowhere yet lies ahead for everybody, whatever their zones.
    if assume_sent_until > (now + timedelta(hours=14)).date():
        raise LiesAhead
    day_after = assume_sent_until + timedelta(days=1)
    midnight = datetime.combine(day_after, time(), tzinfo=user.zone)
    return min(midnight - timedelta(microseconds=1), now)


@transaction.atomic
def assume_sent(user: User, since: datetime | None, until: datetime, resumption: Resumption) -> None:
    lock_user(user)
    user.refresh_from_db()
    unfinished = user.nudge_mails.unfinished().filter(on__lte=user.today(until))
    resumption.unsure += make_unsure(unfinished, timezone.now())
    if since:
        resumption.recorded += replay_plans(user, since, until)


def replay_plans(user: User, since: datetime, until: datetime) -> int:
    """Ask the planner moment by moment what it would have mailed, and record that without mailing."""
    recorded, moment = 0, since
    while moment <= until and not user.nudge_mails.unfinished().exists():
        plan = make_plan(user, moment)
        noted = record_plan(user, plan)
        recorded += noted
        if noted and plan.on:
            user.last_mail_on = plan.on
            User.objects.filter(pk=user.pk).update(last_mail_on=plan.on)
        if plan.look_again_at is None:
            break
        # A contact whose nudge the database refused is due later; others may be due now.
        was_refused = plan.is_mail and not noted
        again_at = moment if was_refused else plan.look_again_at
        moment = max(again_at, moment + REFUSED_LOOK_AGAIN_AFTER)
    return recorded


def record_plan(user: User, plan: Plan) -> int:
    if not plan.is_mail or plan.on is None:
        return 0
    for nudge in plan.carried:
        assert nudge.mail is not None
        nudge.earlier_mails.add(nudge.mail)
        nudge.mail = None
        nudge.save(update_fields=["mail"])
    in_order = sorted(plan.contacts, key=lambda contact: contact.pk)
    return len(plan.carried) + sum(record_nudge(user, contact, plan.on) for contact in in_order)


def record_nudge(user: User, contact: Contact, on: date) -> bool:
    """A nudge without a mail, open as if its mail had arrived; False if the database refuses it."""
    contact.owner = user
    day = max(on, *(day for day in (contact.next_on, contact.paused_until, contact.thanks_held_until) if day))
    try:
        with transaction.atomic():
            expire_open_nudge(contact)
            nudge = Nudge.objects.create(contact=contact, on=day)
            StateChange.objects.create(nudge=nudge, new=nudge.state, by="operator")
    except IntegrityError:
        defer_refused(contact, day)
        return False
    refresh_next_date(contact)
    return True


def give_up_handing(now: datetime) -> int:
    """A hand-over that nobody here can finish any more: it may have come to its end elsewhere."""
    return make_unsure(NudgeMail.objects.filter(state=State.HANDING), now)


def make_unsure(mails: models.QuerySet[NudgeMail], now: datetime) -> int:
    """The token stays: where a hand-over goes on after all, its outcome still finds the mail."""
    error = _("Restored from a backup: it may have been sent before.")
    return turn_mails(mails, State.UNSURE, now, settled_at=now, lease_until=None, error=error)


def plan_held_mails(now: datetime) -> int:
    held = NudgeMail.objects.filter(Q(state=State.HELD) | Q(state=State.CLAIMED, lease_until__lt=now))
    return turn_mails(held, State.PLANNED, now, token="", lease_until=None, not_before=now, first_tried_at=None)


def turn_mails(mails: models.QuerySet[NudgeMail], new: str, now: datetime, **fields: object) -> int:
    turned = 0
    for pk, old in mails.values_list("pk", "state"):
        if NudgeMail.objects.filter(pk=pk, state=old).update(state=new, **fields):
            StateChange.objects.create(mail_id=pk, old=old, new=new, by="operator", at=now)
            turned += 1
    return turned


def release_hold(now: datetime) -> None:
    """Make the marks in the database and beside it fit again. The caller's transaction commits after the file is
    written: a tick in between still finds the hold."""
    mark = read_kept_mark().mark or secrets.token_hex(16)
    Instance.objects.filter(pk=1).update(mark=mark, last_tick_at=now, held_at=None, held_because="")
    keep_mark(mark, now)

"""Plan the nudge mails: who is due, at most one mail per user and day, and never a nudge too soon.

Everything is safe to run twice, at once, and late: the day's mail and the month's nudge are held by constraints.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from contacts.models import Contact
from crm.models import User
from followups.cadence import find_next_date, refresh_next_date
from followups.ideas.proposing import propose_ideas
from followups.models import Idea, Nudge, NudgeMail, StateChange
from followups.models.mail import IN_FULL, draw_public_id
from followups.months import add_months

logger = logging.getLogger(__name__)

# Users looked at in one round of planning; the next round follows at once while there are more.
USERS_A_ROUND = 200
MOST_PLANNERS = 8
# While a mail of the user is under way, the planner comes back this often.
LOOK_AGAIN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Plan:
    """What a look at one user came to: a mail with these contacts, or why there is none and when to look again."""

    look_again_at: datetime | None
    reason: str
    contacts: tuple[Contact, ...] = ()
    carried: tuple[Nudge, ...] = ()
    on: date | None = None
    is_digest: bool = False

    @property
    def is_mail(self) -> bool:
        return bool(self.contacts or self.carried)


def plan_mails(now: datetime) -> int:
    """Plan every mail whose moment has come; returns how many were planned."""
    planned = 0
    while user_ids := read_users_to_plan_for(now, USERS_A_ROUND):
        planned += sum(try_to_plan(user_id, now) for user_id in user_ids)
    return planned


def plan_round(now: datetime) -> int:
    """Plan for so many users; returns for how many. Several planners at once seldom meet the same user."""
    user_ids = read_users_to_plan_for(now, MOST_PLANNERS * USERS_A_ROUND)
    if len(user_ids) > USERS_A_ROUND:
        user_ids = random.sample(user_ids, USERS_A_ROUND)
    for user_id in user_ids:
        try_to_plan(user_id, now)
    return len(user_ids)


def count_users_to_plan_for(now: datetime) -> int:
    """Counted up to a limit: what all planners take in one round."""
    return len(read_users_to_plan_for(now, MOST_PLANNERS * USERS_A_ROUND))


def try_to_plan(user_id: int, now: datetime) -> bool:
    """Plan for one user; what goes wrong with one must not hold up the others."""
    try:
        return plan_for_user(user_id, now)
    except Exception:
        logger.exception("planning failed for user %s; trying again later", user_id)
        User.objects.filter(pk=user_id).update(plan_at=now + LOOK_AGAIN_AFTER)
        return False


def read_users_to_plan_for(now: datetime, most: int) -> list[int]:
    due = User.objects.filter(plan_at__lte=now).order_by("plan_at")
    return list(due.values_list("pk", flat=True)[:most])


@transaction.atomic
def plan_for_user(user_id: int, now: datetime) -> bool:
    """In one transaction: the nudges, one mail, the contacts' next dates, and when to look again."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.plan_at is None or user.plan_at > now:
        return False  # another planner was first
    plan = make_plan(user, now)
    mail = create_mail(user, plan, now) if plan.is_mail else None
    # Contacts whose nudge the database refused are due no more; look again in case others are.
    look_again_at = plan.look_again_at if mail or not plan.is_mail else now + timedelta(minutes=1)
    User.objects.filter(pk=user.pk).update(plan_at=look_again_at)
    return mail is not None


def make_plan(user: User, now: datetime) -> Plan:
    """Decide what would be mailed to the user at the moment `now`; changes nothing (`tick --dry-run` shows it)."""
    today = user.today(now)
    if not user.is_active or user.mails_stopped_at or user.deletion_asked_at:
        return Plan(None, "mails are stopped")
    if user.is_away(today):
        assert user.away_until is not None
        return Plan(user.nudge_moment(user.away_until), f"the user is away until {user.away_until}")
    if user.nudge_mails.unfinished().exists():
        return Plan(now + LOOK_AGAIN_AFTER, "the last mail is still under way")
    if user.last_mail_on and user.last_mail_on >= today:
        return Plan(user.nudge_moment(user.last_mail_on + timedelta(days=1)), "today's mail was already planned")
    if now < user.nudge_moment(today):
        return Plan(user.nudge_moment(today), "the nudge time has not come yet")
    if user.digest_day:
        return plan_digest(user, today)
    carried = read_carried_nudges(user, today)
    room = max(0, user.contacts_per_mail - len(carried))
    due = Contact.objects.owned_by(user).due(today).exclude(pk__in=[nudge.contact_id for nudge in carried])
    contacts = tuple(due.longest_waiting_first()[:room])
    if not contacts and not carried:
        return Plan(find_next_look(user, today), "nobody is due")
    tomorrow = user.nudge_moment(today + timedelta(days=1))
    return Plan(tomorrow, "due", contacts=contacts, carried=carried, on=today)


def plan_digest(user: User, today: date) -> Plan:
    """On the user's day of the month: whoever falls due before the next digest, and what failed mails carried."""
    last_on = last_digest_day(user, today)
    next_on = add_months(last_on.replace(day=1), 1, user.digest_day)
    is_over = user.digest_since is None or last_on < user.digest_since
    already_mailed = is_over or (user.last_mail_on is not None and user.last_mail_on >= last_on)
    carried = read_carried_nudges(user, today)
    if already_mailed and not carried:
        return Plan(user.nudge_moment(next_on), "the month's digest was already mailed")
    last_day = next_on - timedelta(days=1)
    due = Contact.objects.owned_by(user).due(last_day).exclude(pk__in=[nudge.contact_id for nudge in carried])
    contacts = () if already_mailed else tuple(due.longest_waiting_first())
    look_again_at = user.nudge_moment(today + timedelta(days=1))
    if not contacts and not carried:
        return Plan(user.nudge_moment(next_on), "nobody falls due before the next digest")
    return Plan(look_again_at, "digest", contacts=contacts, carried=carried, on=today, is_digest=True)


def last_digest_day(user: User, today: date) -> date:
    """The latest digest day up to today: this month's, clamped to the month's end, or last month's."""
    assert user.digest_day is not None
    this_month = add_months(today.replace(day=1), 0, user.digest_day)
    return this_month if this_month <= today else add_months(today.replace(day=1), -1, user.digest_day)


def read_carried_nudges(user: User, today: date) -> tuple[Nudge, ...]:
    """Nudges of a failed mail that still stand: they join this mail, until one is accepted."""
    nudges = Nudge.objects.filter(
        mail__owner=user, mail__state=NudgeMail.State.FAILED, state=Nudge.State.OPEN
    ).select_related("contact")
    return tuple(nudge for nudge in nudges.order_by("on", "id") if nudge.contact.may_be_nudged(max(nudge.on, today)))


def find_next_look(user: User, today: date) -> datetime | None:
    """The nudge time of the first day on which somebody could fall due; None if nobody can."""
    in_touch = Contact.objects.owned_by(user).in_touch().filter(next_on__isnull=False)
    first = in_touch.filter(next_on__gt=today).order_by("next_on").values_list("next_on", flat=True).first()
    # Who is due but held (paused, thanks owed) falls due when the hold ends.
    waiting = in_touch.filter(next_on__lte=today).values_list("paused_until", "thanks_held_until")
    days = [first] if first else []
    days += [max(day for day in holds if day) for holds in waiting if any(holds)]
    later = [day for day in days if day > today]
    return user.nudge_moment(min(later)) if later else None


def create_mail(user: User, plan: Plan, now: datetime) -> NudgeMail | None:
    """Create the planned mail with its nudges; None if the database refused every one of them."""
    assert plan.on is not None
    public_id = draw_public_id()
    mail = NudgeMail.objects.create(
        owner=user,
        public_id=public_id,
        on=plan.on,
        is_digest=plan.is_digest,
        recipient=user.email,
        message_id=f"<n-{public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>",
        not_before=now,
        state=NudgeMail.State.PLANNED,
    )
    carry_nudges(mail, plan.carried)
    # Sorted by contact: two planners that insert in one order cannot deadlock on the exclusion constraint.
    created = [nudge_contact(mail, contact, plan.on) for contact in sorted(plan.contacts, key=lambda row: row.pk)]
    if not any(created) and not plan.carried:
        mail.delete()
        return None
    propose_ideas(read_nudges_in_full(mail))
    StateChange.objects.create(mail=mail, new=mail.state, by="planner", at=now)
    User.objects.filter(pk=user.pk).update(last_mail_on=plan.on)
    return mail


def read_nudges_in_full(mail: NudgeMail) -> list[Nudge]:
    """Those of its nudges of which the mail tells in full, and that have no ideas from an earlier mail."""
    nudges = list(mail.nudges.select_related("contact").order_by("on", "id")[:IN_FULL])
    for nudge in nudges:
        nudge.contact.owner = mail.owner
    told = set(Idea.objects.filter(nudge__in=nudges).values_list("nudge", flat=True))
    return [nudge for nudge in nudges if nudge.pk not in told]


def nudge_contact(mail: NudgeMail, contact: Contact, on: date) -> bool:
    """Create the contact's nudge of this month; a refused one leads to a new next date, never to a lost month."""
    contact.owner = mail.owner
    # A digest speaks of days to come: the day on which the contact may be written to.
    day = max(on, *(day for day in (contact.next_on, contact.paused_until, contact.thanks_held_until) if day))
    try:
        with transaction.atomic():
            expire_open_nudge(contact)
            nudge = Nudge.objects.create(contact=contact, on=day, mail=mail)
            StateChange.objects.create(nudge=nudge, new=nudge.state, by="planner")
    except IntegrityError:
        defer_refused(contact, day)
        return False
    refresh_next_date(contact)
    return True


def expire_open_nudge(contact: Contact) -> None:
    """A new nudge takes the place of the open one, whose links still work."""
    for nudge in contact.nudges.filter(state=Nudge.State.OPEN):
        Nudge.objects.filter(pk=nudge.pk, state=nudge.state).update(state=Nudge.State.EXPIRED)
        StateChange.objects.create(nudge=nudge, old=nudge.state, new=Nudge.State.EXPIRED, by="planner")


def defer_refused(contact: Contact, day: date) -> None:
    """Another nudge stands less than a month away: wait until a month after it."""
    refresh_next_date(contact)
    next_on, _event = find_next_date(contact)
    if next_on <= day:
        in_the_way = contact.nudges.exclude(state__in=Nudge.FREES_THE_MONTH).order_by("-until").first()
        next_on = max(day + timedelta(days=1), in_the_way.until if in_the_way else day)
        Contact.objects.filter(pk=contact.pk).update(next_on=next_on)


def carry_nudges(mail: NudgeMail, nudges: tuple[Nudge, ...]) -> None:
    for nudge in nudges:
        assert nudge.mail is not None
        nudge.earlier_mails.add(nudge.mail)
        nudge.mail = mail
        nudge.save(update_fields=["mail"])

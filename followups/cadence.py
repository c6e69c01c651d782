"""When a contact may be written to next, and why: the rule of the month.

The next date is the latest of: the last rejection, outreach or thank-you (before any: the day the contact was
added) plus the cadence; the last nudge, answered or not, plus the cadence; the end of a pause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce, Least
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Contact
from crm.models import User
from followups.models import Nudge, Touchpoint
from followups.months import add_months, is_month_end

NextFrom = Contact.NextFrom


@dataclass(frozen=True)
class Event:
    """Something that the month is counted from."""

    on: date
    what: str


def refresh_next_date(contact: Contact) -> None:
    """Recompute and store the contact's next date, and have the planner look at its owner in time.

    Call it in the transaction of every change that could move the date.
    """
    if contact.is_active:
        next_on, event = find_next_date(contact)
        contact.next_on, contact.next_from, contact.next_from_on = next_on, event.what, event.on
    else:
        contact.next_on = None
    contact.save(update_fields=["next_on", "next_from", "next_from_on"])
    if contact.next_on:
        wake_planner(contact.owner, contact.next_on)


def start_clock(contact: Contact) -> None:
    """Set the first date of a contact that is not saved yet, and to whom nothing can have happened."""
    if contact.is_active:
        contact.next_from, contact.next_from_on = NextFrom.ADDED, contact.added_on
        contact.next_on = add_months(contact.added_on, contact.cadence)


def find_next_date(contact: Contact) -> tuple[date, Event]:
    event = read_last_event(contact)
    next_on = add_months(event.on, contact.cadence, find_anchor(contact, event.on))
    if contact.paused_until and contact.paused_until > next_on:
        return contact.paused_until, Event(contact.paused_until, NextFrom.PAUSE)
    return next_on, event


def read_last_event(contact: Contact) -> Event:
    """The latest of the contact's rejections, messages of yours and nudges; of one day, the message comes first."""
    touchpoint = contact.touchpoints.order_by("-on", "-id").values_list("on", "kind").first()
    rejected_on = contact.rejections.order_by("-rejected_on").values_list("rejected_on", flat=True).first()
    nudged_on = read_last_nudge_day(contact)
    events = []
    if touchpoint:
        what = NextFrom.THANKS if touchpoint[1] == Touchpoint.Kind.THANK_YOU else NextFrom.OUTREACH
        events.append(Event(touchpoint[0], what))
    if rejected_on:
        events.append(Event(rejected_on, NextFrom.REJECTION))
    if not events:
        events.append(Event(contact.added_on, NextFrom.ADDED))
    if nudged_on:
        events.append(Event(nudged_on, NextFrom.NUDGE))
    return max(events, key=lambda event: event.on)


def read_last_nudge_day(contact: Contact) -> date | None:
    """The day of the last nudge that was not withdrawn; a merged one still counts."""
    nudges = contact.nudges.exclude(state=Nudge.State.WITHDRAWN)
    return nudges.order_by("-on").values_list("on", flat=True).first()


def find_anchor(contact: Contact, last_on: date) -> int:
    """The day of the month to come back to: that of the last event, but a month's last day keeps a larger one.

    31 January → 28 February → 31 March: the events are followed back as long as they fall on a month's end.
    """
    return choose_anchor(read_event_days(contact, last_on), last_on) if is_month_end(last_on) else last_on.day


def choose_anchor(days: Iterable[date], last_on: date) -> int:
    """The anchor after `last_on`, out of the days of all events, newest first."""
    if not is_month_end(last_on):
        return last_on.day
    anchor = 0
    for day in days:
        anchor = max(anchor, day.day)
        if not is_month_end(day) or anchor == 31:
            break
    return max(anchor, last_on.day)


def read_event_days(contact: Contact, last_on: date, limit: int = 12) -> list[date]:
    """Days of the contact's last events up to `last_on`, newest first."""
    touched = contact.touchpoints.filter(on__lte=last_on).order_by("-on").values_list("on", flat=True)[:limit]
    rejected = contact.rejections.filter(rejected_on__lte=last_on).order_by("-rejected_on")
    nudged = contact.nudges.exclude(state=Nudge.State.WITHDRAWN).filter(on__lte=last_on).order_by("-on")
    days = {*touched, *rejected.values_list("rejected_on", flat=True)[:limit]}
    days = days or {contact.added_on}
    days |= set(nudged.values_list("on", flat=True)[:limit])
    return sorted(days, reverse=True)[:limit]


def wake_planner(user: User, next_on: date) -> None:
    """Have the planner look at the user no later than the nudge time of `next_on`.

    The update is unconditional on purpose: it waits for a planner that holds the row, and so is never lost to it.
    """
    moment = user.nudge_moment(next_on)
    User.objects.filter(pk=user.pk).update(plan_at=Least(Coalesce("plan_at", moment), moment))


def wake_planner_of_held(user: User, next_on: date) -> None:
    """The same for a user whose row is held, and was read with that: mostly nothing is to be written."""
    moment = user.nudge_moment(next_on)
    if user.plan_at is None or user.plan_at > moment:
        User.objects.filter(pk=user.pk).update(plan_at=moment)
        user.plan_at = moment


def earliest_outreach_on(contact: Contact) -> date | None:
    """The first day on which outreach may be composed: a calendar month after the last one; None: any day."""
    last = contact.touchpoints.outreach().order_by("-on").values_list("on", flat=True).first()
    return add_months(last, 1) if last else None


def explain_next_date(contact: Contact) -> str:
    """Why the next date is that date, in a sentence; empty for a contact without one."""
    if not contact.next_on or not contact.next_from_on:
        return ""
    if contact.next_from == NextFrom.PAUSE:
        return _("When the pause ends.")
    months = ngettext("A month", "%(count)d months", contact.cadence) % {"count": contact.cadence}
    day = date_format(contact.next_from_on, "j F Y")
    return _("%(months)s after %(event)s, on %(day)s.") % {
        "months": months,
        "event": contact.get_next_from_display(),
        "day": day,
    }

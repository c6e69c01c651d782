"""What every page says about the installation: when the scheduler ticked, and what keeps nudges from going out."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, ngettext

from crm.health import CLOCK_MAY_BE_BEHIND_BY, TICK_IS_FRESH_FOR
from crm.models import Instance, User
from crm.statements import read_rows
from followups.months import add_months, month_start
from followups.timeline import as_day

# A refusal older than this was followed by the user's own remedy, or is in the outbox to be found.
TROUBLE_IS_NEWS_FOR = timedelta(days=7)


def show_installation(request: HttpRequest) -> dict[str, Any]:
    """`installation` in templates: read by one query when a page first asks, and not at all where none does."""
    said: dict[str, Any] = {
        "keeps_mail": settings.MAIL_SERVER is None,
        "is_open_for_signup": settings.SIGNUP == "open",
        "is_by_invitation": settings.SIGNUP == "invite",
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        said["installation"] = SimpleLazyObject(lambda: Installation(user, timezone.now()))
    return said


class Installation:
    """The state of nudging, as one user should know it."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user, self.now = user, now
        row = read_instance(user)
        self.last_tick_at = as_moment(row.last_tick_at) if row else None
        self.is_held = bool(row and row.held_at)
        self.held_because: str = row.held_because if row else ""
        self.has_mail_trouble = bool(row and row.has_mail_trouble)
        self.has_waiting_mail = bool(row and row.has_waiting_mail)  # in the tray of the user's mailbox
        self.next_on: date | None = as_day(row.next_on) if row and row.next_on else None
        self.mail_server_trouble: str = row.lasting_mail_trouble(now) if row else ""

    @property
    def is_stale(self) -> bool:
        return self.now - (self.last_tick_at or self.user.created_at) >= TICK_IS_FRESH_FOR

    @property
    def is_clock_behind(self) -> bool:
        return self.last_tick_at is not None and self.last_tick_at - self.now > CLOCK_MAY_BE_BEHIND_BY

    @property
    def troubles(self) -> bool:
        is_still = self.is_held or self.is_stale or self.is_clock_behind
        return is_still or self.has_mail_trouble or bool(self.mail_server_trouble)

    @property
    def tick_line(self) -> str:
        if self.last_tick_at is None:
            return gettext("The scheduler has not ticked yet")
        return gettext("Scheduler ticked %(age)s ago") % {"age": describe_age(self.now - self.last_tick_at)}

    @cached_property
    def next_mail_line(self) -> str:
        if self.user.mails_stopped_at:
            return gettext("Nudge mails are switched off")
        day = next_mail_on(self.user, self.next_on, self.user.today(self.now))
        if day is None or self.is_held:
            return ""
        return gettext("Next mail: %(day)s, %(time)s") % {
            "day": describe_day(day, self.user.today(self.now)),
            "time": f"{self.user.nudge_time:%H:%M}",
        }


# The user's mails that are tried again, or were refused lately with none accepted since. In SQL, because Django takes
# 3 ms to put these together, on every page.
MAIL_TROUBLE = """EXISTS (
  SELECT 1 FROM followups_nudgemail m WHERE m.owner_id = %(owner)s AND (
    (m.state = 'planned' AND m.attempts >= 1 AND m.error <> '')
    OR (m.state = 'failed' AND m."on" >= %(news_since)s AND NOT EXISTS (
      SELECT 1 FROM followups_nudgemail s WHERE s.owner_id = m.owner_id AND s.state = 'sent' AND s."on" > m."on"))))"""
NEXT_ON = "(SELECT MIN(c.next_on) FROM contacts_contact c WHERE c.owner_id = %(owner)s AND c.standing = 'active')"
WAITING = "EXISTS (SELECT 1 FROM followups_mailboxmail w WHERE w.owner_id = %(owner)s AND w.state = 'waiting')"
TOLD = f"{MAIL_TROUBLE} AS has_mail_trouble, {NEXT_ON} AS next_on, {WAITING} AS has_waiting_mail"
INSTANCE_SQL = f"""
SELECT i.last_tick_at, i.held_at, i.held_because, i.mail_trouble, i.mail_trouble_since, {TOLD}
FROM crm_instance i"""  # noqa: S608


class Told(NamedTuple):
    """The row of the installation, with what concerns one user."""

    last_tick_at: datetime | None
    held_at: datetime | None
    held_because: str
    mail_trouble: str
    mail_trouble_since: datetime | None
    has_mail_trouble: bool
    next_on: date | str | None
    has_waiting_mail: bool

    def lasting_mail_trouble(self, now: datetime) -> str:
        told = Instance(mail_trouble=self.mail_trouble, mail_trouble_since=as_moment(self.mail_trouble_since))
        return told.lasting_mail_trouble(now)


def read_instance(user: User) -> Told | None:
    """What there is to tell; None before anything was set up."""
    words = {"owner": user.pk, "news_since": user.today() - TROUBLE_IS_NEWS_FOR}
    rows = read_rows(INSTANCE_SQL, words)
    return Told._make(rows[0]) if rows else None


def as_moment(read: datetime | None) -> datetime | None:
    """SQLite has no zones: what it keeps is UTC."""
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read


def next_mail_on(user: User, next_on: date | None, today: date) -> date | None:
    """The day the next nudge mail is to be expected, if nothing changes until then; none when nobody will be due."""
    if next_on is None:
        return None
    earliest = today
    if user.last_mail_on and user.last_mail_on >= today:
        earliest = user.last_mail_on + timedelta(days=1)
    day = next_digest_on(user.digest_day, earliest) if user.digest_day else max(next_on, earliest)
    return user.away_until if user.is_away(day) else day


def next_digest_on(digest_day: int, earliest: date) -> date:
    first = month_start(earliest)
    this_month = add_months(first, 0, digest_day)
    return this_month if this_month >= earliest else add_months(first, 1, digest_day)


def describe_age(age: timedelta) -> str:
    """“20 s”, “3 min”, “5 h”, “2 days”; a clock that was set back counts as now."""
    seconds = max(0, int(age.total_seconds()))
    if seconds < 60:
        return gettext("%(number)d s") % {"number": seconds}
    if seconds < 60 * 60:
        return gettext("%(number)d min") % {"number": seconds // 60}
    if seconds < 48 * 60 * 60:
        return gettext("%(number)d h") % {"number": seconds // 3600}
    days = seconds // 86400
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def describe_day(day: date, today: date) -> str:
    if day == today:
        return gettext("today")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    return date_format(day, "j F")

"""The outbox: how a planned mail is claimed, handed over and settled.

planned → claimed → handing → sent | unsure | failed, and back to planned where nothing can have arrived.
Every step is one conditional update, guarded by the state and by the claim's token: of two workers one wins, and
one that slept longer than its lease finds that the mail is no longer its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from django.utils import timezone

from followups import outbox_sql
from followups.cadence import refresh_next_date
from followups.locks import lock_user
from followups.models import Nudge, NudgeMail, StateChange
from followups.models.mail import draw_public_id
from followups.nudge_states import give_back_day, turn_nudge

State = NudgeMail.State

BATCH_SIZE = 100
CLAIM_LEASE = timedelta(minutes=2)
# SMTP allows a server ten minutes for its answer (RFC 5321, 4.5.3.2.6); the lease outlasts the wait.
HANDING_LEASE = timedelta(minutes=12)
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
LONGEST_BACK_OFF = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=3)
# A relay that removes repeats by key forgets the key after a day; an hour of it is left for the way there.
REPEATS_ARE_REMOVED_FOR = timedelta(hours=23)


class NoLongerOurs(Exception):
    """The mail's nudges changed, or its lease ran out: nothing of it may be sent."""


def count_mails_to_send(now: datetime, limit: int) -> int:
    return NudgeMail.objects.filter(state=State.PLANNED, not_before__lte=now)[:limit].count()


def claim_mails(now: datetime, limit: int = BATCH_SIZE) -> list[NudgeMail]:
    """Claim up to `limit` planned mails under one token and lease; no mail is claimed by two."""
    token = draw_public_id()
    ids = outbox_sql.claim(now, limit, token, now + CLAIM_LEASE)
    claimed = NudgeMail.objects.filter(pk__in=ids, token=token, state=State.CLAIMED).select_related("owner")
    return list(claimed.order_by("not_before", "id")) if ids else []


def read_standing_nudges(mails: Collection[NudgeMail]) -> dict[int, list[Nudge]]:
    """The nudges to render, by mail, longest-waiting first; an open one that stands no more is withdrawn."""
    nudges: dict[int, list[Nudge]] = {mail.pk: [] for mail in mails}
    attached = Nudge.objects.filter(mail__in=list(mails), state=Nudge.State.OPEN)
    standing = set(attached.filter(RawSQL(outbox_sql.STANDS, [], BooleanField())).values_list("pk", flat=True))  # noqa: S611
    # Their account is being deleted; what waited then was taken back, this came back after a refusal.
    leaving = {mail.pk for mail in mails if mail.owner.deletion_asked_at}
    for nudge in attached.order_by("on", "id"):
        if nudge.pk in standing and nudge.mail_id not in leaving:
            nudges[nudge.mail_id or 0].append(nudge)
        else:
            turn_nudge(nudge, Nudge.State.WITHDRAWN, by="worker", answered_at=timezone.now())
    return nudges


@dataclass(frozen=True)
class Accepted:
    """A mail that the server has accepted, which is still to be written down."""

    mail: NudgeMail
    reply: str
    at: datetime

    @property
    def words(self) -> dict[str, Any]:
        return {"mail": self.mail.pk, "token": self.mail.token, "reply": self.reply[:500], "now": self.at}


def hand_over(
    mail: NudgeMail, *, rendered: Sequence[Nudge], subject: str, now: datetime, before: Accepted | None = None
) -> None:
    """Commit that the message leaves now, and in the same commit that the mail before it was accepted.

    Raises `NoLongerOurs` unless the standing nudges are those rendered; the mail before it is written down even so.
    """
    if before and mail.owner.today(now) > mail.on:
        record_accepted(before.mail, before.reply, before.at)
        before = None
    if mail.owner.today(now) > mail.on:
        with transaction.atomic():
            move_to_today(mail, now)
            turn_to_handing(mail, len(rendered), subject, now)
    else:
        turn_to_handing(mail, len(rendered), subject, now, before)
    mail.state = State.HANDING


def turn_to_handing(
    mail: NudgeMail, rendered: int, subject: str, now: datetime, before: Accepted | None = None
) -> None:
    words = {"mail": mail.pk, "token": mail.token, "rendered": rendered, "subject": subject, "now": now}
    words["lease_until"] = now + HANDING_LEASE
    if before:
        is_settled, is_handed = outbox_sql.turn_two(before.words, words)
        before.mail.state = State.SENT if is_settled else before.mail.state
    else:
        is_handed = outbox_sql.turn(outbox_sql.HAND_OVER, State.CLAIMED, State.HANDING, words)
    if not is_handed:
        raise NoLongerOurs


def move_to_today(mail: NudgeMail, now: datetime) -> None:
    """A mail that leaves on a later day than planned takes its nudges, and the user's mail day, along."""
    user, today = mail.owner, mail.owner.today(now)
    lock_user(user)
    NudgeMail.objects.filter(pk=mail.pk, token=mail.token).update(on=today)
    type(user).objects.filter(pk=user.pk).update(last_mail_on=today)
    for nudge in mail.nudges.filter(state=Nudge.State.OPEN, on__lt=today).select_related("contact"):
        Nudge.objects.filter(pk=nudge.pk).update(on=today)
        nudge.contact.owner = user
        refresh_next_date(nudge.contact)


def settle(mail: NudgeMail, new: str, *, since: Sequence[str], by: str = "worker", **fields: Any) -> bool:
    """Turn our mail to `new` if it is still in one of the states `since` and carries our token."""
    with transaction.atomic():
        turned = NudgeMail.objects.filter(pk=mail.pk, token=mail.token, state__in=since).update(state=new, **fields)
        if turned:
            note_change(mail, new, by=by)
    return bool(turned)


def note_change(mail: NudgeMail, new: str, *, by: str) -> None:
    StateChange.objects.create(mail=mail, old=mail.state, new=new, by=by)
    mail.state = new


def record_accepted(mail: NudgeMail, reply: str, now: datetime) -> bool:
    """The server took it; also when its answer came after the mail was already counted as unsure."""
    turned = outbox_sql.turn(outbox_sql.ACCEPT, mail.state, State.SENT, Accepted(mail, reply, now).words)
    if turned:
        mail.state = State.SENT
    return turned


def record_unknown(mail: NudgeMail, error: str, now: datetime) -> bool:
    """The line died after the message may have left: unsure, and never sent again by itself.

    Where the relay removes repeats it is sent again, as long as the relay remembers the first one.
    """
    since = mail.unclear_since or now
    if may_be_repeated(since, now):
        return record_deferred(mail, error, now, unclear_since=since)
    return record_unsure(mail, error, now)


def may_be_repeated(unclear_since: datetime, now: datetime) -> bool:
    return settings.EMAIL_RELAY_DEDUPES and now - unclear_since < REPEATS_ARE_REMOVED_FOR


def record_unsure(mail: NudgeMail, error: str, now: datetime, by: str = "worker") -> bool:
    """The token stays: a late answer of the server still finds the mail."""
    since = [State.PLANNED, State.CLAIMED, State.HANDING]
    return settle(mail, State.UNSURE, since=since, by=by, settled_at=now, error=error[:500], lease_until=None)


def record_refused(mail: NudgeMail, error: str, now: datetime) -> bool:
    """The server refused this mail for good; its nudges join the next day's mail.

    Not if it was handed over before, and nobody knows with what end: the repeat alone was refused.
    """
    if mail.unclear_since:
        return record_unsure(mail, error, now)
    since = [State.CLAIMED, State.HANDING]
    return settle(mail, State.FAILED, since=since, settled_at=now, error=error[:500], lease_until=None, token="")


def record_deferred(mail: NudgeMail, error: str, now: datetime, **more: Any) -> bool:
    """Not now: try again after a while; after three days of refusals the mail has failed."""
    if mail.first_tried_at and now - mail.first_tried_at >= GIVE_UP_AFTER:
        return record_refused(mail, error, now)
    wait = BACK_OFF[mail.attempts - 1] if mail.attempts <= len(BACK_OFF) else LONGEST_BACK_OFF
    since = [State.CLAIMED, State.HANDING]
    fields = {"token": "", "lease_until": None, "not_before": now + wait, "error": error[:500], **more}
    return settle(mail, State.PLANNED, since=since, **fields)


def release(mail: NudgeMail, not_before: datetime | None = None) -> bool:
    """Give back a mail that was claimed and not tried."""
    fields: dict[str, Any] = {"not_before": not_before} if not_before else {}
    attempts = F("attempts") - 1
    return settle(mail, State.PLANNED, since=[State.CLAIMED], token="", lease_until=None, attempts=attempts, **fields)


def cancel_mail(mail: NudgeMail, now: datetime) -> None:
    """Nothing is left to say: none of the mail's nudges stands any more."""
    if mail.unclear_since:
        record_unsure(mail, mail.error, now)
        return
    with transaction.atomic():
        lock_user(mail.owner)
        if settle(mail, State.CANCELLED, since=[State.CLAIMED], settled_at=now, token="", lease_until=None):
            give_back_day(mail.owner)


def sweep(now: datetime) -> int:
    """Take up what a dead worker left: an untouched mail is planned again, one in mid-hand-over is unsure.

    Where repeats are removed (by the relay, or by the file name of kept mail) the latter is sent again too.
    """
    left = NudgeMail.objects.filter(lease_until__lt=now)
    swept = sum(plan_again(mail) for mail in left.filter(state=State.CLAIMED)[:1000])
    swept += sum(sweep_handing(mail, now) for mail in left.filter(state=State.HANDING)[:1000])
    return swept + give_up_repeating(now)


def plan_again(mail: NudgeMail, **fields: Any) -> bool:
    return settle(mail, State.PLANNED, since=[mail.state], by="sweep", token="", lease_until=None, **fields)


def sweep_handing(mail: NudgeMail, now: datetime) -> bool:
    error = "The sending stopped in the middle of the hand-over."
    if settings.MAIL_SERVER is None:
        return plan_again(mail, error=error)
    since = mail.unclear_since or mail.handed_at or now
    if may_be_repeated(since, now):
        return plan_again(mail, error=error, unclear_since=since)
    return record_unsure(mail, error, now, by="sweep")


def give_up_repeating(now: datetime) -> int:
    """What waits to be repeated until the relay may have forgotten the first one, would arrive twice."""
    waiting = NudgeMail.objects.filter(state=State.PLANNED, unclear_since__isnull=False)
    late = [mail for mail in waiting[:1000] if not may_be_repeated(mail.unclear_since or now, now)]
    return sum(record_unsure(mail, mail.error, now, by="sweep") for mail in late)


def confirm_arrival(mail: NudgeMail, *, by: str = "user") -> bool:
    """The user has the mail, or pressed one of its links: it was sent after all."""
    return move_unsure(mail, State.SENT, by=by, error="")


def report_lost(mail: NudgeMail) -> bool:
    """The user says that the unsure mail did not arrive: it goes out again.

    If a newer mail is there already, this one has failed, and its nudges join the next day's.
    """
    with transaction.atomic():
        lock_user(mail.owner)
        newer = mail.owner.nudge_mails.filter(on__gt=mail.on).exclude(state=State.CANCELLED)
        if newer.exists():
            return move_unsure(mail, State.FAILED, by="user", token="")
        now = timezone.now()
        again = {"token": "", "not_before": now, "first_tried_at": None, "unclear_since": None}
        return move_unsure(mail, State.PLANNED, by="user", **again)


def move_unsure(mail: NudgeMail, new: str, *, by: str, **fields: object) -> bool:
    with transaction.atomic():
        moved = NudgeMail.objects.filter(pk=mail.pk, state=State.UNSURE).update(
            state=new, settled_at=timezone.now(), **fields
        )
        if moved:
            mail.state = State.UNSURE
            note_change(mail, new, by=by)
    return bool(moved)


def retry_mail(mail: NudgeMail) -> bool:
    """Try a waiting mail again now instead of when its back-off ends."""
    waiting = NudgeMail.objects.filter(pk=mail.pk, state=State.PLANNED)
    return bool(waiting.update(not_before=timezone.now(), first_tried_at=None))


def retry_waiting_mails() -> int:
    """Try every waiting mail again now: whoever restarts may have mended the mail server's settings."""
    now = timezone.now()
    return NudgeMail.objects.filter(state=State.PLANNED, not_before__gt=now).update(not_before=now)

"""One round of the bell: sweep what a dead worker left, plan what is due, say whether there is something to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm.models import ApiAnswer
from followups.feedback import close_unanswered
from followups.feeds.visiting import feeds_are_due
from followups.holding import may_mail
from followups.ideas.finding import read_owners_to_match
from followups.mail_line import line_is_to_be_asked
from followups.mailbox.inbox import inbox_is_due
from followups.mailbox.sent_folder import read_due_folders
from followups.outbox import BATCH_SIZE, count_mails_to_send, sweep
from followups.planning import USERS_A_ROUND, count_users_to_plan_for, plan_mails
from followups.schema import is_of_a_later_version
from followups.subscription import withdraw_mails_of_the_away
from followups.telling.deliveries import deliveries_are_due
from followups.telling.events import note_mailed_nudges
from followups.telling.pushing import find_mails_to_push

# No more drains than this are started by one tick; each takes batch after batch until nothing is left.
MOST_DRAINS = 8


@dataclass(frozen=True)
class Tick:
    """What one round came to: mails taken up again, planned, and waiting to be sent (counted up to a limit)."""

    is_held: bool = False
    swept: int = 0
    planned: int = 0
    to_send: int = 0
    feeds_are_due: bool = False
    owners_to_match: tuple[int, ...] = ()  # users for whom ideas are to be looked for
    inbox_is_due: bool = False
    line_is_to_be_asked: bool = False
    sent_folders_to_read: tuple[int, ...] = ()
    others_wait: bool = False  # webhooks to call, pushes to send
    to_plan: int = 0  # users for whom others are to plan (counted up to a limit)

    @property
    def drains(self) -> int:
        return -(-self.to_send // BATCH_SIZE)

    @property
    def shares(self) -> int:
        return -(-self.to_plan // USERS_A_ROUND)


def run_tick(now: datetime, *, has_helpers: bool = False) -> Tick:
    """Safe to run at any time, by anybody, twice at once: it acts only on what is due.

    A user takes 8 ms to plan for. With helpers, the planning of a morning on which many are due is left to them.
    """
    is_held = is_of_a_later_version() or not may_mail(now)
    ApiAnswer.objects.too_old(now).delete()
    if is_held:
        return Tick(is_held=True)
    swept = sweep(now)
    close_unanswered(now)
    withdraw_mails_of_the_away(now)
    to_plan = count_users_to_plan_for(now) if has_helpers else 0
    if to_plan <= USERS_A_ROUND:
        planned, to_plan = plan_mails(now), 0
    else:
        planned = 0
    note_mailed_nudges(now)
    to_send = count_mails_to_send(now, limit=MOST_DRAINS * BATCH_SIZE)
    return Tick(
        swept=swept,
        planned=planned,
        to_send=to_send,
        feeds_are_due=feeds_are_due(now),
        owners_to_match=tuple(read_owners_to_match()),
        inbox_is_due=inbox_is_due(now),
        line_is_to_be_asked=line_is_to_be_asked(now),
        sent_folders_to_read=tuple(read_due_folders(now)),
        to_plan=to_plan,
        others_wait=deliveries_are_due(now) or bool(find_mails_to_push(now)),
    )

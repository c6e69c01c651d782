"""Celery's part: ring the bell, drain the outbox beside other workers, visit feeds, match ideas, read mailboxes."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from crm.models import User
from followups import mail_line
from followups.feeds.visiting import fetch_due_feeds
from followups.ideas.finding import find_ideas
from followups.mailbox import inbox, sent_folder
from followups.sending import drain as drain_outbox
from followups.sharing import take_share
from followups.telling.deliveries import make_deliveries
from followups.telling.pushing import push_mails
from followups.tick import run_tick

# Seconds after which whoever sends or plans queues up again: the bell, which waits behind them, is to be heard.
A_TURN = 50


@shared_task
def tick() -> None:
    came_to = run_tick(timezone.now(), has_helpers=True)
    for _share in range(came_to.shares):
        plan_and_drain.apply_async(expires=55)
    for _drain in range(came_to.drains):
        drain.delay()
    if came_to.feeds_are_due:
        fetch_feeds.apply_async(expires=55)  # the next bell asks again
    for owner_id in came_to.owners_to_match:
        match_ideas.apply_async((owner_id,), expires=55)
    if came_to.line_is_to_be_asked:
        ask_line.apply_async(expires=55)
    if came_to.inbox_is_due:
        read_inbox.apply_async(expires=55)
    for folder_id in came_to.sent_folders_to_read:
        read_sent_folder.apply_async((folder_id,), expires=55)
    if came_to.others_wait:
        tell_others.apply_async(expires=55)


@shared_task
def drain() -> None:
    ends_at = monotonic() + A_TURN
    drain_outbox(ends_at)
    if monotonic() >= ends_at:
        drain.delay()


@shared_task
def plan_and_drain() -> None:
    ends_at = monotonic() + A_TURN
    take_share(ends_at)
    if monotonic() >= ends_at:
        plan_and_drain.delay()


@shared_task
def ask_line() -> None:
    mail_line.ask_line(timezone.now())


@shared_task
def fetch_feeds() -> None:
    fetch_due_feeds(timezone.now())


@shared_task
def match_ideas(owner_id: int) -> None:
    if owner := User.objects.filter(pk=owner_id).first():
        find_ideas(owner)


@shared_task
def read_inbox() -> None:
    inbox.read_inbox(timezone.now())


@shared_task
def read_sent_folder(folder_id: int) -> None:
    sent_folder.read_sent_folder(folder_id, timezone.now())


@shared_task
def tell_others() -> None:
    make_deliveries(timezone.now())
    push_mails(timezone.now())

"""A second bell: one round of plan, sweep and send without a broker."""

import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.heartbeat import send_heartbeat
from crm.housekeeping import keep_house
from crm.models import User
from followups.feeds.visiting import fetch_due_feeds
from followups.forecast import forecast_nudges
from followups.ideas.finding import find_ideas
from followups.mail_line import ask_line
from followups.mailbox.inbox import read_inbox
from followups.mailbox.sent_folder import read_sent_folder
from followups.sending import drain
from followups.stopping import ask_to_stop, stop_is_asked
from followups.telling.deliveries import make_deliveries
from followups.telling.pushing import push_mails
from followups.tick import run_tick

SECONDS_BETWEEN_TICKS = 60


@contextmanager
def stopping_between_mails() -> Iterator[None]:
    """Within it, Ctrl-C and SIGTERM let the mail in hand be finished first."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_signal: ask_to_stop()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Command(BaseCommand):
    help = "Plan and send what is due, once or with --loop every minute; --dry-run only says what would happen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on, one round a minute, until stopped")
        parser.add_argument("--dry-run", action="store_true", help="say who would be nudged, who not, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for line in forecast_nudges(timezone.now()):
                self.stdout.write(line)
            return
        with stopping_between_mails():
            self.ring()
            while options["loop"] and not stop_is_asked():
                self.wait()
                if not stop_is_asked():
                    self.ring()

    def ring(self) -> None:
        if deleted := keep_house(timezone.now()):
            self.stdout.write(f"Accounts deleted, as was asked for a week ago: {deleted}.")
        tick = run_tick(timezone.now())
        if tick.line_is_to_be_asked:
            ask_line(timezone.now())
        send_heartbeat()
        if tick.is_held:
            self.stdout.write("Nothing is mailed: this installation is held, or a clock is wrong. See `doctor`.")
            return
        sent = drain()
        self.stdout.write(f"{tick.planned} planned, {tick.swept} taken up again, {sent} sent.")
        if tick.feeds_are_due:
            self.stdout.write(f"Feeds looked at: {fetch_due_feeds(timezone.now())}.")
        found = sum(find_ideas(owner) for owner in User.objects.filter(pk__in=tick.owners_to_match))
        if found:
            self.stdout.write(f"{found} ideas found.")
        taken = read_inbox(timezone.now()) if tick.inbox_is_due else 0
        taken += sum(read_sent_folder(folder_id, timezone.now()) for folder_id in tick.sent_folders_to_read)
        if taken:
            self.stdout.write(f"{taken} mails taken out of mailboxes.")
        if tick.others_wait:
            told = make_deliveries(timezone.now()) + push_mails(timezone.now())
            self.stdout.write(f"{told} told to webhooks and devices.")

    def wait(self) -> None:
        for _second in range(SECONDS_BETWEEN_TICKS):
            if stop_is_asked():
                return
            time.sleep(1)

"""End the hold of a restored or cloned installation."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from followups.forecast import forecast_nudges
from followups.resuming import LiesAhead, Resumption, find_hold, resume_mailing


class Command(BaseCommand):
    help = "Lets a restored or cloned installation mail again, and says from when."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--assume-sent-until",
            metavar="WHEN",
            help="a day (2026-07-01) or a moment (2026-07-01T09:00Z): whatever was due by then counts as mailed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        until = read_when(options["assume_sent_until"])
        because = find_hold(now)
        if not because:
            self.stdout.write("Nothing is held back here: mail goes out as usual.")
            return
        try:
            resumption = resume_mailing(now, assume_sent_until=until)
        except LiesAhead as error:
            raise CommandError("--assume-sent-until lies ahead: nothing can have been mailed by then.") from error
        self.stdout.write(f"Mail was held back. {because}")
        for line in describe(resumption, options["assume_sent_until"] or ""):
            self.stdout.write(line)
        self.stdout.write("From now on mail goes out again. What comes next:")
        for line in forecast_nudges(now):
            self.stdout.write(f"  {line}")


def read_when(text: str | None) -> date | datetime | None:
    """A day, or a moment; one without an offset is in UTC."""
    if text is None:
        return None
    try:
        when = parse_date(text) or parse_datetime(text)
    except ValueError:
        when = None
    if when is None:
        raise CommandError(
            f"--assume-sent-until {text!r} is not usable: allowed are a day (2026-07-01) "
            "and a moment (2026-07-01T09:00Z)."
        )
    if isinstance(when, datetime) and timezone.is_naive(when):
        return timezone.make_aware(when, timezone.get_default_timezone())
    return when


def describe(resumption: Resumption, until: str) -> list[str]:
    lines = []
    if until:
        lines.append(f"{resumption.recorded} nudge(s) that were due by {until} are recorded as mailed.")
    if resumption.unsure:
        lines.append(f"{resumption.unsure} mail(s) may have been sent before; /outbox/ shows them as unsure.")
    if resumption.planned_again:
        lines.append(f"{resumption.planned_again} mail(s) that were held back go out.")
    return lines or ["No mail was waiting."]

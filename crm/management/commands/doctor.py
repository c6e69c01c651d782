from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.doctor import EXAMINATIONS, Trouble, send_test_mail


class Command(BaseCommand):
    help = "Checks database, broker, beat, worker, mail, disk and clock, and says what to do about each failure."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send-to", metavar="ADDRESS", help="also send a test mail to this address")

    def handle(self, *args: Any, **options: Any) -> None:
        examinations = dict(EXAMINATIONS)
        if options["send_to"]:
            examinations["test mail"] = lambda: send_test_mail(options["send_to"])
        failed = 0
        for name, examine in examinations.items():
            try:
                self.stdout.write(f"{self.style.SUCCESS('well')}  {name}: {examine()}")
            except Trouble as trouble:
                failed += 1
                self.stdout.write(
                    f"{self.style.WARNING('ill ')}  {name}: {trouble.what}\n      What to do: {trouble.remedy}"
                )
        if failed:
            raise CommandError(f"{failed} of {len(examinations)} checks failed.", returncode=1)
        self.stdout.write("All is well.")

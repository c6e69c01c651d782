from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from crm.demo import EMAIL, DemoExists, make_demo, remove_demo


class Command(BaseCommand):
    help = "Make a demo account with a believable year of one job search. Everybody in it is made up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--replace", action="store_true", help="make it anew, in place of the one there is")
        which.add_argument("--remove", action="store_true", help="remove it with all its data")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            removed = remove_demo()
            self.stdout.write("The demo account is removed." if removed else "There is no demo account.")
            return
        try:
            demo = make_demo(replace=options["replace"])
        except DemoExists:
            raise CommandError(f"There is a demo account already ({EMAIL}). `--replace` makes it anew.") from None
        self.stdout.write(f"Sign in at {settings.SITE_URL}/ as")
        self.stdout.write(f"  E-mail:   {demo.user.email}")
        self.stdout.write(f"  Password: {demo.password}")
        if demo.user.is_owner:
            self.stdout.write("It is the only account here; `manage.py demo --remove` makes room for your own.")

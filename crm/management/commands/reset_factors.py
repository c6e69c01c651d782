"""The way back for who is locked out: take away somebody's second factors."""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.accounts.factors import mail_reset, reset_factors
from crm.models import User


class Command(BaseCommand):
    help = (
        "Take away all second factors of an account (app, passkeys, recovery codes), end its sessions, and let it be "
        "signed in to by password alone. It is logged, stands in the account's history, and is mailed to its user."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whose factors to take away")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the e-mail {options['email']}.")
        removed = reset_factors(user)
        self.stdout.write(
            f"{user.email} had {removed} factors and has none now; every session is ended. "
            "They sign in with their password, or ask for a new one on the sign-in page."
        )
        try:
            mail_reset(user)
        except (OSError, SMTPException) as error:
            raise CommandError(f"It is done, but the mail about it could not be sent: {error}") from error

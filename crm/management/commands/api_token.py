"""Make an API token, and print it last, alone on its line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.api.tokens import TooManyTokens, make_token
from crm.models import ApiToken, User

LONGEST_NAME = 80


class Command(BaseCommand):
    help = "Make a token with which a program may act for a user. It is printed once, on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whose token it is")
        parser.add_argument("--name", default="Command line", help="what to call it in the settings")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.WRITE)
        parser.add_argument("--days", type=int, metavar="N", help="how many days it is valid (default: until revoked)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the e-mail {options['email']}.")
        name = " ".join(options["name"].split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise CommandError(f"--name needs 1 to {LONGEST_NAME} characters.")
        days = options["days"]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--days is a number from 1 to 3650.")
        try:
            token, secret = make_token(user, name=name, scope=options["scope"], days=days)
        except TooManyTokens as error:
            raise CommandError(f"{user.email} has as many tokens as anybody may have: revoke one first.") from error
        self.stderr.write(describe(token))
        self.stdout.write(secret)


def describe(token: ApiToken) -> str:
    may = "may read and change" if token.scope == ApiToken.Scope.WRITE else "may read"
    until = f"{token.expires_at:%Y-%m-%d %H:%M} UTC" if token.expires_at else "it is revoked in the settings"
    return f"“{token.name}” {may} what {token.user.email} may, until {until}. Keep it: it is not shown again."

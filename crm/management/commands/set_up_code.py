"""Make the code that `/welcome/` asks for, and print it last, alone on its line."""

from typing import Any

from django.core.management.base import BaseCommand

from crm.accounts.owner import has_owner
from crm.accounts.set_up_code import make_code


class Command(BaseCommand):
    help = (
        "Make a new set-up code: whoever makes the owner's account from elsewhere than this machine is asked for it. "
        "Any earlier code is void. Once there is an account, there is nothing to do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if has_owner():
            self.stderr.write("Somebody has an account here already: no code is needed.")
            return
        self.stderr.write("Set-up code for /welcome/:")
        self.stdout.write(make_code())

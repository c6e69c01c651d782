"""Replace this installation by a backup, and hold all mail until `resume`."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from crm.backup.manifest import BadBackup, Manifest
from crm.backup.reading import describe_contents
from crm.backup.replacing import InUse
from crm.backup.restoring import Restored, restore_backup
from crm.preparing import NotReady, lock_data_dir
from followups.holding import read_kept_mark


class Command(BaseCommand):
    help = "Replaces everything by a backup, after checking all of it; nothing is mailed until `resume`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument("--yes", action="store_true", help="do not ask before everything is replaced")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            lock = lock_data_dir()
        except NotReady as error:
            raise CommandError(str(error)) from error
        try:
            restored = restore_backup(path, confirm=self.accept if options["yes"] else self.ask)
        except BadBackup as error:
            raise CommandError(f"{path} cannot be restored. {error} Nothing was changed.") from error
        except InUse as error:
            raise CommandError(
                "Another process of Afterword has the database open: stop it first. Nothing was changed."
            ) from error
        except (OSError, DatabaseError) as error:
            why = getattr(error, "strerror", None) or " ".join(str(error).split())
            raise CommandError(f"{path} could not be restored: {why}. Nothing was changed.") from error
        finally:
            os.close(lock)
        self.tell(restored)

    def accept(self, manifest: Manifest) -> None:
        self.stdout.write(f"Restoring {describe_contents(manifest)}.")

    def ask(self, manifest: Manifest) -> None:
        self.stdout.write(f"This replaces everything in {settings.DATA_DIR} by {describe_contents(manifest)}.")
        try:
            answer = input("Type yes to go on: ")
        except EOFError:
            raise CommandError("Nobody answered: say --yes to restore without being asked.") from None
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was changed.")

    def tell(self, restored: Restored) -> None:
        replayed = restored.replayed
        self.stdout.write(
            f"Restored. What was replaced is kept in {restored.aside}; remove it when you need it no more."
        )
        if replayed.stopped or replayed.erased or replayed.accounts or replayed.revoked:
            self.stdout.write(
                f"Done once more, because it happened after the backup: {replayed.stopped} asked not to be contacted, "
                f"{replayed.erased} erased, {replayed.accounts} account(s) deleted, "
                f"{replayed.revoked} token(s) or invitation(s) revoked."
            )
        if replayed.unreadable:
            self.stdout.write(f"{replayed.unreadable} line(s) of departures.jsonl could not be read.")
        if restored.key_is_foreign:
            self.stdout.write(
                "The backup was made under another secret key. For its links and its marks of who asked not to be "
                "contacted to work on, add that key (`secret_key` in the backup) to SECRET_KEY_FALLBACKS."
            )
        self.stdout.write(f"Nothing is mailed until you say from when:\n  python manage.py resume{suggest_moment()}")


def suggest_moment() -> str:
    """The option for `resume` where this installation knows when it last ran."""
    last_tick_at = read_kept_mark().last_tick_at
    return f" --assume-sent-until {last_tick_at:%Y-%m-%dT%H:%M:%SZ}" if last_tick_at else ""

"""Everything of this installation in one file, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.backup.writing import CannotBackUp, write_backup


class Command(BaseCommand):
    help = "Writes everything (database, uploads, kept mail, generated secret key) into one file, while all goes on."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to write the backup, a zip file")
        parser.add_argument("--force", action="store_true", help="replace the file if it is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            manifest = write_backup(path, replace=options["force"])
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in manifest.tables)
        size = path.stat().st_size / 1024
        self.stdout.write(f"Backed up {rows} rows and {len(manifest.members)} parts into {path} ({size:.0f} kB).")
        self.stdout.write("Keep it where nobody else can read it: it holds letters, and the key that signs links.")

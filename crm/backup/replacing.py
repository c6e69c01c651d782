"""Put a restored installation in the place of the present one, which is kept aside; all of it or nothing."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import OperationalError, connection, transaction

from crm.backup.manifest import FOLDERS, SECRET_KEY, BadBackup
from crm.backup.writing import sync_folder

OTHERS_LEAVE_WITHIN = 10.0


class InUse(Exception):
    """Somebody else has the database open."""


class FileSwap:
    """Exchanges the files of the data folder for those in `stage`; takes it back if what follows fails."""

    def __init__(self, stage: Path, aside: Path) -> None:
        self.stage, self.aside = stage, aside
        self.moved: list[tuple[Path, Path]] = []

    def swap(self) -> None:
        for name in (*FOLDERS, SECRET_KEY):
            live, new = settings.DATA_DIR / name, self.stage / name
            if live.exists() and (new.exists() or name != SECRET_KEY):
                self.move(live, self.aside / name)
            if new.exists():
                self.move(new, live)

    def move(self, old: Path, new: Path) -> None:
        old.rename(new)
        self.moved.append((old, new))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for old, new in reversed(self.moved):
                new.rename(old)


def replace_sqlite(fill: Callable[[], None], stage: Path, aside: Path) -> str:
    """Fill a new file beside the database and give it the database's name; says where the old one is."""
    live = Path(connection.settings_dict["NAME"])
    for left in live.parent.glob(f".{live.name}.restoring-*"):
        left.unlink()  # by a restore that was killed
    drawn = live.with_name(f".{live.name}.restoring-{secrets.token_hex(4)}")
    try:
        with connected_to(drawn):
            fill()
            check_integrity()
        fold_log(drawn)
        fold_log(live)
        with FileSwap(stage, aside) as files:
            files.swap()
            keep_aside(live, aside)
            sync_file(drawn)
            drawn.replace(live)
            sync_folder(live.parent)
    finally:
        for suffix in ("", "-wal", "-shm"):
            drawn.with_name(drawn.name + suffix).unlink(missing_ok=True)
    return str(aside)


@contextmanager
def connected_to(path: Path) -> Iterator[None]:
    """Have everything in this process work on another database file."""
    name = connection.settings_dict["NAME"]
    path.touch(mode=0o600)
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def check_integrity() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (found,) = cursor.fetchone()
    if found != "ok":
        raise BadBackup(f"The restored database is not sound: {found}.")


def fold_log(path: Path) -> None:
    """Fold the write-ahead log into the file; SQLite does it only when nobody else has the database open."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=OTHERS_LEAVE_WITHIN, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise InUse from error
    except sqlite3.DatabaseError:
        pass  # damaged, which may be why somebody restores: it is kept aside as it is


def keep_aside(live: Path, aside: Path) -> None:
    for path in (live, *(live.with_name(live.name + suffix) for suffix in ("-wal", "-shm"))):
        if path.exists():
            shutil.copy2(path, aside / path.name)
            (aside / path.name).chmod(0o600)
    for suffix in ("-wal", "-shm"):
        # A log that belongs to the old file would be played into the new one.
        live.with_name(live.name + suffix).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_postgres(fill: Callable[[], None], stage: Path, aside: Path) -> str:
    """In one transaction: move the tables into a schema of their own and make new ones; says where the old ones are."""
    schema = aside.name.replace("-", "_").lower()
    with FileSwap(stage, aside) as files, transaction.atomic():
        moved = move_tables_aside(schema)
        fill()
        files.swap()
    return f"{aside} and the schema {schema}" if moved else str(aside)


def move_tables_aside(schema: str) -> int:
    tables = find_our_tables()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{OTHERS_LEAVE_WITHIN * 1000:.0f}ms'")
        if tables:
            cursor.execute(f"CREATE SCHEMA {quote(schema)}")
        try:
            for table in tables:
                cursor.execute(f"ALTER TABLE {quote(table)} SET SCHEMA {quote(schema)}")
        except OperationalError as error:
            raise InUse from error
    return len(tables)


def find_our_tables() -> list[str]:
    """Tables of the apps that the database says were migrated here; others may share it with us."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "django_migrations" not in tables:
            return []
        cursor.execute("SELECT DISTINCT app FROM django_migrations")
        prefixes = tuple(f"{app}_" for (app,) in cursor.fetchall())
    # `contenttypes` and `sessions` keep their tables under Django's own name.
    return sorted(table for table in tables if table.startswith((*prefixes, "django_")))

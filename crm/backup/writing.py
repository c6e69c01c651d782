"""Write a backup: one snapshot of the database, then the files, into one file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils import timezone

from crm.backup.manifest import FOLDERS, MANIFEST, SECRET_KEY, Manifest, Member, TableRows
from crm.backup.rows import encode_rows, name_of, read_last_id, read_models, stored_fields
from crm.environment import read_text

PIECE = 1024 * 1024


class CannotBackUp(Exception):
    """Why there is no backup, as one sentence."""


def write_backup(path: Path, *, replace: bool = False) -> Manifest:
    """Back everything up into the file at `path`, while everything goes on. Raises `CannotBackUp`."""
    if path.is_dir():
        raise CannotBackUp(f"{path} is a folder: name the file that the backup is to be written to.")
    if path.exists() and not replace:
        raise CannotBackUp(f"{path} is there already: name another file, or say --force to replace it.")
    try:
        with written_whole(path, replace=replace) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            return Writer(archive).write()
    except FileExistsError as error:
        raise CannotBackUp(f"{path} has appeared meanwhile: name another file.") from error
    except OSError as error:
        why = "there is no space left there" if error.errno == errno.ENOSPC else (error.strerror or str(error))
        raise CannotBackUp(f"{path} could not be written: {why}. Nothing was left behind.") from error
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise CannotBackUp(f"The database could not be read: {why}. Nothing was left behind.") from error


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file beside `path`, for its owner alone, that takes its name when all of it is on the disk."""
    drawn = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(drawn, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(drawn, path, replace=replace)
    finally:
        drawn.unlink(missing_ok=True)
    sync_folder(path.parent)


def put_in_place(drawn: Path, path: Path, *, replace: bool) -> None:
    if replace:
        drawn.replace(path)
        return
    try:
        path.hardlink_to(drawn)  # unlike a rename, it never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError from None
        drawn.replace(path)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment; writers are not held up."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not `atomic()`: our transactions are immediate, and would keep every writer out.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class Writer:
    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.members: list[Member] = []

    def write(self) -> Manifest:
        created_at = timezone.now()  # before the snapshot: whoever leaves after it is found in the journal
        with snapshot():
            migrations, models = self.read_state()
            taken_at = timezone.now()
            tables = [self.write_table(model) for model in models]
        self.write_files(taken_at)
        manifest = Manifest(settings.VERSION, created_at, connection.vendor, migrations, tables, self.members)
        self.archive.writestr(MANIFEST, manifest.write())
        return manifest

    def read_state(self) -> tuple[list[tuple[str, str]], list[type[Model]]]:
        loader = MigrationLoader(connection)  # its first statement takes the snapshot
        migrations = sorted(loader.applied_migrations)
        unknown = [f"{app}.{name}" for app, name in migrations if (app, name) not in loader.disk_migrations]
        if not migrations:
            raise CannotBackUp("There is nothing to back up yet: the database is empty.")
        if unknown:
            raise CannotBackUp(f"The database belongs to a newer version of Afterword (it has {unknown[0]}).")
        return migrations, read_models(loader, migrations)

    def write_table(self, model: type[Model]) -> TableRows:
        columns = [field.attname for field in stored_fields(model)]
        table = TableRows(name_of(model), columns, 0, read_last_id(model))
        rows = self.write_member(table.member, encode_rows(model))
        return TableRows(table.model, columns, rows, table.last_id)

    def write_files(self, taken_at: datetime) -> None:
        """Files come after the rows that name them; what was written after the snapshot is no part of it."""
        sources = {"uploads": settings.DATA_DIR / "uploads", "mail": Path(settings.MAIL_DIR)}
        for folder in FOLDERS:
            for path in sorted(find_files(sources[folder])):
                if path.lstat().st_mtime <= taken_at.timestamp():
                    self.write_file(f"{folder}/{path.relative_to(sources[folder]).as_posix()}", path)
        if not read_text("SECRET_KEY"):
            self.write_file(SECRET_KEY, settings.DATA_DIR / SECRET_KEY)

    def write_file(self, name: str, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self.write_member(name, iter(lambda: file.read(PIECE), b""))
        except FileNotFoundError:
            pass  # erased a moment ago: it must not come back

    def write_member(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write the pieces as one member, keep its size and checksum, and return their number."""
        size, number, digest = 0, 0, sha256()
        with self.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size, number = size + len(piece), number + 1
        self.members.append(Member(name, size, digest.hexdigest()))
        return number


def find_files(folder: Path) -> Iterator[Path]:
    """The finished files in a folder: a name with a dot in front is one that is being written."""
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not is_hidden:
            yield path

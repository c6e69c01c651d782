"""Open a backup and check all of it before anything of it is used."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from crm.backup.manifest import FOLDERS, MANIFEST, SECRET_KEY, BadBackup, Manifest, Member, TableRows, read_manifest

PIECE = 1024 * 1024
LARGEST_MANIFEST = 100 * 1024 * 1024
# What the zip module raises when it meets bytes that are not as they were written.
DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, ValueError, KeyError),
    *(NotImplementedError, RuntimeError, OverflowError),
)


class Backup:
    """An open backup whose every byte was compared with its checksum."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self.archive = archive
        self.manifest = manifest

    def read_lines(self, table: TableRows) -> Iterator[bytes]:
        with self.archive.open(table.member) as lines:
            yield from lines

    def read_secret_key(self) -> str:
        if SECRET_KEY not in self.archive.namelist():
            return ""
        return self.archive.read(SECRET_KEY).decode().strip()

    def extract_files(self, folder: Path) -> None:
        """Write the uploads, the kept mail and the key into the folder, for its owner alone."""
        for member in self.manifest.members:
            if member.name == SECRET_KEY or member.name.split("/")[0] in FOLDERS:
                path = folder / member.name
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.touch(mode=0o600)
                with path.open("wb") as file:
                    for piece in read_pieces(self.archive, member):
                        file.write(piece)


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """The backup at `path`, checked from beginning to end. Raises `BadBackup`; changes nothing."""
    try:
        archive = ZipFile(path)
    except OSError as error:
        raise BadBackup(f"It cannot be read: {error.strerror}.") from error
    except DAMAGE as error:
        raise BadBackup("It is not a backup of Afterword, or only a part of one.") from error
    with archive:
        manifest = check_archive(archive)
        check_migrations(manifest)
        yield Backup(archive, manifest)


def check_archive(archive: ZipFile) -> Manifest:
    try:
        entries = {entry.filename: entry.file_size for entry in archive.infolist()}
        if entries.get(MANIFEST, LARGEST_MANIFEST) >= LARGEST_MANIFEST:
            raise BadBackup("It is not a backup of Afterword.")
        manifest = read_manifest(archive.read(MANIFEST))
        listed = {member.name: member.size for member in manifest.members}
        tables = {table.member for table in manifest.tables}
        if entries != {**listed, MANIFEST: entries[MANIFEST]} or not tables <= listed.keys():
            raise BadBackup("It is damaged: it does not hold what its list of contents names.")
        for member in manifest.members:
            check_member(archive, member)
    except (*DAMAGE, OSError) as error:  # a damaged offset leads outside the file
        raise BadBackup("It is damaged: a part of it is not as it was written.") from error
    return manifest


def check_member(archive: ZipFile, member: Member) -> None:
    digest = sha256()
    for piece in read_pieces(archive, member):
        digest.update(piece)
    if digest.hexdigest() != member.sha256:
        raise BadBackup(f"It is damaged: {member.name} is not as it was written.")


def read_pieces(archive: ZipFile, member: Member) -> Iterator[bytes]:
    """The bytes of a member, never more than the manifest says: what unpacks to more is not ours."""
    left = member.size
    with archive.open(member.name) as file:
        while piece := file.read(PIECE):
            left -= len(piece)
            if left < 0:
                break
            yield piece
    if left:
        raise BadBackup(f"It is damaged: {member.name} is not as long as it was.")


def check_migrations(manifest: Manifest) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise BadBackup(
            f"It was made by a newer version of Afterword ({manifest.app_version}; this is {settings.VERSION}), "
            f"whose database has {unknown[0]}."
        )


def describe_contents(manifest: Manifest) -> str:
    """What the backup holds, for whoever is asked whether to restore it."""
    counts = [
        f"{words}: {manifest.count_rows(model)}"
        for model, words in (
            ("crm.user", "accounts"),
            ("contacts.contact", "people"),
            ("followups.touchpoint", "messages"),
        )
    ]
    kind = "PostgreSQL" if manifest.database == "postgresql" else "SQLite"
    into = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    origin = f" (it comes from {kind} and goes into {into})" if kind != into else ""
    return f"the backup of {manifest.created_at:%Y-%m-%d %H:%M} UTC ({', '.join(counts)}){origin}"

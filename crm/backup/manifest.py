"""What a backup says of itself: how it was made, and the size and checksum of everything in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

FORMAT = "afterword-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
SECRET_KEY = "secret_key"  # noqa: S105 (the name of the member that holds it)
# Folders of the data folder that are backed up.
FOLDERS = ("uploads", "mail")


class BadBackup(Exception):
    """Why this file cannot be restored, as one sentence."""


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class TableRows:
    """The rows of one model; `last_id` is the last id ever given out, so that none is given out twice."""

    model: str
    columns: list[str]
    rows: int
    last_id: int | None

    @property
    def member(self) -> str:
        return f"database/{self.model}.jsonl"


@dataclass(frozen=True)
class Manifest:
    app_version: str
    created_at: datetime
    database: str
    migrations: list[tuple[str, str]]
    tables: list[TableRows]
    members: list[Member] = field(default_factory=list)

    def count_rows(self, model: str) -> int:
        return sum(table.rows for table in self.tables if table.model == model)

    def write(self) -> bytes:
        head = {"format": FORMAT, "format_version": FORMAT_VERSION}
        body = {**asdict(self), "created_at": self.created_at.isoformat()}
        return json.dumps({**head, **body}, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """Read and check a manifest. Raises `BadBackup`."""
    try:
        content: dict[str, Any] = json.loads(text)
        if content["format"] != FORMAT:
            raise BadBackup("It is not a backup of Afterword.")
        if content["format_version"] > FORMAT_VERSION:
            raise BadBackup(f"It was made by a newer version of Afterword ({content['app_version']}).")
        manifest = Manifest(
            app_version=str(content["app_version"]),
            created_at=datetime.fromisoformat(content["created_at"]),
            database=str(content["database"]),
            migrations=[(str(app), str(name)) for app, name in content["migrations"]],
            tables=[TableRows(**table) for table in content["tables"]],
            members=[Member(**member) for member in content["members"]],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadBackup("It is not a backup of Afterword, or its list of contents is damaged.") from error
    for member in manifest.members:
        check_name(member.name)
    return manifest


def check_name(name: str) -> None:
    """Refuse a member that would be written anywhere but where it belongs."""
    path = PurePosixPath(name)
    is_plain = str(path) == name and ".." not in path.parts and "\\" not in name and "\0" not in name
    is_ours = name == SECRET_KEY or (len(path.parts) > 1 and path.parts[0] in {"database", *FOLDERS})
    if not is_plain or path.is_absolute() or not is_ours:
        raise BadBackup(f"It holds something that is no part of a backup: {name!r}.")

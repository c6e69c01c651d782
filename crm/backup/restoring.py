"""Restore a backup: check it, fill a new database from it, bring that to rest, and put it in place."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.backup.departed import Replayed, replay_departures
from crm.backup.loading import fill_database
from crm.backup.manifest import FOLDERS, SECRET_KEY, Manifest
from crm.backup.reading import Backup, open_backup
from crm.backup.replacing import replace_postgres, replace_sqlite
from crm.environment import read_text
from crm.models import Instance
from followups.departures import journal_path
from followups.holding import hold, read_instance
from followups.resuming import give_up_handing

STAGE = ".restoring-"


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    replayed: Replayed
    aside: str  # where what was replaced is kept
    key_is_foreign: bool  # the backup's own key is not the one in use


def restore_backup(path: Path, *, confirm: Callable[[Manifest], None]) -> Restored:
    """Replace this installation by the backup at `path`, held until `resume`.

    `confirm` is asked when the backup was checked and nothing has changed; what it raises ends everything. Raises
    `BadBackup` and `replacing.InUse`, and then nothing has changed either. The caller holds the data folder.
    """
    remove_stages()
    with open_backup(path) as backup:
        confirm(backup.manifest)
        with make_stage() as stage:
            backup.extract_files(stage)
            return put_in_place(backup, stage)


def put_in_place(backup: Backup, stage: Path) -> Restored:
    backup_key = backup.read_secret_key()
    may_take_key = bool(backup_key) and not read_text("SECRET_KEY")
    if backup_key and not may_take_key:
        (stage / SECRET_KEY).unlink()
    key = backup_key if may_take_key else settings.SECRET_KEY
    keys = [key, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS, *([backup_key] if backup_key else [])]
    journal, replayed = journal_path(), []
    aside = make_aside()

    def fill() -> None:
        with working_in(stage, key):
            fill_database(backup)
            replayed.append(bring_to_rest(backup.manifest, journal, keys))

    replace = replace_sqlite if connection.vendor == "sqlite" else replace_postgres
    try:
        kept = replace(fill, stage, aside)
    except BaseException:
        if not any((aside / name).exists() for name in (*FOLDERS, SECRET_KEY)):
            shutil.rmtree(aside)  # it holds copies at most
        raise
    known = {settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS}
    return Restored(
        backup.manifest, replayed[0], kept, bool(backup_key) and not may_take_key and backup_key not in known
    )


@contextmanager
def working_in(stage: Path, key: str) -> Iterator[None]:
    """Take `stage` for the data folder: files that an erasure removes lie there, and its journal lines go with it."""
    changed = {"DATA_DIR": stage, "MAIL_DIR": stage / "mail", "SECRET_KEY": key}
    kept = {name: getattr(settings, name) for name in changed}
    try:
        for name, value in changed.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in kept.items():
            setattr(settings, name, value)


def bring_to_rest(manifest: Manifest, journal: Path, keys: Iterable[str]) -> Replayed:
    """Play later departures once more, and hold everything: what was mailed since, nobody here knows."""
    now = timezone.now()
    instance = read_instance()
    Instance.objects.filter(pk=instance.pk).update(held_at=None)
    hold(
        instance, _("It was restored from the backup of %(moment)s.") % {"moment": say_moment(manifest.created_at)}, now
    )
    give_up_handing(now)
    return replay_departures(journal, since=manifest.created_at, keys=keys)


def say_moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


@contextmanager
def make_stage() -> Iterator[Path]:
    stage = settings.DATA_DIR / f"{STAGE}{secrets.token_hex(4)}"
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def remove_stages() -> None:
    """What a restore left that was killed."""
    for stage in settings.DATA_DIR.glob(f"{STAGE}*"):
        shutil.rmtree(stage, ignore_errors=True)


def make_aside() -> Path:
    aside: Path = settings.DATA_DIR / f"replaced-{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    aside.mkdir(mode=0o700)
    return aside

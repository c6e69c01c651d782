"""Whether this installation may mail: a restored or cloned one waits until its owner says so.

The database carries the mark of its installation; the same mark, and the time of the last tick, lie in a file in the
data folder, outside every backup. Where the two do not fit, mail may have gone out that this database knows nothing of.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Instance
from followups.models import NudgeMail, StateChange

logger = logging.getLogger(__name__)

FILE_MAY_BE_NEWER_BY = timedelta(minutes=10)
LONGEST_SLEEP = timedelta(days=35)
CLOCKS_MAY_DIFFER_BY = timedelta(seconds=60)


@dataclass(frozen=True)
class KeptMark:
    """What the file beside the database says of this installation."""

    mark: str = ""
    last_tick_at: datetime | None = None


def mark_path() -> Path:
    return Path(settings.DATA_DIR) / "instance.json"


def read_kept_mark() -> KeptMark:
    try:
        kept = json.loads(mark_path().read_text())
        last_tick_at = datetime.fromisoformat(kept["last_tick_at"]) if kept.get("last_tick_at") else None
        return KeptMark(settings.INSTANCE_ID or str(kept["mark"]), last_tick_at)
    except (OSError, ValueError, KeyError, TypeError):
        return KeptMark(settings.INSTANCE_ID)


def keep_mark(mark: str, last_tick_at: datetime | None, *, only_the_first: bool = False) -> None:
    """Write the file as a whole, and onto the disk: half of it after a power cut would look like a copied database."""
    drawn = mark_path().with_name(f".instance.{secrets.token_hex(4)}")
    try:
        with drawn.open("w") as file:
            json.dump({"mark": mark, "last_tick_at": last_tick_at and last_tick_at.isoformat()}, file)
            file.flush()
            os.fsync(file.fileno())
        if only_the_first:
            with suppress(FileExistsError):
                os.link(drawn, mark_path())
        else:
            drawn.replace(mark_path())
    finally:
        drawn.unlink(missing_ok=True)  # on a full disk every minute would leave one behind


def read_instance() -> Instance:
    return read_marks()[0]


def read_marks() -> tuple[Instance, KeptMark]:
    """The row of this installation and the file that goes with it, of one moment although others tick meanwhile."""
    instance, kept = try_to_read_marks()
    if instance.mark != kept.mark:
        # Somebody else may just have given a new installation its mark.
        instance, kept = try_to_read_marks()
    return instance, kept


def try_to_read_marks() -> tuple[Instance, KeptMark]:
    # The file first: a tick writes it after the row. Read after the row, it would seem newer than the database
    # whenever another tick came in between, which looks like a restored backup.
    kept = read_kept_mark()
    instance = Instance.objects.filter(pk=1).first()
    if instance is None:
        # A new database takes the mark that is kept here, or draws one: of two first ticks both take the same. The
        # file comes before the row, for a row without its file is a copy from elsewhere.
        if not kept.mark:
            keep_mark(secrets.token_hex(16), None, only_the_first=True)
        elif kept.last_tick_at:
            keep_mark(kept.mark, None)  # of another database, which was here before
        kept = read_kept_mark()
        instance, _created = Instance.objects.get_or_create(pk=1, defaults={"mark": kept.mark})
    return instance, kept


def may_mail(now: datetime) -> bool:
    """Write down the tick, and decide whether to plan and send: not while held, nor while a clock is wrong."""
    instance, kept = read_marks()
    if instance.held_at:
        return False
    if reason := find_reason_to_hold(instance, kept, now):
        hold(instance, reason, now)
        return False
    if is_clock_behind(instance, now):
        logger.warning("the clock is behind the last tick; waiting until it has caught up")
        return False
    if clocks_differ():
        logger.warning("the clocks of this machine and of the database differ by more than a minute; waiting")
        return False
    write_down_tick(instance, now)
    return True


def is_clock_behind(instance: Instance, now: datetime) -> bool:
    """The clock was set back, or ran ahead before: until it has caught up, nobody knows what is due."""
    return instance.last_tick_at is not None and now < instance.last_tick_at - CLOCKS_MAY_DIFFER_BY


def write_down_tick(instance: Instance, now: datetime) -> None:
    """In the row, then in the file; never back, though a tick may have slept for hours since it looked at the clock."""
    earlier = Q(last_tick_at__lt=now) | Q(last_tick_at=None)
    if Instance.objects.filter(earlier, pk=instance.pk).update(last_tick_at=now):
        keep_mark(instance.mark, now)


def find_reason_to_hold(instance: Instance, kept: KeptMark, now: datetime) -> str:
    """Why nothing may be mailed until `manage.py resume`; empty where all is well."""
    if kept.mark != instance.mark:
        return _("This database belongs to another installation: it was restored or copied here.")
    known = instance.last_tick_at
    if kept.last_tick_at and (known is None or kept.last_tick_at - known > FILE_MAY_BE_NEWER_BY):
        return _("The database is older than this installation's last run: it was restored from a backup.")
    if known and now - known > LONGEST_SLEEP:
        return _("More than 35 days have passed since the last run, or the clock jumped ahead.")
    return ""


def clocks_differ() -> bool:
    return abs(read_database_clock() - timezone.now()) > CLOCKS_MAY_DIFFER_BY


def read_database_clock() -> datetime:
    """The time on the database's machine; SQLite runs on this one."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return cast(datetime, now)


def hold(instance: Instance, reason: str, now: datetime) -> None:
    """Hold every mail back, and say why on every page."""
    logger.warning("holding all mail back: %s", reason)
    Instance.objects.filter(pk=instance.pk, held_at=None).update(held_at=now, held_because=reason)
    State = NudgeMail.State
    for old in (State.PLANNED, State.CLAIMED):  # in this order: what is claimed meanwhile is found as such
        ids = list(NudgeMail.objects.filter(state=old).values_list("pk", flat=True))
        NudgeMail.objects.filter(pk__in=ids, state=old).update(state=State.HELD, token="", lease_until=None)
        held = NudgeMail.objects.filter(pk__in=ids, state=State.HELD).values_list("pk", flat=True)
        changes = [StateChange(mail_id=pk, old=old, new=State.HELD, by="sweep", at=now) for pk in held]
        StateChange.objects.bulk_create(changes)

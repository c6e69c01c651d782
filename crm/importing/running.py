"""Who works on an import: one at a time, under a lease, in the states that it goes through."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from crm.health import Ill, check_broker
from crm.importing.models import ImportRow, ImportRun
from crm.importing.problems import Stopped

logger = logging.getLogger(__name__)

State = ImportRun.State
LEASE = timedelta(minutes=5)


def turn(run: ImportRun, new: str, *, was: str | Sequence[str] | None = None, **fields: object) -> bool:
    """Turn the import from the state it was read in (or `was`) to `new`; False if somebody else was first."""
    states = [was or run.state] if isinstance(was, str) or was is None else was
    changes = {"state": new, "token": "", "lease_until": None, "stop_wished": False, **fields}
    turned = ImportRun.objects.filter(pk=run.pk, state__in=states).update(**changes)
    if turned:
        for name, value in changes.items():
            setattr(run, name, value)
    return bool(turned)


def claim(run: ImportRun, state: str) -> bool:
    """Take over the work that the state calls for, unless somebody is at it."""
    now = timezone.now()
    run.token = secrets.token_hex(8)
    idle = ImportRun.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=run.pk, state=state)
    claimed = bool(idle.update(token=run.token, lease_until=now + LEASE, done=0))
    if claimed:
        run.refresh_from_db()
    return claimed


def go_on(run: ImportRun, done: int) -> None:
    """Note how far the work has come. Raises `Stopped` if it is to end, or is another's by now."""
    own = ImportRun.objects.filter(pk=run.pk, token=run.token, stop_wished=False)
    if not own.update(done=done, lease_until=timezone.now() + LEASE):
        raise Stopped


def begin(run: ImportRun, state: str, *, was: Sequence[str], **fields: object) -> bool:
    """Have a worker do what the state calls for; False if the import is not where this could begin."""
    if not turn(run, state, was=was, done=0, **fields):
        return False
    ring(run.pk)
    return True


def discard(run: ImportRun) -> bool:
    """Delete a file that did not come in, with all that was read of it; False if it is at work, or came in."""
    unused = [State.CHOOSING, State.READY, State.STOPPED, State.REFUSED]
    if not turn(run, State.STOPPED, was=unused):
        return False
    delete_import(run.pk)
    return True


def delete_import(pk: int) -> None:
    ImportRow.objects.filter(run=pk)._raw_delete("default")
    ImportRun.objects.filter(pk=pk).delete()


def ring(pk: int) -> None:
    """Tell a worker, once the transaction is through. If the broker is away, the next round finds it (`sweep`)."""
    from crm.tasks import work_on_import  # tasks know the use cases, and this one has to know its task

    def tell() -> None:
        try:
            check_broker()  # within two seconds; to send a message would be tried for longer, while the user waits
            work_on_import.delay(pk)
        except (Ill, OperationalError):
            logger.warning("the broker is away; the import waits for the next round")

    transaction.on_commit(tell)


def find_abandoned(now: datetime) -> list[int]:
    """Imports that somebody should be at, and nobody is."""
    idle = Q(lease_until=None) | Q(lease_until__lte=now)
    return list(ImportRun.objects.at_work().filter(idle).order_by("pk").values_list("pk", flat=True)[:20])


def forget_old_imports(now: datetime) -> int:
    """Delete what was kept of imports whose term is over: the file, the rows, and the import itself."""
    old = list(ImportRun.objects.forgotten(now).values_list("pk", flat=True)[:20])
    for pk in old:
        delete_import(pk)
    return len(old)

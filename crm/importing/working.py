"""What a worker does with an import, by the state it is in."""

from __future__ import annotations

from datetime import datetime

from crm.importing.models import ImportRun
from crm.importing.reading import read_import
from crm.importing.running import State, find_abandoned, forget_old_imports
from crm.importing.undoing import undo_import
from crm.importing.writing import write_import

DO = {State.READING: read_import, State.WRITING: write_import, State.UNDOING: undo_import}


def work_on(pk: int) -> None:
    """Do what is to be done for this import; nothing, if somebody is at it."""
    run = ImportRun.objects.select_related("owner").filter(pk=pk).first()
    if run and (work := DO.get(State(run.state))):
        work(run)


def sweep_imports(now: datetime) -> list[int]:
    """Forget what is to be forgotten; returns the imports that wait for a worker."""
    forget_old_imports(now)
    return find_abandoned(now)

"""What a worker does with an import, by the state it is in."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from crm.importing.models import ImportRun
from crm.importing.reading import read_import
from crm.importing.running import State, find_abandoned, forget_old_imports, turn
from crm.importing.undoing import undo_import
from crm.importing.writing import write_import

logger = logging.getLogger(__name__)

DO = {State.READING: read_import, State.WRITING: write_import, State.UNDOING: undo_import}


def work_on(pk: int) -> None:
    """Do what is to be done for this import; nothing, if somebody is at it."""
    run = ImportRun.objects.select_related("owner").filter(pk=pk).first()
    if run is None or (work := DO.get(State(run.state))) is None:
        return
    try:
        work(run)
    except Exception:
        # A file that nobody has thought of must not be tried again and again.
        logger.exception("import %s could not be worked on", pk)
        said = _("Something in this file could not be handled, and nothing came in.")
        turn(run, State.REFUSED, was=[State.READING, State.WRITING], problem=said)
        turn(run, State.DONE, was=State.UNDOING, problem=_("It could not be taken back. Please try once more."))


def sweep_imports(now: datetime) -> list[int]:
    """Forget what is to be forgotten; returns the imports that wait for a worker."""
    forget_old_imports(now)
    return find_abandoned(now)

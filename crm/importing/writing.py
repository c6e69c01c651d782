"""Brings in what was read and agreed to: all of it in one transaction, or none of it.

New people come first (`new_people`), then what hangs on them and on those who were known (`history`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Company, Contact
from crm.importing.bulk import count_anew, insert_rows
from crm.importing.files import delete_file
from crm.importing.history import Histories
from crm.importing.matching import describe_contacts
from crm.importing.models import ImportRow, ImportRun
from crm.importing.new_people import add_people
from crm.importing.own_file import take_everything
from crm.importing.problems import CannotRead, Stopped
from crm.importing.progress import Progress
from crm.importing.running import State, claim, ring, turn
from followups.cadence import wake_planner
from followups.locks import lock_user
from followups.models import FeedbackRequest

logger = logging.getLogger(__name__)

Outcome = ImportRow.Outcome
NextFrom = Contact.NextFrom
ASK = FeedbackRequest.State

ROWS_A_STATEMENT = 4000

# Whoever is asked for feedback on an older rejection would wonder; it can still be asked for on their page.
STILL_ASKED = timedelta(days=30)


def write_import(run: ImportRun) -> None:
    """Bring the rows in. If the contacts are not what they were when the rows were compared, that is done anew."""
    if not claim(run, State.WRITING):
        return
    try:
        is_in = try_to_write(run)
    except Stopped:
        turn(run, State.READY, was=State.WRITING, problem=_("Stopped: nothing came in."))
    except CannotRead as problem:
        turn(run, State.REFUSED, was=State.WRITING, problem=str(problem)[:300])
    except IntegrityError:
        compare_anew(run)  # somebody added what this adds, in the same moment
    except DatabaseError as error:
        # Its words may tell what was to be written.
        logger.error("import %s failed: %s", run.pk, type(error).__name__)
        turn(run, State.READY, was=State.WRITING, problem=_("The database did not take it, and nothing came in."))
    else:
        if not is_in:
            compare_anew(run)


def compare_anew(run: ImportRun) -> None:
    said = _("Something changed since you looked. This is what would happen now.")
    if turn(run, State.READING, was=State.WRITING, done=0, problem=said):
        ring(run.pk)


@transaction.atomic
def try_to_write(run: ImportRun) -> bool:
    """False, with nothing written, if the rows have to be compared anew."""
    lock_user(run.owner)
    if not ImportRun.objects.filter(pk=run.pk, token=run.token, state=State.WRITING).exists():
        return True  # somebody else was faster
    if run.compared_with != describe_contacts(run.owner) or numbers_are_taken(run):
        return False
    counts = take_everything(run) if "lists" in run.counts else Writing(run).write()
    if counts is None:
        return False
    moment = timezone.now()
    settled = {"counts": counts, "settled_at": moment, "keep_until": moment + ImportRun.KEPT_FOR, "problem": ""}
    turn(run, State.DONE, was=State.WRITING, **settled)
    delete_file(run)
    return True


def numbers_are_taken(run: ImportRun) -> bool:
    """In a restored backup the numbers that were reserved for new contacts may have been given to others."""
    new = ImportRow.objects.filter(run=run, outcome=Outcome.NEW).exclude(name_key="")
    return Contact.objects.filter(pk__in=new.values("contact_id")).exists()


class Writing:
    def __init__(self, run: ImportRun) -> None:
        self.run, self.owner = run, run.owner
        self.today, self.moment = run.owner.today(), timezone.now()
        self.told = ImportRow.objects.filter(run=run, outcome__in=[Outcome.NEW, Outcome.CHANGED])
        self.progress = Progress(run, self.told.count() + self.told.exclude(more="").count())

    def write(self) -> dict[str, Any]:
        """Companies first, then who works there, then what happened with them."""
        companies = self.add_companies()
        if self.progress.total > ROWS_A_STATEMENT:
            count_anew(ImportRow, Company)
        for after, upto, size in self.split():
            add_people(self.run, after=after, upto=upto, today=self.today, moment=self.moment)
            self.go_on(size)
        histories = Histories(self.run, today=self.today, moment=self.moment)
        for size in histories.add():
            self.go_on(size)
        histories.settle()
        self.wake_planner()
        made = {"moment": self.moment.isoformat(), "companies": companies, "rejections": histories.rejections}
        return {**self.run.counts, **made}

    def go_on(self, by: int) -> None:
        if not self.progress.go_on(by):
            raise Stopped

    def split(self) -> Iterator[tuple[int, int, int]]:
        """The rows in spans of ids: a statement for each, so that the bar moves and *stop* is heard."""
        after, ids = 0, self.told.order_by("pk").values_list("pk", flat=True)
        while span := list(ids.filter(pk__gt=after)[:ROWS_A_STATEMENT]):
            yield after, span[-1], len(span)
            after = span[-1]

    def add_companies(self) -> int:
        """Those that the rows name and nobody knew; of two spellings the first one."""
        known = set(Company.objects.owned_by(self.owner).values_list("name_key", flat=True))
        named = (
            self.told.exclude(company_key="").order_by("pk").values_list("company_key", "company", "outcome", "more")
        )
        new: dict[str, str] = {}
        for key, name, outcome, more in named.iterator(chunk_size=5000):
            if key not in known and key not in new and (outcome == Outcome.NEW or needs_company(more)):
                new[key] = name
        moment = connection.ops.adapt_datetimefield_value(self.moment)
        columns = ("owner_id", "name", "name_key", "website", "notes", "version", "created_at")
        rows = [(self.owner.pk, name, key, "", "", 1, moment) for key, name in new.items()]
        insert_rows(Company._meta.db_table, columns, rows)
        return len(rows)

    def wake_planner(self) -> None:
        first = (
            Contact.objects.owned_by(self.owner).in_touch().filter(created_at=self.moment).order_by("next_on").first()
        )
        if first and first.next_on:
            wake_planner(self.owner, first.next_on)


def needs_company(more: str) -> bool:
    told = json.loads(more) if more else {}
    return "rejection" in told or "company" in told.get("changes", {})

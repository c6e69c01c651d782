"""Takes an import back: what it made goes, what it changed is as it was. What was touched since stays, and is named."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Company, Contact, ContactEvent, Interest, Rejection, name_key
from contacts.search import index_contact
from crm.importing.models import ImportRow, ImportRun
from crm.importing.own_file import give_up_everything
from crm.importing.problems import Stopped
from crm.importing.progress import Progress
from crm.importing.running import State, begin, claim, turn
from followups.cadence import refresh_next_date
from followups.feedback import NOT_ASKED_YET
from followups.ideas.finding import mark_for_matching
from followups.locks import lock_contact, lock_user
from followups.models import FeedbackRequest, Idea, IncomingMessage, LetterDraft, Nudge, Referral, Touchpoint
from followups.people import find_or_make_company
from followups.touchpoints import recount

logger = logging.getLogger(__name__)

Outcome = ImportRow.Outcome
ROWS_A_ROUND = 400


def can_undo(run: ImportRun) -> bool:
    return run.state == State.DONE and timezone.now() < run.keep_until


def begin_undo(run: ImportRun) -> bool:
    """Have a worker take the import back; False if it is too late, or not the state of it."""
    return can_undo(run) and begin(run, State.UNDOING, was=[State.DONE])


def undo_import(run: ImportRun) -> None:
    if not claim(run, State.UNDOING):
        return
    try:
        take_back(run)
    except Stopped:
        turn(run, State.DONE, was=State.UNDOING, problem=_("Stopped: everything is as it was brought in."))
    except DatabaseError as error:
        logger.error("undoing import %s failed: %s", run.pk, type(error).__name__)
        turn(run, State.DONE, was=State.UNDOING, problem=_("The database did not take it back. Please try once more."))


@transaction.atomic
def take_back(run: ImportRun) -> None:
    lock_user(run.owner)
    if not ImportRun.objects.filter(pk=run.pk, token=run.token, state=State.UNDOING).exists():
        return  # somebody else was faster
    if "lists" in run.counts:
        undo_everything(run)
        return
    counts = Undoing(run).undo()
    turn(run, State.UNDONE, was=State.UNDOING, counts={**run.counts, **counts}, problem="", settled_at=timezone.now())


def undo_everything(run: ImportRun) -> None:
    """What came from Afterword's own file goes as a whole, or not at all."""
    if give_up_everything(run):
        counts = {**run.counts, "gone": run.counts.get("people", 0)}
        turn(run, State.UNDONE, was=State.UNDOING, counts=counts, problem="", settled_at=timezone.now())
        return
    said = _("Something has happened since, and it can’t be told apart any more: everything stays.")
    turn(run, State.DONE, was=State.UNDOING, problem=said)


class Undoing:
    def __init__(self, run: ImportRun) -> None:
        self.run, self.owner = run, run.owner
        self.rows = ImportRow.objects.filter(run=run, outcome__in=[Outcome.NEW, Outcome.CHANGED])
        self.progress = Progress(run, self.rows.count())
        self.gone = self.given_back = 0
        self.stay: list[int] = []

    def undo(self) -> dict[str, int]:
        """In the reverse order of bringing in: last what others hang on."""
        for rows in self.read_rounds(self.rows.filter(outcome=Outcome.CHANGED)):
            for row in rows:
                self.give_back(row, json.loads(row.more))
        for rows in self.read_rounds(self.rows.filter(outcome=Outcome.NEW)):
            self.remove(rows)
        self.remove_companies()
        self.rows.exclude(pk__in=self.stay).delete()
        self.rows.update(reason=_("You have changed them, or something has happened with them since."))
        return {"gone": self.gone, "given_back": self.given_back, "stay": len(self.stay)}

    def read_rounds(self, rows: Any) -> Iterator[list[ImportRow]]:
        after = 0
        while batch := list(rows.filter(pk__gt=after).order_by("pk")[:ROWS_A_ROUND]):
            after = batch[-1].pk
            yield batch
            if not self.progress.go_on(len(batch)):
                raise Stopped

    def give_back(self, row: ImportRow, more: dict[str, Any]) -> None:
        """A contact who was known before: what the file changed, or added, goes."""
        contact = Contact.objects.owned_by(self.owner).select_related("owner", "company").get(pk=row.contact_id or 0)
        lock_contact(contact)
        if "changes" in more and contact.version != more.get("version"):
            self.stay.append(row.pk)
            return
        if "changes" in more:
            for key, value in more["before"].items():
                if key == "company":
                    contact.company = find_or_make_company(self.owner, value)
                else:
                    setattr(contact, key, value)
            contact.version += 1
            contact.save()
        if topics := more.get("interests"):
            contact.interests.filter(topic_key__in=[name_key(topic)[:150] for topic in topics]).delete()
        if letter := contact.touchpoints.filter(pk=more.get("letter") or 0, version=1).first():
            on = letter.on
            letter.delete()
            recount(contact, on)
        self.remove_rejections([more])
        mark_for_matching(contact)
        index_contact(contact)
        refresh_next_date(contact)
        self.given_back += 1

    def remove(self, rows: list[ImportRow]) -> None:
        """Those whom the import made, and the rejections of others that it added."""
        told = {row.pk: json.loads(row.more) if row.more else {} for row in rows}
        made = {row.contact_id: row for row in rows if row.name_key and row.contact_id}
        touched = find_touched(list(made), told.values())
        for pk in touched:
            self.stay.append(made[pk].pk)
        gone = [pk for pk in made if pk not in touched]
        kept_rows = {made[pk].pk for pk in touched}
        self.remove_rejections([told[row.pk] for row in rows if row.pk not in kept_rows])
        again = [
            row.contact_id for row in rows if not row.name_key and row.contact_id and told[row.pk].get("rejection")
        ]
        _total, deleted = Contact.objects.owned_by(self.owner).filter(pk__in=gone).delete()
        self.gone += deleted.get("contacts.Contact", 0)
        for contact in Contact.objects.filter(pk__in=again).select_related("owner", "company"):
            index_contact(contact)
            refresh_next_date(contact)

    def remove_rejections(self, told: list[dict[str, Any]]) -> None:
        """Those that nobody corrected, and about which nobody was asked."""
        pks = [more["rejection"]["id"] for more in told if "id" in more.get("rejection", {})]
        if not pks:
            return
        moved = FeedbackRequest.objects.filter(rejection__in=pks).exclude(state__in=NOT_ASKED_YET)
        kept = set(moved.values_list("rejection_id", flat=True))
        Rejection.objects.owned_by(self.owner).filter(pk__in=pks, version=1).exclude(pk__in=kept).delete()

    def remove_companies(self) -> None:
        """Those that came with the import (all of them in one moment), and that nothing stands in any more."""
        if not (moment := self.run.counts.get("moment")):
            return
        came = Company.objects.owned_by(self.owner).filter(created_at=datetime.fromisoformat(moment), version=1)
        came.filter(contacts=None, rejections=None, openings=None, feeds=None, website="", notes="").delete()


def find_touched(pks: list[int], told: Any) -> set[int]:
    """Which of these contacts are no longer what the import made of them: changed, written to, nudged about."""
    letters = [more["letter"] for more in told if "letter" in more]
    of = {"contact__in": pks}
    touched = set(Contact.objects.filter(pk__in=pks).exclude(version=1).values_list("pk", flat=True))
    events = ContactEvent.objects.filter(**of).values("contact").annotate(number=Count("pk")).filter(number__gt=1)
    touched |= set(events.values_list("contact_id", flat=True))
    for rows in (
        Touchpoint.objects.filter(**of).exclude(pk__in=letters),
        Touchpoint.objects.filter(**of).exclude(version=1),
        Nudge.objects.filter(**of).exclude(state=Nudge.State.WITHDRAWN),
        FeedbackRequest.objects.filter(**of).exclude(state__in=NOT_ASKED_YET),
        IncomingMessage.objects.filter(**of),
        LetterDraft.objects.filter(**of),
        Referral.objects.filter(**of),
        Idea.objects.filter(**of).exclude(state=Idea.State.NEW),
        Rejection.objects.filter(**of).exclude(version=1),
        Interest.objects.filter(**of).exclude(source=""),
    ):
        touched |= set(rows.values_list("contact_id", flat=True))
    return touched

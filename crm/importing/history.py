"""What hangs on the contacts of a file: interests, the last letter, rejections, and changes to those who are known."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from contacts.models import Company, Contact, Interest, Rejection, name_key
from contacts.search import index_contact
from crm.importing.models import ImportRow, ImportRun
from followups.cadence import choose_anchor, refresh_next_date
from followups.models import FeedbackRequest, Touchpoint
from followups.months import add_months
from followups.nudge_states import withdraw_if_too_soon
from followups.people import heed_do_not_contact, make_interests, tidy_topics
from followups.touchpoints import recount

Outcome = ImportRow.Outcome
NextFrom = Contact.NextFrom
ASK = FeedbackRequest.State

ROWS_A_ROUND = 400
# Whoever is asked for feedback on an older rejection would wonder; it can still be asked for on their page.
STILL_ASKED = timedelta(days=30)


@dataclass
class History:
    """What a file tells of one contact's past: days of letters and of rejections."""

    letters: list[date]
    rejections: list[date]


class Histories:
    """Of all contacts that the rows of an import tell more of than their own fields."""

    def __init__(self, run: ImportRun, *, today: date, moment: datetime) -> None:
        self.owner, self.today, self.moment = run.owner, today, moment
        self.is_quiet = bool(run.wishes.get("quiet"))
        self.told = ImportRow.objects.filter(run=run, outcome__in=[Outcome.NEW, Outcome.CHANGED])
        self.companies = dict(Company.objects.owned_by(run.owner).values_list("name_key", "pk"))
        self.rejections = 0
        self.of: dict[int, History] = defaultdict(lambda: History([], []))

    def add(self) -> Iterator[int]:
        """Write down what the rows tell, round by round; gives the number of rows of each round."""
        after, more = 0, self.told.exclude(more="").order_by("pk")
        while rows := list(more.filter(pk__gt=after)[:ROWS_A_ROUND]):
            self.add_what_hangs_on(rows)
            yield len(rows)
            after = rows[-1].pk

    def add_what_hangs_on(self, rows: list[ImportRow]) -> None:
        told = {row.pk: json.loads(row.more) for row in rows}
        changed = {row.contact_id for row in rows if row.outcome == Outcome.CHANGED}
        people = Contact.objects.select_related("owner", "company").in_bulk(changed) if changed else {}
        interests: list[Interest] = []
        letters: list[tuple[dict[str, Any], Touchpoint]] = []
        rejections: list[tuple[dict[str, Any], Rejection]] = []
        for row in rows:
            more = told[row.pk]
            if "changes" in more and (contact := people.get(row.contact_id or 0)):
                self.change(contact, more)
            interests += self.new_topics(row, more)
            if "last_on" in more:
                letters.append((more, self.make_letter(row, more)))
            if "rejection" in more:
                rejections.append((more, self.make_rejection(row, more["rejection"])))
        Interest.objects.bulk_create(interests, ignore_conflicts=True)
        for more, letter in zip(
            (more for more, _letter in letters),
            Touchpoint.objects.bulk_create([letter for _more, letter in letters]),
            strict=True,
        ):
            more["letter"] = letter.pk
        self.add_rejections(rejections)
        for row in rows:
            row.more = json.dumps(told[row.pk], ensure_ascii=False)
        ImportRow.objects.bulk_update(rows, ["more"])

    def new_topics(self, row: ImportRow, more: dict[str, Any]) -> list[Interest]:
        if "interests" not in more:
            return []
        return make_interests(Contact(pk=row.contact_id), tidy_topics(more["interests"]))

    def make_letter(self, row: ImportRow, more: dict[str, Any]) -> Touchpoint:
        """What is only remembered from before does not count for the month, but moves the next date."""
        on = date.fromisoformat(more["last_on"])
        assert row.contact_id, "a letter was written to somebody"
        self.of[row.contact_id].letters.append(on)
        source = Touchpoint.Source.IMPORT
        return Touchpoint(contact_id=row.contact_id, kind=Touchpoint.Kind.OTHER, on=on, source=source)

    def make_rejection(self, row: ImportRow, told: dict[str, str]) -> Rejection:
        on = date.fromisoformat(told["on"])
        if row.contact_id:
            self.of[row.contact_id].rejections.append(on)
        return Rejection(
            owner=self.owner,
            company_id=self.companies[row.company_key],
            contact_id=row.contact_id,
            role=told["role"],
            rejected_on=on,
            stage=told["stage"],
            reason=told["reason"],
            created_at=self.moment,
        )

    def add_rejections(self, rejections: list[tuple[dict[str, Any], Rejection]]) -> None:
        made = Rejection.objects.bulk_create([rejection for _more, rejection in rejections])
        self.rejections += len(made)
        with_contact = []
        for (more, _rejection), rejection in zip(rejections, made, strict=True):
            more["rejection"]["id"] = rejection.pk
            if rejection.contact_id:
                with_contact.append(rejection)
        FeedbackRequest.objects.bulk_create([self.make_request(rejection) for rejection in with_contact])

    def make_request(self, rejection: Rejection) -> FeedbackRequest:
        """On offer while it is fresh; later it is on their page only, for who still wants to ask."""
        assert rejection.contact_id
        is_fresh = self.today - rejection.rejected_on <= STILL_ASKED and not self.is_quiet
        return FeedbackRequest(
            owner=self.owner,
            rejection=rejection,
            contact_id=rejection.contact_id,
            state=ASK.PROPOSED if is_fresh else ASK.NOT_ASKED,
            closed_on=None if is_fresh else self.today,
        )

    def change(self, contact: Contact, more: dict[str, Any]) -> None:
        """Take over what the file says, and keep what was there."""
        changes = more["changes"]
        company = contact.company.name if contact.company else ""
        more["before"] = {key: company if key == "company" else getattr(contact, key) for key in changes}
        for key, value in changes.items():
            if key == "company":
                contact.company_id = self.companies[name_key(value)[:250]]
            else:
                setattr(contact, key, value)
        contact.needs_matching = True
        contact.version += 1
        contact.save()
        more["version"] = contact.version
        heed_do_not_contact(contact)

    def settle(self) -> None:
        """The next dates and the search of all who have more than their own fields."""
        new = set(
            self.told.filter(outcome=Outcome.NEW, contact__in=list(self.of))
            .exclude(name_key="")
            .values_list("contact_id", flat=True)
        )
        for contact in self.read_contacts([pk for pk in self.of if pk in new]):
            self.start_clock(contact)
        known = [pk for pk in self.of if pk and pk not in new]
        for contact in self.read_contacts(known):
            days = self.of[contact.pk]
            recount(contact, *days.letters)
            withdraw_if_too_soon(contact, max([*days.letters, *days.rejections]))
            refresh_next_date(contact)
        changed = self.told.filter(outcome=Outcome.CHANGED).values_list("contact_id", flat=True)
        again = self.told.filter(outcome=Outcome.NEW, name_key="", contact__isnull=False)
        for contact in self.read_contacts(sorted({*changed, *again.values_list("contact_id", flat=True)})):
            index_contact(contact)

    def read_contacts(self, pks: list[int]) -> Iterator[Contact]:
        people = Contact.objects.owned_by(self.owner).select_related("owner", "company").order_by("pk")
        for at in range(0, len(pks), ROWS_A_ROUND):
            yield from people.filter(pk__in=pks[at : at + ROWS_A_ROUND])

    def start_clock(self, contact: Contact) -> None:
        """The first next date of a new contact with a past, by the rules of `followups.cadence`."""
        if not contact.is_active:
            return
        days = self.of[contact.pk]
        last_on = max([*days.letters, *days.rejections])
        anchor = choose_anchor(sorted({*days.letters, *days.rejections}, reverse=True)[:12], last_on)
        Contact.objects.filter(pk=contact.pk).update(
            next_on=add_months(last_on, contact.cadence, anchor),
            next_from=NextFrom.OUTREACH if last_on in days.letters else NextFrom.REJECTION,
            next_from_on=last_on,
        )

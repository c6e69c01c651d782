"""What is to do today: thanks, feedback to ask for, letters to write; who waits for what, and who comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Exists
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Contact, Rejection
from crm.models import User
from followups.today_rows import (
    AT_HAND,
    COMING_SHOWN,
    COUNTED,
    SHOWN,
    ContactRow,
    FeedbackRow,
    FoundContact,
    as_contact_row,
    find_contacts,
    read_feedback_rows,
)
from followups.wins import Win, read_wins

Row = TypeVar("Row", ContactRow, FeedbackRow)


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """The first rows of a list, and how many there are (counted up to 101)."""

    rows: list[Row]
    count: int

    @property
    def first(self) -> list[Row]:
        """Those that are shown with everything at hand."""
        return self.rows[:AT_HAND]

    @property
    def others(self) -> list[Row]:
        return self.rows[AT_HAND:]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def is_capped(self) -> bool:
        return self.count > COUNTED


@dataclass(frozen=True)
class Today:
    on: date
    thanks_due: Listing[FeedbackRow]
    to_ask: Listing[FeedbackRow]
    due: Listing[ContactRow]
    waiting: Listing[FeedbackRow]
    coming_up: Listing[ContactRow]
    is_new: bool  # nothing was ever logged
    wins: list[Win]

    @property
    def headline(self) -> str:
        """A sentence that says how much there is to do."""
        fresh = sum(row.is_fresh and not row.ask_from for row in self.to_ask.rows)
        letters = self.thanks_due.count + self.due.count + fresh
        if self.is_new:
            return _("A good place to begin")
        if letters > COUNTED:
            return _("More than a hundred letters to write")
        return say_letters(letters)


def read_today(user: User) -> Today:
    """Everything that the page Today shows, in three queries (four when there is nothing at all)."""
    today = user.today()
    contacts = find_contacts(user, today)
    requests = read_feedback_rows(user, today)
    asked_first, to_ask = ask_once(contacts["due"], requests["proposed"])
    return Today(
        on=today,
        thanks_due=make_listing(requests["answered"]),
        to_ask=make_listing(to_ask),
        due=make_rows(user, today, contacts["due"], asked_first),
        waiting=make_listing(requests["asked"]),
        coming_up=make_rows(user, today, contacts["coming"], {}, shown=COMING_SHOWN),
        is_new=not any([*contacts.values(), *requests.values()]) and not has_history(user),
        wins=read_wins(user, today),
    )


def ask_once(due: list[FoundContact], proposed: list[FeedbackRow]) -> tuple[dict[int, int], list[FeedbackRow]]:
    """One letter at a time: to somebody who is due, a question that may be asked now is the letter to write.

    Gives the requests by their contacts, and those that are left.
    """
    askable = {row.contact.pk: row.pk for row in reversed(proposed) if row.ask_from is None}
    asked_first = {each.contact_id: askable[each.contact_id] for each in due if each.contact_id in askable}
    taken = set(asked_first.values())
    return asked_first, [row for row in proposed if row.pk not in taken]


def make_rows(
    user: User, today: date, found: list[FoundContact], asked_first: dict[int, int], *, shown: int = SHOWN
) -> Listing[ContactRow]:
    quiet_after = user.unanswered_limit
    rows = [as_contact_row(each, quiet_after, asked_first.get(each.contact_id), today) for each in found[:shown]]
    return Listing(rows, min(len(found), COUNTED + 1))


def make_listing(rows: list[Row]) -> Listing[Row]:
    return Listing(rows[:SHOWN], min(len(rows), COUNTED + 1))


def has_history(user: User) -> bool:
    contacts, rejections = Contact.objects.owned_by(user), Rejection.objects.owned_by(user)
    return User.objects.filter(Exists(contacts) | Exists(rejections), pk=user.pk).exists()


def say_letters(count: int) -> str:
    words = [
        _("Nothing to write today"), _("One letter to write"), _("Two letters to write"), _("Three letters to write"),
        _("Four letters to write"), _("Five letters to write"), _("Six letters to write"), _("Seven letters to write"),
        _("Eight letters to write"), _("Nine letters to write"), _("Ten letters to write"),
    ]  # fmt: skip
    if count < len(words):
        return words[count]
    return ngettext("%(count)d letter to write", "%(count)d letters to write", count) % {"count": count}

"""The ideas of all contacts, page by page: whoever may be written to now first, and of them who has the best idea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from contacts.models import Contact
from contacts.paging import Page, parse_position, write_position
from crm.models import User
from followups.ideas.choosing import propose
from followups.models import FeedbackRequest, Idea, Touchpoint

CONTACTS_PER_PAGE = 20
IDEAS_PER_PAGE = 50
SAVED_OF_ONE = 10  # of one contact on the page of what was saved; the others are on the page of the contact


@dataclass(frozen=True)
class Group:
    """The ideas for one contact."""

    contact: Contact
    ideas: list[Idea]
    write_from: date | None  # set while the month since the last letter isn't over
    is_asking_first: bool


def read_groups(user: User, *, after: str = "", only_saved: bool = False) -> Page[Group]:
    """A page of contacts with what is proposed to them, three ideas at most, or with what was saved.

    The number of queries does not depend on that of contacts or ideas.
    """
    today = user.today()
    found = list(narrow_after(read_contacts(user, today, only_saved=only_saved), after)[: CONTACTS_PER_PAGE + 1])
    contacts: list[Any] = found[:CONTACTS_PER_PAGE]
    for contact in contacts:
        contact.owner = user
    ideas = read_saved(contacts) if only_saved else propose(contacts)
    groups = [
        Group(
            contact=contact,
            ideas=ideas[contact.pk],
            write_from=contact.free_from if contact.free_from > today else None,
            is_asking_first=contact.is_asking_first,
        )
        for contact in contacts
        if ideas.get(contact.pk)
    ]
    last = contacts[-1] if len(found) > CONTACTS_PER_PAGE else None
    return Page(groups, write_position(last.pk, f"{last.free_from} {last.best!r}") if last else "")


def read_contacts(user: User, today: date, *, only_saved: bool) -> Any:
    """Contacts in touch with open ideas: `free_from`, the day they may be written to, and their `best` score."""
    written_to = Touchpoint.objects.outreach().filter(contact=OuterRef("pk"), until__gt=today).order_by("-until")
    ideas = Idea.objects.open().filter(contact=OuterRef("pk"))
    if only_saved:
        ideas = ideas.filter(state=Idea.State.SAVED)
    return (
        Contact.objects.owned_by(user)
        .in_touch()
        .select_related("company")
        .annotate(
            free_from=Coalesce(Subquery(written_to.values("until")[:1]), Value(today), output_field=DateField()),
            best=Subquery(ideas.best_first().values("score")[:1]),
            is_asking_first=Exists(FeedbackRequest.objects.proposed().filter(contact=OuterRef("pk"))),
        )
        .filter(best__isnull=False)
        .order_by("free_from", "-best", "id")
    )


def narrow_after(contacts: Any, after: str) -> Any:
    """Those after the position; one that makes no sense is the start."""
    position = parse_position(after, is_day=False)
    try:
        value, pk = position or ("", 0)
        day, score = value.split(" ")
        free_from, best = date.fromisoformat(day), float(score)
    except ValueError:
        return contacts
    return contacts.filter(
        Q(free_from__gt=free_from)
        | Q(free_from=free_from, best__lt=best)
        | Q(free_from=free_from, best=best, id__gt=pk)
    )


def read_saved(contacts: list[Contact]) -> dict[int, list[Idea]]:
    saved = Idea.objects.filter(contact__in=contacts, state=Idea.State.SAVED).best_first()
    return {pk: ideas[:SAVED_OF_ONE] for pk, ideas in group_by_contact(contacts, saved).items()}


def read_open_ideas(contact: Contact, *, after: str = "", only_saved: bool = False) -> Page[Idea]:
    """All that is open for one contact, best first."""
    rows = Idea.objects.open().filter(contact=contact).best_first()
    if only_saved:
        rows = rows.filter(state=Idea.State.SAVED)
    if position := parse_position(after, is_day=False):
        try:
            score = float(position[0])
        except ValueError:
            score = None
        if score is not None:
            rows = rows.filter(Q(score__lt=score) | Q(score=score, id__lt=position[1]))
    found = list(with_items(rows)[: IDEAS_PER_PAGE + 1])
    shown = found[:IDEAS_PER_PAGE]
    for idea in shown:
        idea.contact = contact
    prefetch_related_objects([contact], "interests")
    return Page(shown, write_position(shown[-1].pk, repr(shown[-1].score)) if len(found) > IDEAS_PER_PAGE else "")


def group_by_contact(contacts: list[Contact], ideas: Any) -> dict[int, list[Idea]]:
    prefetch_related_objects(contacts, "interests")
    people = {contact.pk: contact for contact in contacts}
    groups: dict[int, list[Idea]] = {}
    for idea in with_items(ideas):
        idea.contact = people[idea.contact_id]
        groups.setdefault(idea.contact_id, []).append(idea)
    return groups


def with_items(ideas: Any) -> Any:
    return ideas.select_related("article", "opening__company", "peer")

"""Two contacts beside each other: what is known of each, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.words import shorten


@dataclass(frozen=True)
class Side:
    """One line: what it is about, and what each of the two says."""

    label: str
    one: str
    other: str

    @property
    def is_same(self) -> bool:
        return self.one == self.other


def put_side_by_side(one: Contact, other: Contact) -> list[Side]:
    """What differs or is known at all; a line that both leave empty is left out."""
    lines = zip(describe(one), describe(other), strict=True)
    return [Side(label, ours, theirs) for (label, ours), (_label, theirs) in lines if ours or theirs]


def describe(contact: Contact) -> list[tuple[str, str]]:
    return [
        (_("Name"), contact.name),
        (_("E-mail"), contact.email),
        (_("Title"), contact.title),
        (_("Company"), contact.company.name if contact.company else ""),
        (_("Field"), contact.field),
        (_("Interests"), ", ".join(interest.topic for interest in contact.interests.all()[:10])),
        (_("Notes"), shorten(contact.notes, 160)),
        (_("Standing"), contact.get_standing_display()),
        (_("Added on"), date_format(contact.added_on, "j F Y")),
    ]

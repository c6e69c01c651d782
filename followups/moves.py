"""They moved on: a new employer, a new title, a new address. The person and the history stay."""

from __future__ import annotations

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactEvent
from contacts.search import index_contact
from contacts.words import shorten
from followups.ideas.finding import mark_for_matching
from followups.locks import lock_contact
from followups.people import find_or_make_company, heed_do_not_contact, note_event

LONGEST_NOTES = 20_000


@transaction.atomic
def move_contact(contact: Contact, *, company_name: str, title: str, email: str) -> bool:
    """Note where they work now; False if they do already. Where they were, and under which address, stays in the notes.

    Their ideas are looked for anew: what was news of their company is none any more.
    """
    lock_contact(contact)
    company = find_or_make_company(contact.owner, company_name)
    if (contact.company, contact.title, contact.email) == (company, title, email):
        return False
    contact.notes = write_former_place(contact)
    route = f"{name_place(contact)} → {shorten(company.name, 140) if company else ''}".strip()
    contact.company, contact.title, contact.email = company, title, email
    contact.version += 1
    contact.save()
    mark_for_matching(contact)
    note_event(contact, ContactEvent.Kind.MOVED, text=route)
    index_contact(contact)
    heed_do_not_contact(contact)
    return True


def name_place(contact: Contact) -> str:
    return shorten(contact.company.name, 140) if contact.company else ""


def write_former_place(contact: Contact) -> str:
    """The notes with a line on the place they leave, where there is room for it."""
    place = [contact.title, contact.company.name if contact.company else "", contact.email]
    known = ", ".join(part for part in place if part)
    if not known:
        return contact.notes
    line = _("Until %(day)s: %(place)s") % {"day": date_format(contact.owner.today(), "j F Y"), "place": known}
    notes = f"{contact.notes.rstrip()}\n{line}".lstrip()
    return notes if len(notes) <= LONGEST_NOTES else contact.notes

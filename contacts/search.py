"""Finds people again, by whatever one remembers of them.

Each contact carries its own searchable text, folded the same way as the words searched for: so one plain `LIKE` per
word is right on SQLite and on PostgreSQL alike, for any script, with and without accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from contacts.models import Company, Contact, ContactQuerySet, name_key

MOST_WORDS = 8
LONGEST_WORD = 100


def fold(text: str) -> str:
    """`text` without accents, case and runs of white space: Zoë, ZOE and zoe are the same."""
    decomposed = unicodedata.normalize("NFKD", name_key(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def index_contact(contact: Contact) -> None:
    """Note what the contact can be found by; call it after a change to them, their interests or rejections."""
    rejections = contact.rejections.values_list("role", "company__name", "notes", "reason")
    topics = contact.interests.values_list("topic", flat=True)
    contact.search_text = write_search_text(contact, [*topics, *(part for row in rejections for part in row)])
    Contact.objects.filter(pk=contact.pk).update(search_text=contact.search_text)


def write_search_text(contact: Contact, more: Iterable[str]) -> str:
    """The contact's own words and `more` of what belongs to them, folded; the same words stand in it once."""
    company = contact.company.name if contact.company else ""
    parts = [contact.name, company, contact.title, contact.field, contact.email, *more, contact.notes]
    return "\n".join(dict.fromkeys(fold(part) for part in parts if part))


def index_company(company: Company) -> None:
    """A company's new name has to find everybody who works there or turned one down for it."""
    people = Contact.objects.filter(company=company) | Contact.objects.filter(rejections__company=company)
    for contact in people.select_related("company").distinct():
        index_contact(contact)


def search_contacts(contacts: ContactQuerySet, words: str) -> ContactQuerySet:
    """Those of `contacts` in whose text each of the words occurs, wherever in a word it stands."""
    for word in fold(words).split()[:MOST_WORDS]:
        contacts = contacts.filter(search_text__contains=word[:LONGEST_WORD])
    return contacts

"""Finds people again, by whatever one remembers of them.

Each contact carries its own searchable text, folded the same way as the words searched for: so letters alone have to be
compared, for any script, with and without accents. The database finds them by an index of three letters each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from contacts.models import Company, Contact, ContactQuerySet, name_key

MOST_WORDS = 8
LONGEST_WORD = 100
SHORT = {1: "  ", 2: " "}  # what makes three letters of them, as `write_search_text` wrote them
MATCHED_SQL = "SELECT rowid FROM contacts_search WHERE contacts_search MATCH %s"


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
    """The contact's own words and `more` of what belongs to them, folded, each once, with two spaces before each.

    So “  a” and “ an” are three letters of the index, too: they find the words that begin so. Within a word, one may
    begin again (anna-lena, jo@acme.example), and does at every letter of a script that leaves no spaces.
    """
    company = contact.company.name if contact.company else ""
    parts = [contact.name, company, contact.title, contact.field, contact.email, *more, contact.notes]
    words = [word for part in parts if part for word in fold(part).split()]
    beginnings = [word[at : at + 2] for word in words for at in begin_within(word)]
    return "".join(f"  {word}" for word in dict.fromkeys([*words, *beginnings]))


def begin_within(word: str) -> Iterable[int]:
    """Where in `word`, after its first letter, one could begin to read."""
    for at in range(1, len(word)):
        if word[at].isalnum() and (not word[at - 1].isalnum() or unicodedata.category(word[at]) == "Lo"):
            yield at


def index_company(company: Company) -> None:
    """A company's new name has to find everybody who works there or turned one down for it."""
    people = Contact.objects.filter(company=company) | Contact.objects.filter(rejections__company=company)
    for contact in people.select_related("company").distinct():
        index_contact(contact)


def search_contacts(contacts: ContactQuerySet, words: str) -> ContactQuerySet:
    """Those of `contacts` in whose text each of the words occurs; wherever it stands, but for one and two letters,
    with which a word has to begin.

    The trigram index of the database finds them (`contacts_search`), so that a search of a hundred thousand contacts
    costs by the hits. Read them by `read_page` or with an order of their own: see `contacts.paging`.
    """
    asked = fold(words.replace("\x00", " ")).split()[:MOST_WORDS]
    sought = [SHORT.get(len(word), "") + word[:LONGEST_WORD] for word in asked]
    if not sought:
        return contacts
    if connection.vendor == "sqlite":
        match = " ".join('"' + text.replace('"', '""') + '"' for text in sought)
        return contacts.filter(pk__in=RawSQL(MATCHED_SQL, [match]))  # noqa: S611 (our own words)
    for text in sought:
        contacts = contacts.filter(search_text__contains=text)
    return contacts

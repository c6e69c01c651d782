"""Finds people again, by whatever one remembers of them.

Each contact carries its own searchable text, folded the same way as the words searched for: so letters alone have to be
compared, for any script, with and without accents. The database finds them by an index of three letters each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db import connection
from django.db.models import Value
from django.db.models.expressions import RawSQL

from contacts.models import Company, Contact, ContactQuerySet, name_key
from contacts.paging import FOUND_FIRST

MOST_WORDS = 8
LONGEST_WORD = 100
SHORT = {1: "  ", 2: " "}  # what makes three letters of them, as `write_search_text` wrote them
AFTER_A_SIGN = re.compile("(?<=[^0-9A-Za-z])[0-9A-Za-z]")
MATCHED_SQL = "SELECT rowid FROM contacts_search WHERE contacts_search MATCH %s"


def fold(text: str) -> str:
    """`text` without accents, case and runs of white space: Zoë, ZOE and zoe are the same."""
    if text.isascii():  # most names: a hundred thousand of a file are folded in a second
        return " ".join(text.lower().split())
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
    different = dict.fromkeys(fold("\n".join(part for part in parts if part)).split())
    parted = (word for word in different if not (word.isascii() and word.isalnum()))
    beginnings = [word[at : at + 2] for word in parted for at in begin_within(word)]
    return "  " + "  ".join(dict.fromkeys([*different, *beginnings])) if different else ""


def begin_within(word: str) -> Iterable[int]:
    """Where in `word`, after its first letter, one could begin to read."""
    if word.isascii():
        yield from (match.start() for match in AFTER_A_SIGN.finditer(word))
        return
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
    costs by the hits: `contacts.paging` puts them in order.
    """
    asked = fold(words.replace("\x00", " ")).split()[:MOST_WORDS]
    sought = [SHORT.get(len(word), "") + word[:LONGEST_WORD] for word in asked]
    if not sought:
        return contacts
    if connection.vendor == "sqlite":
        match = " ".join('"' + text.replace('"', '""') + '"' for text in sought)
        return contacts.filter(pk__in=RawSQL(MATCHED_SQL, [match]))  # noqa: S611 (our own words)
    found = contacts
    for text in sought:
        found = found.filter(search_text__contains=text)
    # Of one and two letters there are so many that the next of them by name are soon met.
    return found.alias(**{FOUND_FIRST: Value(True)}) if max(map(len, asked)) > max(SHORT) else found

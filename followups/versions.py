"""Two tabs may save the same thing: the second is told, and what it typed is kept."""

from __future__ import annotations

from typing import Protocol

from contacts.models import Contact
from followups.locks import lock_contact


class ChangedMeanwhile(Exception):
    """The row was changed since the form was shown."""


class Versioned(Protocol):
    contact: Contact
    version: int

    def refresh_from_db(self) -> None: ...


def hold_version(row: Versioned, version: int) -> None:
    """Hold the row's history until the transaction ends. Raises `ChangedMeanwhile` unless it has this version."""
    lock_contact(row.contact)
    contact = row.contact
    row.refresh_from_db()
    row.contact = contact
    if row.version != version:
        raise ChangedMeanwhile

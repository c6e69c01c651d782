"""Contacts as vCard 4.0 (RFC 6350), for address books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from uuid import UUID, uuid5

from contacts.models import Contact
from crm.exporting.tables import in_turn
from crm.models import User

LONGEST_LINE = 75  # bytes, without the line's end (RFC 6350, 3.2)
OURS = UUID("0d1f6a0e-7b1c-4f5e-9b57-6f4a6f0c2a11")


def write_cards(user: User) -> Iterator[str]:
    people = Contact.objects.owned_by(user).select_related("company").prefetch_related("interests")
    for contact in in_turn(people):
        yield write_card(contact)


def write_card(contact: Contact) -> str:
    identity = uuid5(OURS, f"{contact.owner_id}:{contact.created_at.isoformat()}:{contact.pk}")
    topics = [escape(interest.topic) for interest in contact.interests.all()]
    given, _space, family = contact.name.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{identity}",
        f"FN:{escape(contact.name)}",
        f"N:{escape(family)};{escape(given)};;;",
        f"EMAIL:{escape(contact.email)}" if contact.email else "",
        f"TITLE:{escape(contact.title)}" if contact.title else "",
        f"ORG:{escape(contact.company.name)}" if contact.company else "",
        f"CATEGORIES:{','.join(topics)}" if topics else "",
        f"NOTE:{escape(contact.notes)}" if contact.notes else "",
        f"REV:{contact.created_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "END:VCARD",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines if line)


def escape(value: str) -> str:
    """Text in a value: its own signs are marked, and a line's end is written out (RFC 6350, 3.4)."""
    marked = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(marked.splitlines())


def fold(line: str) -> str:
    """The line in pieces of 75 bytes, of which each but the first begins with a space; no sign is cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        weight = len(sign.encode())
        if size + weight > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + sign, size + weight
    return "\r\n ".join([*pieces, piece])

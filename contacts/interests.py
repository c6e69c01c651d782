"""Where it is known from that somebody cares about something: “mentioned sailing, interview 3 May”."""

from __future__ import annotations

from collections.abc import Mapping

from contacts.models import Contact


def note_sources(contact: Contact, sources: Mapping[int, str]) -> None:
    """Note for each of the contact's interests, by id, where it is known from."""
    for interest in contact.interests.filter(pk__in=sources):
        if interest.source != sources[interest.pk]:
            interest.source = sources[interest.pk]
            interest.save(update_fields=["source"])

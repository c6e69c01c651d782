"""Who asked to stop, was erased or was shut out after the backup: the journal of departures is played once more."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from contacts.models import Contact, DoNotContact
from crm.account_deletion import delete_account
from crm.erasing import erase_person
from crm.models import ApiToken, Invitation, User
from followups.departures import hash_account, hash_address, hash_contact, hash_key
from followups.people import stop_contact, undo_stop


@dataclass(frozen=True)
class Departure:
    what: str
    at: datetime
    contact: str
    address: str


@dataclass
class Replayed:
    """How many people the journal was about, and lines that could not be read."""

    stopped: int = 0
    erased: int = 0
    accounts: int = 0
    revoked: int = 0
    unreadable: int = 0


def read_journal(path: Path) -> tuple[list[Departure], int]:
    """The departures in the order in which they happened, and the number of lines that are no departure."""
    departures, unreadable = [], 0
    lines = path.read_text().splitlines() if path.exists() else []
    for line in lines:
        try:
            words = json.loads(line)
            at = datetime.fromisoformat(words["at"])
            departures.append(Departure(words["what"], at, words["contact"], words["address"]))
        except (ValueError, KeyError, TypeError):
            unreadable += 1  # cut short when the power went
    return departures, unreadable


def replay_departures(journal: Path, *, since: datetime, keys: Iterable[str]) -> Replayed:
    """Stop and erase again whoever left since that moment; `keys` are those the journal may be written under."""
    departures, unreadable = read_journal(journal)
    replayed = Replayed(unreadable=unreadable)
    departures = [departure for departure in departures if departure.at >= since]
    if departures:
        keys = list(dict.fromkeys(keys))
        revoke_again([departure for departure in departures if departure.what == "revoked"], keys, replayed)
        known = KnownPeople(keys)
        for departure in departures:
            replay(departure, known, replayed)
    return replayed


def revoke_again(departures: list[Departure], keys: list[str], replayed: Replayed) -> None:
    """A token or an invitation that was taken back since opens no door; one that was used since stays used up."""
    taken_back = {departure.contact: departure.at for departure in departures}
    tokens = ApiToken.objects.filter(revoked_at=None)
    invitations = Invitation.objects.filter(revoked_at=None, used_at=None)
    for row in (*tokens, *invitations) if taken_back else ():
        marks = [hash_key(row.token_hash, key) for key in keys]
        if at := next((taken_back[mark] for mark in marks if mark in taken_back), None):
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            replayed.revoked += 1


class KnownPeople:
    """The restored contacts, by the hashes under which the journal may know them."""

    def __init__(self, keys: list[str]) -> None:
        self.by_contact: dict[str, int] = {}
        self.by_address: dict[str, set[int]] = defaultdict(set)
        self.by_account = {hash_account(owner, key): owner.pk for owner in User.objects.iterator() for key in keys}
        for contact in Contact.objects.select_related("owner").iterator(chunk_size=1000):
            for key in keys:
                self.by_contact[hash_contact(contact, key)] = contact.pk
                if contact.email:
                    self.by_address[hash_address(contact.owner, contact.email, key)].add(contact.pk)

    def find(self, departure: Departure, *, by_address: bool) -> Iterator[Contact]:
        pks = {self.by_contact.get(departure.contact, 0)}
        if by_address and departure.address:
            pks |= self.by_address[departure.address]
        yield from Contact.objects.filter(pk__in=pks).select_related("owner").order_by("pk")

    def find_owners(self, departure: Departure) -> Iterator[User]:
        yield from User.objects.filter(pk=self.by_account.get(departure.contact, 0))


def replay(departure: Departure, known: KnownPeople, replayed: Replayed) -> None:
    match departure.what:
        case "stopped":
            remember_address(departure)
            for contact in known.find(departure, by_address=True):
                replayed.stopped += contact.standing != Contact.Standing.STOPPED
                stop_contact(contact)
                Contact.objects.filter(pk=contact.pk).update(stopped_at=departure.at)
        case "stop_undone":
            DoNotContact.objects.filter(address_hash=departure.address).exclude(address_hash="").delete()
            for contact in known.find(departure, by_address=False):
                # It was undone in time; that time may be over now.
                Contact.objects.filter(pk=contact.pk).update(stopped_at=timezone.now())
                undo_stop(contact)
        case "erased":
            for contact in known.find(departure, by_address=False):
                erase_person(contact)
                replayed.erased += 1
        case "account_deleted":
            for owner in known.find_owners(departure):
                delete_account(owner)
                replayed.accounts += 1


def remember_address(departure: Departure) -> None:
    """Mark the address even where its contact is not in the backup: it may be added or imported again.

    Whose contact it was the line does not say, but the owner is part of the hash: another's mark fits nobody.
    """
    if departure.address:
        for owner in User.objects.iterator():
            DoNotContact.objects.get_or_create(
                owner=owner, address_hash=departure.address, defaults={"marked_at": departure.at}
            )

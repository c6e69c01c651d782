"""What goes when a person is erased, and what about them stays, told before anything is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext_lazy

from contacts.models import Contact, Peer
from followups.departures import plain_address, share_address

MESSAGES = ngettext_lazy("%(number)d message of yours", "%(number)d messages of yours", "number")
THEIR_MESSAGES = ngettext_lazy("%(number)d message of theirs", "%(number)d messages of theirs", "number")
ANSWERS = ngettext_lazy("%(number)d answer to you", "%(number)d answers to you", "number")
REFERRALS = ngettext_lazy("%(number)d referral", "%(number)d referrals", "number")
NUDGES = ngettext_lazy("%(number)d nudge", "%(number)d nudges", "number")


@dataclass(frozen=True)
class WhatGoes:
    gone: list[str]
    peers: list[Peer]  # the same address in the user's network: a page of its own, which stays
    others: list[Contact]  # noted a second time, under the same address


def say_what_goes(contact: Contact) -> WhatGoes:
    counted = [
        (MESSAGES, contact.touchpoints.count()),
        (THEIR_MESSAGES, contact.incoming_messages.count()),
        (ANSWERS, contact.feedback_requests.exclude(answer="").count()),
        (REFERRALS, contact.referrals.count()),
        (NUDGES, contact.nudges.count()),
    ]
    gone = [str(words % {"number": number}) for words, number in counted if number]
    return WhatGoes(gone, find_peers(contact), list(share_address(contact)[:5]))


def find_peers(contact: Contact) -> list[Peer]:
    """The person in the user's network, if they are there as well."""
    address = plain_address(contact.email)
    peers = Peer.objects.owned_by(contact.owner).exclude(email="").iterator()
    return [peer for peer in peers if plain_address(peer.email) == address]

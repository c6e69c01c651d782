"""What pages show of referrals and of who fits what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from contacts.models import Contact, Opening, Peer
from contacts.paging import ROWS_PER_PAGE, Page
from crm.models import User
from followups.models import Referral
from followups.referrals.matching import Match, match_peers
from followups.referrals.proposing import MOST_OPENINGS, MOST_PEERS

MATCHES_SHOWN = 8
REFERRALS_SHOWN = 30
PEOPLE_SHOWN = 50


def read_matches_of_opening(opening: Opening) -> list[Match]:
    """Who fits, best first: also who was not asked yet, but nobody who said no."""
    peers = Peer.objects.owned_by(opening.owner).exclude(consent=Peer.Consent.WITHDRAWN).order_by("-id")
    return match_peers([opening], list(peers[:MOST_PEERS]))[:MATCHES_SHOWN]


def read_matches_of_peers(owner: User, peers: Sequence[Peer]) -> dict[int, list[Match]]:
    """The open openings that each of these peers fits, best first. One query."""
    willing = [peer for peer in peers if peer.consent != Peer.Consent.WITHDRAWN]
    if not willing:
        return {}
    openings = Opening.objects.owned_by(owner).open(owner.today()).select_related("company").order_by("-id")
    matches: dict[int, list[Match]] = defaultdict(list)
    for match in match_peers(list(openings[:MOST_OPENINGS]), willing):
        if len(matches[match.peer.pk]) < MATCHES_SHOWN:
            matches[match.peer.pk].append(match)
    return matches


def read_referrals_of(subject: Opening | Peer) -> list[Referral]:
    """The referrals for an opening, or of a peer, newest first."""
    referrals = Referral.objects.owned_by(subject.owner)
    own = referrals.filter(opening=subject) if isinstance(subject, Opening) else referrals.filter(peer=subject)
    return list(own.select_related("contact", "opening__company", "peer").order_by("-id")[:REFERRALS_SHOWN])


def read_referral_page(owner: User, *, after: str) -> Page[Referral]:
    """A page of the owner's referrals, newest first; an `after` that makes no sense is the start."""
    own = Referral.objects.owned_by(owner).select_related("contact", "opening__company", "peer").order_by("-id")
    if after.isascii() and after.isdigit() and len(after) < 19:
        own = own.filter(id__lt=int(after))
    rows = list(own[: ROWS_PER_PAGE + 1])
    shown = rows[:ROWS_PER_PAGE]
    return Page(shown, str(shown[-1].pk) if len(rows) > ROWS_PER_PAGE else "")


def read_people_at(opening: Opening) -> list[Contact]:
    """Who could be written to about an opening: the contacts in touch at that company, by name."""
    people = Contact.objects.filter(owner=opening.owner, company=opening.company_id).in_touch().by_name()
    return list(people[:PEOPLE_SHOWN])

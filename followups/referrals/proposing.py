"""Propose peers for openings: one idea for each contact at the company who is in touch, kept up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from contacts.models import Contact, Opening, Peer
from crm.models import User
from followups.locks import lock_user
from followups.models import Idea, LetterDraft, Referral, Touchpoint
from followups.models.idea import IdeaQuerySet
from followups.referrals.matching import Match, match_peers

State = Idea.State
Key = tuple[int, int, int]  # contact, opening, peer

# A page may show a faint match; a letter needs a good one.
GOOD_ENOUGH = 1.0
MOST_FOR_A_CONTACT = 10
# Who has more than this many keeps them all; the newest ones are searched.
MOST_OPENINGS, MOST_PEERS = 200, 200


@transaction.atomic
def find_referral_ideas(owner: User) -> int:
    """Bring the owner's referral ideas up to date, and say how many are new. Safe to run at any time.

    Proposed are peers who agreed, for openings that are open, to contacts in touch at that company; not again to
    anybody when the peer was referred for it already. What stands in a mail, was dismissed or sent stays as it is.
    """
    lock_user(owner)
    today = owner.today()
    wanted = read_wanted(owner, today)
    known = {key_of(idea): idea for idea in referral_ideas(owner)}
    remove_stale(owner, wanted, today)
    update_scores(wanted, known)
    new = [make_idea(key, match) for key, match in wanted.items() if key not in known]
    Idea.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def referral_ideas(owner: User) -> IdeaQuerySet:
    return Idea.objects.owned_by(owner).filter(article=None)


def key_of(idea: Idea) -> Key:
    assert idea.opening_id and idea.peer_id, "an idea without an article has both"
    return idea.contact_id, idea.opening_id, idea.peer_id


def read_wanted(owner: User, today: date) -> dict[Key, Match]:
    """Whom to propose for what to whom, each contact's best."""
    people = read_people(owner, today)
    if not people:
        return {}
    referred = read_referred(owner)
    wanted: dict[int, list[tuple[Key, Match]]] = defaultdict(list)
    for match in match_peers(*read_candidates(owner, people, today)):
        if match.score < GOOD_ENOUGH or (match.opening.pk, match.peer.pk) in referred:
            continue
        for person in people[match.opening.company_id]:
            if len(wanted[person]) < MOST_FOR_A_CONTACT:
                wanted[person].append(((person, match.opening.pk, match.peer.pk), match))
    return {key: match for found in wanted.values() for key, match in found}


def read_people(owner: User, today: date) -> dict[int, list[int]]:
    """The contacts in touch at each company with an opening."""
    hiring = Opening.objects.owned_by(owner).open(today).values("company")
    people: dict[int, list[int]] = defaultdict(list)
    in_touch = Contact.objects.owned_by(owner).in_touch().filter(company__in=hiring)
    for pk, company in in_touch.order_by("id").values_list("pk", "company_id"):
        people[company].append(pk)
    return people


def read_candidates(owner: User, companies: Iterable[int], today: date) -> tuple[list[Opening], list[Peer]]:
    openings = Opening.objects.owned_by(owner).open(today).filter(company__in=list(companies)).order_by("-id")
    peers = Peer.objects.owned_by(owner).consenting().order_by("-id")
    return list(openings[:MOST_OPENINGS]), list(peers[:MOST_PEERS])


def read_referred(owner: User) -> set[tuple[int, int]]:
    """Opening and peer of each referral that was sent, through whomever."""
    sent = Referral.objects.owned_by(owner).exclude(state=Referral.State.DRAFTED)
    return set(sent.values_list("opening_id", "peer_id"))


def remove_stale(owner: User, wanted: dict[Key, Match], today: date) -> None:
    """What does not fit any more goes, unless a mail proposed it; what the user saved goes only with its ground."""
    ideas = referral_ideas(owner)
    groundless = (
        Q(opening__closed_on__lte=today) | ~Q(peer__consent=Peer.Consent.GIVEN) | ~Q(contact__standing="active")
    )
    ideas.not_proposed().filter(groundless).delete()
    new = ideas.not_proposed().filter(state=State.NEW).values_list("pk", "contact_id", "opening_id", "peer_id")
    stale = [pk for pk, *key in new if tuple(key) not in wanted]
    Idea.objects.filter(pk__in=stale).delete()
    # One that a mail proposed is not forgotten, but nobody is proposed who does not agree to it.
    ideas.open().filter(~Q(peer__consent=Peer.Consent.GIVEN)).update(state=State.DISMISSED)


def update_scores(wanted: dict[Key, Match], known: dict[Key, Idea]) -> None:
    changed = []
    for key, match in wanted.items():
        idea = known.get(key)
        if idea and idea.state == State.NEW and (idea.score, idea.topic) != (match.score, match.words):
            idea.score, idea.topic = match.score, match.words
            changed.append(idea)
    Idea.objects.bulk_update(changed, ["score", "topic"])


def make_idea(key: Key, match: Match) -> Idea:
    contact, opening, peer = key
    return Idea(
        contact_id=contact,
        opening_id=opening,
        peer_id=peer,
        kind=Touchpoint.Kind.REFERRAL,
        why=Idea.Why.REFERRAL,
        topic=match.words,
        score=match.score,
    )


def drop_letters_about(peer: Peer) -> None:
    """Delete what was drafted about the peer and not sent."""
    Referral.objects.filter(peer=peer, state=Referral.State.DRAFTED).delete()
    LetterDraft.objects.filter(idea__peer=peer).delete()

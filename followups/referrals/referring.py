"""Put a peer forward for an opening, through a contact: a draft, the letter, and its place on the timeline."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from contacts.models import Contact, Opening, Peer
from contacts.resumes import find_resume
from followups.cadence import earliest_outreach_on
from followups.drafts import Draft, referral_draft
from followups.feedback import OutOfTurn
from followups.locks import lock_contact
from followups.models import Idea, Referral, Touchpoint
from followups.referrals.consent import require_consent
from followups.referrals.matching import match_peers
from followups.referrals.proposing import find_referral_ideas
from followups.referrals.tying import tie
from followups.touchpoints import log_touchpoint
from followups.wording import one_line

State = Referral.State


class TooSoon(Exception):
    """The month since the last letter isn't over: `on` is the day from which the next may be composed."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class OutOfTouch(Exception):
    """They asked not to be contacted, or the acquaintance was ended."""


@transaction.atomic
def start_referral(contact: Contact, *, opening: Opening, peer: Peer) -> Referral:
    """The referral of this peer for this opening through this contact; started once.

    Raises `NoConsent` and `OutOfTouch`.
    """
    lock_contact(contact)
    require_consent(peer)
    if not contact.is_active:
        raise OutOfTouch(contact)
    referral, _created = Referral.objects.get_or_create(contact=contact, opening=opening, peer=peer)
    return referral


def write_letter(referral: Referral) -> Draft:
    """The letter as it was left, else a draft. Raises `NoConsent`, `OutOfTouch`, `TooSoon`."""
    require_letter(referral)
    opening, peer = referral.opening, referral.peer
    match = next(iter(match_peers([opening], [peer])), None)
    has_resume = find_resume(peer) is not None
    draft = referral_draft(referral.contact, opening, peer, fits=match.words if match else "", has_resume=has_resume)
    return Draft(one_line(referral.draft_subject) or draft.subject, referral.draft_text or draft.text)


def require_letter(referral: Referral) -> None:
    """Whether the letter may be composed now: with the peer's consent, to somebody in touch, a month after the last."""
    require_consent(referral.peer)
    if not referral.contact.is_active:
        raise OutOfTouch(referral.contact)
    earliest = earliest_outreach_on(referral.contact)
    if earliest and earliest > referral.contact.owner.today():
        raise TooSoon(earliest)


@transaction.atomic
def save_draft(referral: Referral, *, subject: str, text: str) -> None:
    """Keep the letter as it is. Raises `OutOfTurn`, `NoConsent`, `OutOfTouch`, `TooSoon`."""
    begin_step(referral, {State.DRAFTED})
    require_letter(referral)
    referral.draft_subject, referral.draft_text = subject, text
    referral.save(update_fields=["draft_subject", "draft_text", "version"])


@transaction.atomic
def mark_sent(referral: Referral, *, on: date, text: str = "") -> Touchpoint:
    """The letter was sent on the day `on`, also when that was too soon. Raises `OutOfTurn`, `FutureDay`."""
    begin_step(referral, {State.DRAFTED})
    touchpoint = log_touchpoint(
        referral.contact,
        kind=Touchpoint.Kind.REFERRAL,
        on=on,
        text=text or referral.draft_text,
        url=referral.opening.url,
        idea=Idea.objects.filter(contact=referral.contact, opening=referral.opening, peer=referral.peer).first(),
    )
    tie(referral, touchpoint)
    find_referral_ideas(referral.contact.owner)
    return touchpoint


@transaction.atomic
def drop_referral(referral: Referral) -> None:
    """Take a referral off that was not sent. Raises `OutOfTurn`."""
    begin_step(referral, {State.DRAFTED})
    referral.delete()


def begin_step(referral: Referral, states: set[State]) -> None:
    lock_contact(referral.contact)
    contact, opening, peer = referral.contact, referral.opening, referral.peer
    referral.refresh_from_db()
    referral.contact, referral.opening, referral.peer = contact, opening, peer
    if referral.state not in states:
        raise OutOfTurn(referral.state)
    referral.version += 1

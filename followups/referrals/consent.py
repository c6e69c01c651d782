"""A peer's consent: asked, agreed, withdrawn. Nobody is put forward without it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from contacts.models import Peer
from followups.locks import lock_user
from followups.referrals.proposing import drop_letters_about, find_referral_ideas

Consent = Peer.Consent


class ConsentMoved(Exception):
    """The consent is no longer where this step starts: another tab, or a second click, was first."""


class NoConsent(Exception):
    """The peer did not agree to be referred, or does not any more."""


def require_consent(peer: Peer) -> None:
    """Raises `NoConsent` unless the peer's consent is given, as the database has it now."""
    if not Peer.objects.consenting().filter(pk=peer.pk).exists():
        raise NoConsent(peer)


@transaction.atomic
def mark_asked(peer: Peer, *, on: date) -> None:
    """Who withdrew is not asked again: they know that they can agree."""
    begin_step(peer, {Consent.NOT_ASKED})
    peer.consent, peer.asked_on = Consent.ASKED, on
    end_step(peer)


@transaction.atomic
def give_consent(peer: Peer, *, on: date) -> None:
    begin_step(peer, {Consent.NOT_ASKED, Consent.ASKED, Consent.WITHDRAWN})
    peer.consent, peer.given_on, peer.withdrawn_on = Consent.GIVEN, on, None
    end_step(peer)


@transaction.atomic
def withdraw_consent(peer: Peer, *, on: date) -> None:
    """They said no, or not any more: what was drafted about them and not sent goes, and what was proposed."""
    begin_step(peer, {Consent.ASKED, Consent.GIVEN})
    peer.consent, peer.withdrawn_on = Consent.WITHDRAWN, on
    end_step(peer)


@transaction.atomic
def take_back_step(peer: Peer) -> None:
    """The last step was noted by mistake. Letters that went with the consent don't come back."""
    begin_step(peer, {Consent.ASKED, Consent.GIVEN, Consent.WITHDRAWN})
    if peer.consent == Consent.WITHDRAWN:
        peer.withdrawn_on = None
    elif peer.consent == Consent.GIVEN:
        peer.given_on = None
    else:
        peer.asked_on = None
    earlier = [(peer.given_on, Consent.GIVEN), (peer.asked_on, Consent.ASKED)]
    peer.consent = next((consent for day, consent in earlier if day), Consent.NOT_ASKED)
    end_step(peer)


def begin_step(peer: Peer, states: set[Consent]) -> None:
    lock_user(peer.owner)
    owner = peer.owner
    peer.refresh_from_db()
    peer.owner = owner
    if peer.consent not in states:
        raise ConsentMoved(peer.consent)


def end_step(peer: Peer) -> None:
    peer.version += 1
    peer.save(update_fields=["consent", "asked_on", "given_on", "withdrawn_on", "version"])
    if peer.consent != Consent.GIVEN:
        drop_letters_about(peer)
    find_referral_ideas(peer.owner)

"""A referral and the touchpoint that carried it: tied when it is sent, in step when that is corrected or deleted.

`followups.touchpoints` calls this, so nothing here logs a touchpoint.
"""

from __future__ import annotations

from contacts.models import Peer
from followups.models import Idea, Referral, Touchpoint

State = Referral.State


def tie_referral(idea: Idea, touchpoint: Touchpoint) -> None:
    """A letter around the idea of a peer for an opening was sent: a referral, whatever way it went."""
    if not (idea.opening_id and idea.peer_id):
        return
    referral, _created = Referral.objects.get_or_create(
        contact_id=idea.contact_id, opening_id=idea.opening_id, peer_id=idea.peer_id
    )
    if referral.state == State.DRAFTED:
        referral.version += 1
        tie(referral, touchpoint)


def tie(referral: Referral, touchpoint: Touchpoint) -> None:
    referral.state, referral.touchpoint, referral.changed_on = State.SENT, touchpoint, touchpoint.on
    referral.save(update_fields=["state", "touchpoint", "changed_on", "version"])


def find_referral(touchpoint: Touchpoint) -> Referral | None:
    return Referral.objects.filter(touchpoint=touchpoint).select_related("peer").first()


def follow_day(touchpoint: Touchpoint) -> None:
    """The day of sending was corrected."""
    Referral.objects.filter(touchpoint=touchpoint, state=State.SENT).update(changed_on=touchpoint.on)


def take_back_sending(touchpoint: Touchpoint) -> None:
    """The letter was not sent after all: the referral is a draft again, in the words that were logged.

    Call it before the touchpoint is deleted. Of a peer who does not agree any more there are no drafts.
    """
    referral = find_referral(touchpoint)
    if referral is None:
        return
    if referral.peer.consent != Peer.Consent.GIVEN:
        referral.delete()
        return
    referral.state, referral.touchpoint, referral.changed_on = State.DRAFTED, None, None
    referral.draft_text = touchpoint.text[:20_000]
    referral.version += 1
    referral.save()

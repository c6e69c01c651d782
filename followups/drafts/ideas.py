from __future__ import annotations

from datetime import date

from contacts.models import Contact, Peer
from followups.drafts.article import article_draft
from followups.drafts.check_in import check_in_draft
from followups.drafts.congratulations import congratulations_draft
from followups.drafts.draft import Draft
from followups.drafts.other import other_draft
from followups.drafts.referral import referral_draft
from followups.models import Idea, Touchpoint

Kind = Touchpoint.Kind


def draft_for(idea: Idea, *, on: date | None = None) -> Draft:
    """The letter around an idea, for the month of the day `on` (today).

    Reads `idea.article`, `opening.company`, `peer`, and of `contact` the owner, company and interests: prefetched,
    it asks nothing of the database. A peer who did not agree is not named: then it is a check-in.
    """
    today = on or idea.contact.owner.today()
    if idea.article:
        write = congratulations_draft if idea.kind == Kind.CONGRATULATIONS else article_draft
        return write(idea, idea.article, on=today)
    if idea.opening and idea.peer and idea.peer.consent == Peer.Consent.GIVEN:
        return referral_draft(idea.contact, idea.opening, idea.peer, fits=idea.topic)
    return check_in_draft(idea.contact, on=today)


def draft_of_kind(contact: Contact, kind: str, *, on: date | None = None) -> Draft:
    """The letter of a kind that needs no item: a short hello, or news of one's own."""
    return other_draft(contact, on=on) if kind == Kind.OTHER else check_in_draft(contact, on=on)

"""Which ideas a nudge mail proposes. They are tied to its nudges when it is planned: a mail that is tried again says
the same, and what was in a mail is never proposed to the same person again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction

from contacts.models import Peer
from followups.ideas.choosing import choose_ideas, place_ideas
from followups.models import Idea, Nudge

logger = logging.getLogger(__name__)


def propose_ideas(nudges: Sequence[Nudge]) -> None:
    """Tie the best ideas to these new nudges, three at most each. A nudge without ideas is better than none."""
    try:
        with transaction.atomic():
            chosen = choose_ideas([nudge.contact for nudge in nudges])
            for nudge in nudges:
                place_ideas(nudge, chosen.get(nudge.contact_id, []))
    except Exception:
        logger.exception("no ideas could be chosen for a mail")


def is_still_good(idea: Idea) -> bool:
    """Whether the idea may be shown now: a peer may have withdrawn, an opening may be closed since it was chosen."""
    if idea.state not in {Idea.State.NEW, Idea.State.SAVED}:
        return False
    if idea.article:
        return True
    today = idea.contact.owner.today()
    return bool(idea.opening and idea.opening.is_open(today) and idea.peer and idea.peer.consent == Peer.Consent.GIVEN)


def read_mailed_ideas(nudge: Nudge) -> list[Idea]:
    """The ideas that the nudge's mail proposed and that are still open, best first."""
    ideas = nudge.ideas.open().select_related("contact__owner", "article", "opening__company", "peer")
    return [idea for idea in ideas.order_by("place", "-score", "id") if is_still_good(idea)]

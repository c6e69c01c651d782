from __future__ import annotations

from contacts.models import Opening, Peer
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter
from followups.models import Idea
from followups.wording import cut
from followups.wording import remembered_gettext as _

LONGEST_HEADLINE = 120


def referral_draft(idea: Idea, opening: Opening, peer: Peer) -> Draft:
    """Somebody else for a role of theirs: an offer that may be left unanswered, and nothing for oneself."""
    words = {
        "role": cut(opening.role, LONGEST_NAME),
        "company": cut(opening.company.name, LONGEST_NAME),
        "peer": cut(peer.name, LONGEST_NAME),
        "headline": cut(peer.headline, LONGEST_HEADLINE),
        "skills": cut(idea.topic or ", ".join(peer.skill_list), LONGEST_HEADLINE),
    }
    seen = _("I saw that %(company)s is looking for somebody for the %(role)s role, and thought of %(peer)s.") % words
    fits = [_("%(peer)s: %(headline)s.") % words] if words["headline"] else []
    fits += [_("What fits: %(skills)s.") % words] if words["skills"] else []
    offer = _(
        "They know that I am writing to you, and I will gladly pass on their résumé. If it does not fit, "
        "there is no need to reply."
    )
    paragraphs = [seen, *([" ".join(fits)] if fits else []), offer]
    return Draft(_("Somebody for the %(role)s role: %(peer)s") % words, as_letter(idea.contact, paragraphs))

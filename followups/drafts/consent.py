from __future__ import annotations

from django.utils.translation import gettext as _

from contacts.models import Peer
from followups.drafts.draft import Draft, as_letter


def consent_draft(peer: Peer) -> Draft:
    """The question whether a peer would like to be referred: what it means, and that no is an answer."""
    question = _(
        "I am in touch with a few people who hire, and now and then one of their roles makes me think of you. "
        "May I put your name forward then, with your e-mail address and your résumé?"
    )
    terms = _("A no is just as fine, and you can change your mind at any time: a line to me is enough.")
    resume = _("If you like the idea, please send me a résumé that is up to date.")
    return Draft(_("May I put your name forward?"), as_letter(peer, [question, terms, resume]))

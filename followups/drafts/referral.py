from __future__ import annotations

from django.utils.translation import gettext as _

from contacts.models import Contact, Opening, Peer
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter
from followups.wording import cut, one_line

LONGEST_HEADLINE = 120


def referral_draft(
    contact: Contact, opening: Opening, peer: Peer, *, fits: str = "", has_resume: bool = False
) -> Draft:
    """Somebody else for a role of theirs: an offer that may be left unanswered, and nothing for oneself.

    `fits` names what speaks for the peer, else their skills do; with `has_resume` the file goes with the letter.
    The caller sees to it that the peer agreed.
    """
    words = {
        "role": cut(opening.role, LONGEST_NAME),
        "company": cut(opening.company.name, LONGEST_NAME),
        "peer": cut(peer.name, LONGEST_NAME),
        "headline": cut(peer.headline, LONGEST_HEADLINE),
        "skills": cut(leave_out(peer.headline, fits or ", ".join(peer.skill_list)), LONGEST_HEADLINE),
        "email": one_line(peer.email),
    }
    seen = _("I saw that %(company)s is looking for somebody for the %(role)s role, and thought of %(peer)s.") % words
    about = [_("%(peer)s: %(headline)s.") % words] if words["headline"] else []
    about += [_("What fits: %(skills)s.") % words] if words["skills"] else []
    paragraphs = [seen, " ".join(about), " ".join(offer_resume(words, has_resume=has_resume))]
    subject = _("Somebody for the %(role)s role: %(peer)s") % words
    return Draft(subject, as_letter(contact, [paragraph for paragraph in paragraphs if paragraph]))


def leave_out(headline: str, words: str) -> str:
    """What the headline says already need not be said twice."""
    return ", ".join(part for part in words.split(", ") if part.casefold() not in headline.casefold())


def offer_resume(words: dict[str, str], *, has_resume: bool) -> list[str]:
    if has_resume:
        offer = _("With their agreement I am putting their name forward, and their résumé is attached.")
    else:
        offer = _("With their agreement I am putting their name forward, and I will gladly pass on their résumé.")
    reach = [_("You reach them at %(email)s.") % words] if words["email"] else []
    return [offer, *reach, _("If it does not fit, there is no need to reply.")]

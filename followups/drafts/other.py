from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from contacts.models import Contact
from followups.drafts.check_in import wish_well
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter
from followups.drafts.history import latest_answer
from followups.drafts.points import find_point
from followups.folding import answer_shown
from followups.wording import cut

GAP = "[…]"


def other_draft(contact: Contact, *, on: date | None = None) -> Draft:
    """News of one's own, such as what became of their advice. The gap is for the user to fill."""
    today = on or contact.owner.today()
    answer = latest_answer(contact)
    if answer and (point := find_point(answer_shown(answer))):
        news = _("You once wrote to me: “%(point)s” I took it up, and this is what came of it:") % {"point": point}
    else:
        news = _("A short piece of news from my side, which I thought you might like to hear:")
    subject = _("A little news from %(name)s") % {"name": cut(contact.owner.signature, LONGEST_NAME)}
    return Draft(subject, as_letter(contact, [f"{news} {GAP}", wish_well(today)]))

from __future__ import annotations

import re

from followups.drafts.draft import Draft, as_letter
from followups.models import FeedbackRequest
from followups.wording import CLOSING, GREETING, body_of, cut, one_line
from followups.wording import remembered_gettext as _

LONGEST_POINT = 160
POINT = re.compile(
    r"\b(miss\w*|more|less|would|could|should|stronger|lack\w*|need\w*|expect\w*|prefer\w*|deeper)\b", re.IGNORECASE
)


def thanks_draft(request: FeedbackRequest) -> Draft:
    """Thanks for the answer, whatever it says, naming one point of it."""
    point = find_point(request.answer)
    if point:
        middle = _("You wrote: “%(point)s” That is useful to me, and I am taking it to heart.") % {"point": point}
    else:
        middle = _("It is useful to me, and I am taking it to heart.")
    opening = _("Thank you for answering my question. I know that it took time, and that not everybody does.")
    close = _("I wish you and the team all the best.")
    subject = _("Thank you for your answer")
    text = as_letter(request.contact, [f"{opening} {middle}", close])
    return Draft(one_line(request.thanks_subject) or subject, request.thanks_text or text)


def find_point(answer: str) -> str:
    """One sentence of the answer worth naming: advice if there is any, else the first that is no greeting."""
    sentences = [one_line(part) for part in re.split(r"(?<=[.!?…])\s+|\n+", body_of(answer))]
    telling = [
        part for part in sentences if len(part.split()) > 3 and not GREETING.match(part) and not CLOSING.match(part)
    ]
    advice = [part for part in telling if POINT.search(part)]
    point = re.sub(r"^(but|however)\W+", "", (advice or telling or [""])[0], flags=re.IGNORECASE)
    return cut(point[:1].upper() + point[1:], LONGEST_POINT)

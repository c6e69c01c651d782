"""Thanks for an answer, whatever it says, in three voices: they name one point of it, and argue with none."""

from __future__ import annotations

from django.utils.translation import gettext as _

from followups.drafts.draft import Draft, as_letter
from followups.drafts.formal import formal_greeting
from followups.drafts.own import fill_template, find_template
from followups.drafts.points import find_point
from followups.folding import answer_shown
from followups.models import FeedbackRequest, Touchpoint
from followups.wording import one_line


def thanks_draft(request: FeedbackRequest) -> Draft:
    """The thank-you as the user left it, else in the voice that they chose."""
    written = thanks_in_voice(request, request.voice)
    return Draft(one_line(request.thanks_subject) or written.subject, request.thanks_text or written.text)


def thanks_in_voice(request: FeedbackRequest, voice: str) -> Draft:
    """The thank-you in one of the app's voices or from a template of the user's own; warm where neither is there."""
    template = find_template(request.contact.owner, Touchpoint.Kind.THANK_YOU, voice)
    if template:
        draft = fill_template(template, request.contact, request=request)
        return Draft(draft.subject or say_subject(), draft.text)
    return {"brief": brief_thanks, "formal": formal_thanks}.get(voice, warm_thanks)(request)


def warm_thanks(request: FeedbackRequest) -> Draft:
    point = find_point(answer_shown(request))
    if point:
        middle = _("You wrote: “%(point)s” That is useful to me, and I am taking it to heart.") % {"point": point}
    else:
        middle = _("It is useful to me, and I am taking it to heart.")
    opening = _("Thank you for answering my question. I know that it took time, and that not everybody does.")
    close = _("I wish you and the team all the best.")
    return Draft(say_subject(), as_letter(request.contact, [f"{opening} {middle}", close]))


def brief_thanks(request: FeedbackRequest) -> Draft:
    point = find_point(answer_shown(request))
    if point:
        body = _("Thank you for your answer. What you wrote, “%(point)s”, is useful, and I will work with it.")
        body %= {"point": point.rstrip(".")}
    else:
        body = _("Thank you for your answer. It is useful, and I will work with it.")
    close = _("All the best to you and the team.")
    return Draft(say_subject(), as_letter(request.contact, [f"{body} {close}"], farewell=_("Best wishes,")))


def formal_thanks(request: FeedbackRequest) -> Draft:
    point = find_point(answer_shown(request))
    opening = _("Thank you very much for your answer, and for the time that you gave to it.")
    if point:
        middle = _("You wrote: “%(point)s” I shall keep it in mind and work on it.") % {"point": point}
    else:
        middle = _("I shall keep it in mind and work on it.")
    close = _("I wish you and your team every success.")
    text = as_letter(
        request.contact,
        [f"{opening} {middle}", close],
        greeting=formal_greeting(request.contact),
        farewell=_("Yours sincerely,"),
    )
    return Draft(say_subject(), text)


def say_subject() -> str:
    return _("Thank you for your answer")

"""The one question after a rejection, in three voices: thanks first, short, by e-mail only."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from contacts.models import Rejection
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter
from followups.drafts.formal import formal_greeting
from followups.drafts.own import fill_template, find_template
from followups.drafts.points import find_point
from followups.models import FeedbackRequest, Touchpoint
from followups.wording import cut, one_line

Stage, ToldBy = Rejection.Stage, Rejection.ToldBy
# Their own words may be given back to them; a note of the user's, and a word about somebody else, may not.
THEIR_WORDS = re.compile(r"\b(we|our|us|your|you)\b", re.IGNORECASE)
OF_OTHERS = re.compile(r"\b(they|he|she|his|her|their|candidates?|applicants?|some(one|body)|else)\b", re.IGNORECASE)


def feedback_draft(request: FeedbackRequest) -> Draft:
    """The question as the user left it, else in the voice that they chose."""
    written = question_in_voice(request, request.voice)
    return Draft(one_line(request.draft_subject) or written.subject, request.draft_text or written.text)


def question_in_voice(request: FeedbackRequest, voice: str) -> Draft:
    """The question in one of the app's voices or from a template of the user's own; warm where neither is there."""
    template = find_template(request.contact.owner, Touchpoint.Kind.FEEDBACK_REQUEST, voice)
    if template:
        draft = fill_template(template, request.contact, request=request)
        return Draft(draft.subject or warm_question(request).subject, draft.text)
    return {"brief": brief_question, "formal": formal_question}.get(voice, warm_question)(request)


def warm_question(request: FeedbackRequest) -> Draft:
    rejection, words = request.rejection, name_role(request)
    opening = [thanks_for_news(rejection) % words, thanks_for_stage(rejection.stage), thanks_for_reason(rejection)]
    opening.append(_("I respect the decision and wish you well with it."))
    close = _(
        "A line or two by e-mail is plenty, and I will take it as it comes. If you would rather not, that is fine too."
    )
    subject = _("Thank you, and one question about the %(role)s role") % words
    question = _("One question, if I may: what one thing would have made me a stronger candidate?")
    if rejection.reason:
        question = _("One question, if I may: beyond that, what one thing would have made me a stronger candidate?")
    return Draft(subject, as_letter(request.contact, [" ".join(opening), f"{question} {close}"]))


def brief_question(request: FeedbackRequest) -> Draft:
    rejection, words = request.rejection, name_role(request)
    thanks = thanks_for_news(rejection) % words
    opening = f"{thanks} {thanks_for_reason(rejection)} {_('I respect the decision.')}"
    question = _("One question: what one thing would have made me a stronger candidate?")
    if rejection.reason:
        question = _("One question: beyond that, what one thing would have made me a stronger candidate?")
    close = _("A line by e-mail is plenty, and no answer is fine too.")
    subject = _("One question about the %(role)s role") % words
    return Draft(subject, as_letter(request.contact, [opening, f"{question} {close}"], farewell=_("Best wishes,")))


def formal_question(request: FeedbackRequest) -> Draft:
    rejection, words = request.rejection, name_role(request)
    if rejection.told_by == ToldBy.SILENCE:
        thanks = _("Thank you for considering my application for the %(role)s role at %(company)s.") % words
    else:
        thanks = _("Thank you for informing me of the decision on the %(role)s role at %(company)s.") % words
    opening = [thanks, formal_thanks_for_stage(rejection.stage), thanks_for_reason(rejection)]
    opening.append(_("I respect the decision, and wish you and your team every success."))
    question = _("May I ask one question, to learn from it: which one thing would have made me a stronger candidate?")
    if rejection.reason:
        question = _(
            "May I ask one question, to learn from it: beyond the reason given, which one thing would have made me a "
            "stronger candidate?"
        )
    close = _(
        "One or two lines by e-mail would be most helpful, and I shall take them as they come. "
        "Should you prefer not to answer, I fully understand."
    )
    subject = _("The %(role)s role: thank you, and one question") % words
    paragraphs = [" ".join(opening), f"{question} {close}"]
    greeting = formal_greeting(request.contact)
    return Draft(subject, as_letter(request.contact, paragraphs, greeting=greeting, farewell=_("Yours sincerely,")))


def name_role(request: FeedbackRequest) -> dict[str, str]:
    rejection = request.rejection
    return {"role": cut(rejection.role, LONGEST_NAME), "company": cut(rejection.company.name, LONGEST_NAME)}


def thanks_for_news(rejection: Rejection) -> str:
    if rejection.told_by == ToldBy.SILENCE:
        return _("Thank you for considering me for the %(role)s role at %(company)s.")
    if rejection.told_by in {ToldBy.PHONE, ToldBy.PERSON}:
        return _("Thank you for taking the time to tell me yourself about the %(role)s role at %(company)s.")
    return _("Thank you for letting me know about the %(role)s role at %(company)s.")


def thanks_for_stage(stage: str) -> str:
    thanks = {
        Stage.APPLICATION: _("I appreciate the time you took to read my application."),
        Stage.SCREENING: _("I enjoyed our first conversation."),
        Stage.INTERVIEW: _("I enjoyed the interview and learned a lot from it."),
        Stage.TASK: _("I enjoyed working on the task and appreciate the time you spent on it."),
        Stage.FURTHER: _("I enjoyed our conversations and appreciate the time everybody took."),
        Stage.FINAL: _("I enjoyed meeting you and the team, right up to the final round."),
        Stage.OFFER: _("I appreciate how far we got, and the time everybody took."),
    }
    return thanks.get(Stage(stage), "") if stage else _("I appreciate the time you took.")


def formal_thanks_for_stage(stage: str) -> str:
    thanks = {
        Stage.APPLICATION: _("I am grateful for the time you gave to my application."),
        Stage.SCREENING: _("I am grateful for our first conversation."),
        Stage.INTERVIEW: _("I am grateful for the interview, from which I learned a great deal."),
        Stage.TASK: _("I am grateful for the time you gave to my work on the task."),
        Stage.FURTHER: _("I am grateful for our conversations, and for the time that everybody gave to them."),
        Stage.FINAL: _("I am grateful for having met you and your team, right up to the final round."),
        Stage.OFFER: _("I am grateful for how far we came, and for the time that everybody gave."),
    }
    return thanks.get(Stage(stage), "") if stage else _("I am grateful for the time you took.")


def thanks_for_reason(rejection: Rejection) -> str:
    """Names the reason that was given in their own words; a note of it, or one about others, is thanked for alone."""
    if not rejection.reason or rejection.told_by == ToldBy.SILENCE:
        return ""
    point = find_point(rejection.reason)
    if point and THEIR_WORDS.search(point) and not OF_OTHERS.search(rejection.reason):
        return _("You told me: “%(point)s” It helps me to know that.") % {"point": point}
    return _("Thank you also for telling me the reason; it helps me to know it.")

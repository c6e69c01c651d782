from __future__ import annotations

from contacts.models import Rejection
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter
from followups.models import FeedbackRequest
from followups.wording import cut, one_line
from followups.wording import remembered_gettext as _


def feedback_draft(request: FeedbackRequest) -> Draft:
    """The one question after a rejection, or what the user made of it: thanks first, short, by e-mail only."""
    rejection = request.rejection
    role, company = cut(rejection.role, LONGEST_NAME), cut(rejection.company.name, LONGEST_NAME)
    words = {"role": role, "company": company}
    if rejection.told_by == Rejection.ToldBy.SILENCE:
        thanks = _("Thank you for considering me for the %(role)s role at %(company)s.") % words
    else:
        thanks = _("Thank you for letting me know about the %(role)s role at %(company)s.") % words
    opening = f"{thanks} {thanks_for_stage(rejection.stage)} {_('I respect the decision and wish you well with it.')}"
    question = _(
        "One question, if I may: what one thing would have made me a stronger candidate? A line or two by e-mail is "
        "plenty, and I will take it as it comes. If you would rather not, that is fine too."
    )
    subject = _("Thank you, and one question about the %(role)s role") % words
    text = as_letter(request.contact, [opening, question])
    return Draft(one_line(request.draft_subject) or subject, request.draft_text or text)


def thanks_for_stage(stage: str) -> str:
    thanks = {
        Rejection.Stage.APPLICATION: _("I appreciate the time you took to read my application."),
        Rejection.Stage.SCREENING: _("I enjoyed our first conversation."),
        Rejection.Stage.INTERVIEW: _("I enjoyed the interview and learned a lot from it."),
        Rejection.Stage.TASK: _("I enjoyed working on the task and appreciate the time you spent on it."),
        Rejection.Stage.FURTHER: _("I enjoyed our conversations and appreciate the time everybody took."),
        Rejection.Stage.FINAL: _("I enjoyed meeting you and the team, right up to the final round."),
        Rejection.Stage.OFFER: _("I appreciate how far we got, and the time everybody took."),
    }
    return thanks.get(Rejection.Stage(stage), "") if stage else _("I appreciate the time you took.")

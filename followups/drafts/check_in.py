from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from contacts.models import Contact, Rejection
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter, take_turns
from followups.drafts.history import latest_answer, latest_rejection
from followups.drafts.points import find_point
from followups.folding import answer_shown
from followups.wording import cut, month_in_words


def check_in_draft(contact: Contact, *, on: date | None = None) -> Draft:
    """A short note with a reason and without a request, for the month of the day `on` (today).

    The reasons that are known take turns from month to month. Reads the contact's interests, rejections and
    feedback requests, from the prefetched ones if there are any.
    """
    today = on or contact.owner.today()
    return Draft(
        _("A short hello from %(name)s") % {"name": cut(contact.owner.signature, LONGEST_NAME)},
        as_letter(contact, [take_turns(find_reasons(contact, today), today), wish_well(today)]),
    )


def wish_well(today: date) -> str:
    """How letters of the month end: nothing is asked for."""
    wishes = [
        _("No need to reply. I hope %(month)s is treating you well."),
        _("No need to reply. I hope that %(month)s is a good month for you and the team."),
        _("No need to reply. All the best for %(month)s."),
    ]
    return take_turns(wishes, today) % {"month": month_in_words(today, today)}


def find_reasons(contact: Contact, today: date) -> list[str]:
    reasons = [
        _("Something about %(topic)s made me think of you, and I wanted to send you a short hello.")
        % {"topic": cut(interest.topic, LONGEST_NAME)}
        for interest in list(contact.interests.all())[:3]
    ]
    answer = latest_answer(contact)
    if answer and (point := find_point(answer_shown(answer))):
        reasons.append(
            _("Your advice stayed with me: “%(point)s” I keep it in mind, and wanted to thank you for it once more.")
            % {"point": point}
        )
    rejection = latest_rejection(contact)
    if rejection:
        reasons.append(remember(rejection, today))
    return reasons or [_("It has been a while since we last wrote, and I wanted to send you a short hello.")]


def remember(rejection: Rejection, today: date) -> str:
    words = {
        "role": cut(rejection.role, LONGEST_NAME),
        "company": cut(rejection.company.name, LONGEST_NAME),
        "month": month_in_words(rejection.rejected_on, today),
    }
    if rejection.stage in {"", Rejection.Stage.APPLICATION}:  # they may never have spoken
        return (
            _("Since the %(role)s role in %(month)s I have kept %(company)s in mind, and wanted to say hello.") % words
        )
    return (
        _("I like to think back to our conversations about the %(role)s role in %(month)s, and wanted to say hello.")
        % words
    )

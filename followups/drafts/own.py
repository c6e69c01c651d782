"""Letters from the user's own templates."""

from __future__ import annotations

from datetime import date

from django.db.models import prefetch_related_objects

from contacts.models import Contact, Rejection
from crm.models import User
from followups.drafts.draft import LONGEST_NAME, Draft
from followups.drafts.history import latest_answer, latest_rejection
from followups.drafts.points import find_point
from followups.folding import answer_shown
from followups.models import FeedbackRequest, Idea, LetterTemplate
from followups.placeholders import Filled, fill
from followups.wording import call_name, cut, month_in_words, one_line

LONGEST_REASON = 200
LONGEST_TITLE = 160


def find_template(owner: User, kind: str, voice: str) -> LetterTemplate | None:
    """The user's template that `voice` is the number of, if it is there still, and for letters of this kind."""
    if not voice.isdecimal():
        return None
    return next((row for row in read_templates(owner, kind) if str(row.pk) == voice), None)


def read_templates(owner: User, kind: str) -> list[LetterTemplate]:
    """The user's templates for letters of a kind, by name; read once for a user, who has some dozens at most."""
    prefetch_related_objects([owner], "letter_templates")
    rows = [row for row in owner.letter_templates.all() if row.kind == kind]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.pk))


def fill_template(
    template: LetterTemplate,
    contact: Contact,
    *,
    request: FeedbackRequest | None = None,
    idea: Idea | None = None,
    on: date | None = None,
) -> Draft:
    """The letter that the template makes for the contact, about the request or the idea, in the month of `on`.

    A sentence whose placeholder has no value is left out; a subject that has none left stays empty. Reads the
    contact's company, interests, rejections and feedback requests, from the prefetched ones if there are any.
    """
    values = read_values(contact, request=request, idea=idea, on=on)
    subject, text = fill_both(template, values)
    return Draft(one_line(subject.text), text.text)


def fill_both(template: LetterTemplate, values: dict[str, str]) -> tuple[Filled, Filled]:
    return fill(template.subject, values), fill(template.text, values)


def read_values(
    contact: Contact, *, request: FeedbackRequest | None = None, idea: Idea | None = None, on: date | None = None
) -> dict[str, str]:
    """What each placeholder stands for; empty where it isn't known."""
    today = on or contact.owner.today()
    rejection = request.rejection if request else latest_rejection(contact)
    answered = request if request and request.answer else latest_answer(contact)
    article = idea.article if idea else None
    topic = idea.topic if idea and idea.why == Idea.Why.INTEREST else ""
    interest = topic or next((interest.topic for interest in contact.interests.all()), "")
    return {
        "name": call_name(contact),
        "full_name": cut(contact.name, LONGEST_NAME),
        "title": cut(contact.title, LONGEST_NAME),
        "company": cut(name_company(contact, request, rejection), LONGEST_NAME),
        "role": cut(rejection.role, LONGEST_NAME) if rejection else "",
        "stage": say_stage(rejection),
        "reason": cut(rejection.reason, LONGEST_REASON).rstrip(".") if rejection else "",
        "point": find_point(answer_shown(answered)).rstrip(".") if answered else "",
        "interest": cut(interest, LONGEST_NAME),
        "article": cut(article.title, LONGEST_TITLE) if article else "",
        "link": one_line(article.url) if article else "",
        "my_name": one_line(contact.owner.signature),
        "month": month_in_words(today, today),
    }


def name_company(contact: Contact, request: FeedbackRequest | None, rejection: Rejection | None) -> str:
    """The company that the question is about, else the one they are with now."""
    if request:
        return request.rejection.company.name
    company = contact.company or (rejection.company if rejection else None)
    return company.name if company else ""


def say_stage(rejection: Rejection | None) -> str:
    """“final round”: a stage as it stands within a sentence."""
    if rejection is None or not rejection.stage:
        return ""
    label = str(Rejection.Stage(rejection.stage).label)
    return label[:1].lower() + label[1:]

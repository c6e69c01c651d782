from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Contact
from crm.api.access import get_own
from crm.api.checking import check
from crm.api.door import who
from crm.api.errors import Refusal
from crm.api.fields import Body, Day, IdAsked, LongText, Text, allowed, omitted
from crm.api.nouns.letters import LetterOut, require_in_touch, require_month_over, show_letter
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups import feedback
from followups.answer_forms import AnswerForm
from followups.drafts import feedback_draft, thanks_draft
from followups.feedback import SINCE_THE_ANSWER
from followups.feedback_card import MAY_ASK, MAY_THANK
from followups.forms import LetterForm
from followups.models import FeedbackRequest
from followups.models.feedback import FeedbackRequestQuerySet
from followups.themes import LONGEST_OWN, MOST_OWN, THEMES

router = Router(tags=["Feedback requests"])

State = Literal["proposed", "not_asked", "asked", "no_answer", "answered", "thanked", "thanks_declined"]
Theme = Annotated[str, Field(max_length=LONGEST_OWN)]


class FeedbackRequestOut(BaseModel):
    id: int
    rejection: int
    contact: int
    contact_name: str
    company: str
    role: str
    state: Annotated[str, allowed(State)]
    asked_on: date | None
    waits_until: date | None = Field(description="No answer by then closes it quietly.")
    closed_on: date | None
    answer: str
    answered_on: date | None
    themes: list[str] = Field(description="technical, experience, communication, fit, process, other, or own words.")
    folded: list[str] = Field(description="Sentences of the answer that are folded away.")
    thanked_on: date | None


class Sent(Body):
    on: Day = omitted()
    text: Text | None = None


class AnswerFields(Body):
    text: LongText
    on: Day = omitted()
    themes: list[Theme] = omitted(max_length=len(THEMES) + MOST_OWN)


class Fold(Body):
    sentences: list[LongText] = Field(max_length=200)


class FeedbackRequestFilter(Paging):
    contact: IdAsked | None = Field(None, description="Only to the contact of this id.")
    state: State | None = Field(None, description="Only in this state.")


@router.get("", response=Items[FeedbackRequestOut], summary="The questions for feedback, newest first")
def list_feedback_requests(request: HttpRequest, query: From[FeedbackRequestFilter]) -> Items[FeedbackRequestOut]:
    """There is one for each rejection with a contact; it comes with the rejection."""
    rows = narrow_by(own_requests(who(request)), contact=query.contact, state=query.state)
    return read_list(request, rows, show_request, paging=query)


@router.get("/{int:pk}", response=FeedbackRequestOut, summary="A question for feedback")
def read_feedback_request(request: HttpRequest, pk: int) -> FeedbackRequestOut:
    return read_one(who(request), pk)


@router.get("/{int:pk}/draft", response=LetterOut, summary="The letter to write next: the question, or the thanks")
def feedback_letter(request: HttpRequest, pk: int) -> LetterOut:
    """The question waits for the month since your last letter: 409 says from when on it may be written."""
    feedback_request = get_own(own_requests(who(request)), pk)
    contact = feedback_request.contact
    if feedback_request.state in MAY_THANK and contact.standing != Contact.Standing.STOPPED:
        return show_letter(contact, "thank_you", thanks_draft(feedback_request))
    if feedback_request.state not in MAY_ASK:
        raise Refusal(409, "out_of_turn", _("There is no letter to write here now."))
    require_in_touch(contact)
    require_month_over(contact)
    return show_letter(contact, "feedback_request", feedback_draft(feedback_request))


@router.post("/{int:pk}/ask", response=FeedbackRequestOut, summary="You asked: the question was sent")
def feedback_ask(request: HttpRequest, pk: int, typed: Sent = Sent()) -> FeedbackRequestOut:  # noqa: B008
    return note_sent(request, pk, typed, feedback.mark_asked)


@router.post("/{int:pk}/not-ask", response=FeedbackRequestOut, summary="You choose not to ask")
def feedback_not_ask(request: HttpRequest, pk: int) -> FeedbackRequestOut:
    return take_step(request, pk, feedback.choose_not_to_ask)


@router.post("/{int:pk}/reconsider", response=FeedbackRequestOut, summary="The question is on offer again")
def feedback_reconsider(request: HttpRequest, pk: int) -> FeedbackRequestOut:
    return take_step(request, pk, feedback.reconsider)


@router.post("/{int:pk}/answer", response=FeedbackRequestOut, summary="They answered, or the answer is corrected")
def feedback_answer(request: HttpRequest, pk: int, typed: AnswerFields) -> FeedbackRequestOut:
    """The first time the mail that it quotes and the signature are cut off. Thanks are owed from then on."""
    feedback_request = hold_request(request, pk)
    known = feedback_request.state in SINCE_THE_ANSWER
    before = {"on": feedback_request.answered_on, "themes": feedback_request.themes} if known else {}
    given = {"on": who(request).today(), "themes": [], **before, **typed.given}
    own_themes = ", ".join(theme for theme in given["themes"] if theme not in THEMES)
    themes = [theme for theme in given["themes"] if theme in THEMES]
    form = AnswerForm({**given, "themes": themes, "own_themes": own_themes})
    check(form, names={"own_themes": "themes"})
    (feedback.correct_answer if known else feedback.record_answer)(feedback_request, **form.typed)
    return read_one(who(request), pk)


@router.post("/{int:pk}/fold", response=FeedbackRequestOut, summary="Fold sentences of the answer away that hurt")
def feedback_fold(request: HttpRequest, pk: int, typed: Fold) -> FeedbackRequestOut:
    """Exactly these: those that were folded away before are open again."""
    feedback.fold_away(hold_request(request, pk), sentences=typed.sentences)
    return read_one(who(request), pk)


@router.post("/{int:pk}/thank", response=FeedbackRequestOut, summary="You thanked: the thank-you was sent")
def feedback_thank(request: HttpRequest, pk: int, typed: Sent = Sent()) -> FeedbackRequestOut:  # noqa: B008
    return note_sent(request, pk, typed, feedback.mark_thanked)


@router.post("/{int:pk}/decline", response=FeedbackRequestOut, summary="You choose not to thank")
def feedback_decline(request: HttpRequest, pk: int) -> FeedbackRequestOut:
    return take_step(request, pk, feedback.decline_thanks)


def note_sent(request: HttpRequest, pk: int, typed: Sent, mark: Callable[..., Any]) -> FeedbackRequestOut:
    feedback_request = hold_request(request, pk)
    form = LetterForm(typed.given)
    check(form)
    mark(feedback_request, on=form.sent_on, text=form.draft.text)
    return read_one(who(request), pk)


def take_step(request: HttpRequest, pk: int, step: Callable[[FeedbackRequest], None]) -> FeedbackRequestOut:
    step(hold_request(request, pk))
    return read_one(who(request), pk)


def own_requests(user: User) -> FeedbackRequestQuerySet:
    rows = FeedbackRequest.objects.owned_by(user)
    return rows.select_related("contact__owner", "contact__company", "rejection__company")


def hold_request(request: HttpRequest, pk: int) -> FeedbackRequest:
    feedback_request = get_own(own_requests(who(request)), pk)
    require_match(request, show_request(feedback_request))
    return feedback_request


def read_one(user: User, pk: int) -> FeedbackRequestOut:
    return show_request(get_own(own_requests(user), pk))


def show_request(feedback_request: FeedbackRequest) -> FeedbackRequestOut:
    return FeedbackRequestOut(
        id=feedback_request.pk,
        rejection=feedback_request.rejection_id,
        contact=feedback_request.contact_id,
        contact_name=feedback_request.contact.name,
        company=feedback_request.rejection.company.name,
        role=feedback_request.rejection.role,
        state=feedback_request.state,
        asked_on=feedback_request.asked_on,
        waits_until=feedback_request.waits_until,
        closed_on=feedback_request.closed_on,
        answer=feedback_request.answer,
        answered_on=feedback_request.answered_on,
        themes=feedback_request.themes,
        folded=feedback_request.folded,
        thanked_on=feedback_request.thanked_on,
    )

"""A feedback request as its card shows it: the way so far, the letter to write, the answer and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contacts.models import Contact
from followups.answer_forms import AnswerForm, FoldForm
from followups.arc import Step, read_arc
from followups.cards import Letter, find_wait
from followups.drafts import Draft, feedback_draft, thanks_draft
from followups.feedback import SINCE_THE_ANSWER
from followups.folding import Passage, read_passages
from followups.forms import LetterForm
from followups.models import FeedbackRequest, Touchpoint
from followups.themes import say_theme
from followups.voices import TO_THANK, Choice, offer_voices

State = FeedbackRequest.State
MAY_ASK = {State.PROPOSED}
MAY_THANK = TO_THANK
MAY_ANSWER = {State.ASKED, State.NO_ANSWER} | SINCE_THE_ANSWER
# Nothing is to be done about these any more: they are shown small, below the letter of the month.
OVER = {State.NOT_ASKED, State.NO_ANSWER, State.THANKED, State.THANKS_DECLINED}


@dataclass(frozen=True)
class Proposal:
    """Another wording, offered beside the letter that the user changed."""

    choice: Choice
    draft: Draft


@dataclass(frozen=True)
class FeedbackCard:
    request: FeedbackRequest
    letter: Letter | None
    answer: AnswerForm | None
    fold: FoldForm | None
    ask_from: date | None  # set while the month since the last letter isn't over
    proposal: Proposal | None = None

    @property
    def step(self) -> str:
        """The part of the template to show."""
        contact, state = self.request.contact, self.request.state
        if state == State.PROPOSED and not contact.is_active:
            return "out_of_touch"
        return "held" if state == State.PROPOSED and self.ask_from else state

    @property
    def is_over(self) -> bool:
        return self.request.state in OVER

    @property
    def arc(self) -> list[Step]:
        return read_arc(self.request)

    @property
    def voices(self) -> list[Choice]:
        return offer_voices(self.request)

    @property
    def passages(self) -> list[Passage]:
        return read_passages(self.request.answer, self.request.folded)

    @property
    def themes(self) -> list[str]:
        return [say_theme(theme) for theme in self.request.themes]

    @property
    def pasted(self) -> str:
        """What was pasted, where the answer isn't all of it."""
        original = self.request.answer_original
        return original if original.strip() != self.request.answer.strip() else ""

    @property
    def held_until(self) -> date | None:
        """The day until which nudges wait for these thanks, if it is still to come."""
        until = self.request.contact.thanks_held_until
        is_held = self.request.state == State.ANSWERED and until and until > self.request.contact.owner.today()
        return until if is_held else None


def make_feedback_card(
    request: FeedbackRequest,
    *,
    letter: LetterForm | None = None,
    answer: AnswerForm | None = None,
    proposal: Proposal | None = None,
    is_opened: bool = True,
) -> FeedbackCard:
    """The card as it stands; `letter` and `answer` are forms that were typed and have to be shown again.

    The form for an answer that came after all is made for who opens it: hardly anybody does, and it takes 2 ms of the
    contact page.
    """
    contact = request.contact
    ask_from = find_wait(contact) if request.state in MAY_ASK else None
    draft = choose_draft(request, ask_from)
    if draft and letter is None:
        letter = LetterForm.show(draft, name=f"feedback-{request.pk}", version=request.version)
    if answer is None and request.state in MAY_ANSWER and (is_opened or request.state != State.NO_ANSWER):
        answer = AnswerForm.show(request, name=f"answer-{request.pk}")
    fold = FoldForm(feedback_request=request) if request.state in SINCE_THE_ANSWER and request.answer else None
    kind = Touchpoint.Kind.THANK_YOU if request.state in MAY_THANK else Touchpoint.Kind.FEEDBACK_REQUEST
    shown = Letter(contact, letter, kind=kind) if letter else None
    return FeedbackCard(request, shown, answer, fold, ask_from, proposal)


def choose_draft(request: FeedbackRequest, ask_from: date | None) -> Draft | None:
    """The letter that may be composed now: the question within the rule of the month, the thanks at any time."""
    standing = request.contact.standing
    if request.state in MAY_THANK and standing != Contact.Standing.STOPPED:
        return thanks_draft(request)
    if request.state in MAY_ASK and standing == Contact.Standing.ACTIVE and ask_from is None:
        return feedback_draft(request)
    return None

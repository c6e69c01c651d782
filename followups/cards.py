"""What a contact page offers about letters: the feedback card, and the letter of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contacts.models import Contact
from followups.cadence import earliest_outreach_on
from followups.drafts import Draft, check_in_draft, feedback_draft, mailto_url, thanks_draft
from followups.forms import AnswerForm, LetterForm
from followups.models import FeedbackRequest

State = FeedbackRequest.State
MAY_ASK = {State.PROPOSED}
MAY_THANK = {State.ANSWERED, State.THANKS_DECLINED}
MAY_ANSWER = {State.ASKED, State.NO_ANSWER, State.ANSWERED}


@dataclass(frozen=True)
class Letter:
    """A letter ready to be read, changed, opened in a mail program and marked as sent."""

    contact: Contact
    form: LetterForm

    @property
    def text_id(self) -> str:
        return self.form["text"].auto_id

    @property
    def mailto(self) -> str:
        return mailto_url(self.contact.email, self.form.shown)


@dataclass(frozen=True)
class FeedbackCard:
    request: FeedbackRequest
    letter: Letter | None
    answer: AnswerForm | None
    ask_from: date | None  # set while the month since the last letter isn't over

    @property
    def step(self) -> str:
        """The part of the template to show."""
        contact, state = self.request.contact, self.request.state
        if state == State.PROPOSED and not contact.is_active:
            return "out_of_touch"
        return "held" if state == State.PROPOSED and self.ask_from else state


@dataclass(frozen=True)
class CheckInCard:
    contact: Contact
    letter: Letter | None = None
    write_from: date | None = None  # set while the month since the last letter isn't over
    is_due: bool = False
    is_asking_first: bool = False

    @property
    def is_next(self) -> bool:
        """Whether the next nudge waits for no more than that month."""
        return self.write_from is not None and self.contact.next_on == self.write_from


def make_feedback_card(
    request: FeedbackRequest, *, letter: LetterForm | None = None, answer: AnswerForm | None = None
) -> FeedbackCard:
    """The card as it stands; `letter` and `answer` are forms that were typed and have to be shown again."""
    contact = request.contact
    ask_from = find_wait(contact) if request.state in MAY_ASK else None
    draft = choose_draft(request, ask_from)
    if draft and letter is None:
        letter = LetterForm.show(draft, name=f"feedback-{request.pk}", version=request.version)
    if answer is None and request.state in MAY_ANSWER:
        answer = AnswerForm.show(request, name=f"answer-{request.pk}")
    return FeedbackCard(request, Letter(contact, letter) if letter else None, answer, ask_from)


def choose_draft(request: FeedbackRequest, ask_from: date | None) -> Draft | None:
    """The letter that may be composed now: the question within the rule of the month, the thanks at any time."""
    standing = request.contact.standing
    if request.state in MAY_THANK and standing != Contact.Standing.STOPPED:
        return thanks_draft(request)
    if request.state in MAY_ASK and standing == Contact.Standing.ACTIVE and ask_from is None:
        return feedback_draft(request)
    return None


def make_check_in_card(
    contact: Contact, *, is_asked_for: bool = False, letter: LetterForm | None = None
) -> CheckInCard:
    """The card as it stands. Its letter is drafted when it is due or asked for; `letter` was typed before.

    One letter at a time: while the question for feedback may be asked, there is no other.
    """
    write_from = find_wait(contact) if contact.is_active else None
    if not contact.is_active or write_from:
        return CheckInCard(contact, write_from=write_from)
    if contact.feedback_requests.proposed().exists():
        return CheckInCard(contact, is_asking_first=True)
    is_due = is_waited_for(contact, contact.owner.today())
    if letter is None and (is_due or is_asked_for):
        letter = LetterForm.show(check_in_draft(contact), name="check-in")
    return CheckInCard(contact, Letter(contact, letter) if letter else None, is_due=is_due)


def is_waited_for(contact: Contact, today: date) -> bool:
    """Due by the date, or nudged about and not written to yet; nothing holds the letter back."""
    if not contact.may_be_nudged(today):
        return False
    if contact.next_on is not None and contact.next_on <= today:
        return True
    return contact.nudges.filter(state="open", on__lte=today).exists()


def find_wait(contact: Contact) -> date | None:
    """The day from which the contact may be written to, if it is still to come."""
    earliest = earliest_outreach_on(contact)
    return earliest if earliest and earliest > contact.owner.today() else None

"""What a contact page offers about letters: the letter of the month (`feedback_card.py`: the question for feedback)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import prefetch_related_objects

from contacts.models import Contact
from followups.cadence import earliest_outreach_on
from followups.contact_facts import facts_of
from followups.drafts import Draft, check_in_draft, mailto_url
from followups.forms import LetterForm
from followups.letters import NOT_SAVED, offered_templates, read_letter
from followups.models import LetterDraft, LetterTemplate, Touchpoint
from followups.tone import Finding, digest, review_draft
from followups.wording import Person


@dataclass(frozen=True)
class Letter:
    """A letter ready to be read, changed, opened in a mail program and marked as sent."""

    contact: Person
    form: LetterForm
    kind: str = ""  # a `Touchpoint.Kind`; without one, as to a friend who is asked for consent, its tone is left alone

    @cached_property
    def findings(self) -> list[Finding]:
        """What may sound otherwise than meant: said when the letter is shown, and again as one types."""
        return review_draft(self.form.shown.text, kind=self.kind) if self.kind else []

    @property
    def said(self) -> str:
        return digest(self.findings)

    @property
    def text_id(self) -> str:
        return self.form["text"].auto_id

    @property
    def mailto(self) -> str:
        return mailto_url(self.contact.email, self.form.shown)


@dataclass(frozen=True)
class CheckInCard:
    contact: Contact
    letter: Letter | None = None
    write_from: date | None = None  # set while the month since the last letter isn't over
    is_due: bool = False
    is_asking_first: bool = False
    kept: LetterDraft | None = None  # the letter as it was saved, around an idea or without one

    @property
    def templates(self) -> list[LetterTemplate]:
        """The user's own, to start afresh from."""
        return offered_templates(self.contact, self.kept)

    @property
    def may_compose(self) -> bool:
        return self.contact.is_active and self.write_from is None and not self.is_asking_first

    @property
    def is_next(self) -> bool:
        """Whether the next nudge waits for no more than that month."""
        return self.write_from is not None and self.contact.next_on == self.write_from


def make_check_in_card(
    contact: Contact, *, is_asked_for: bool = False, letter: LetterForm | None = None
) -> CheckInCard:
    """The card as it stands. Its letter is shown when it is due, asked for or kept; `letter` was typed before.

    One letter at a time: while the question for feedback may be asked, there is no other.
    """
    write_from = find_wait(contact) if contact.is_active else None
    if letter is None and (not contact.is_active or write_from):
        return CheckInCard(contact, write_from=write_from)
    if letter is None and has_open_question(contact):
        return CheckInCard(contact, is_asking_first=True)
    is_due = is_waited_for(contact, contact.owner.today())
    facts = facts_of(contact)
    kept = read_letter(contact) if facts is None or facts.has_letter else None
    if letter is None and (is_due or is_asked_for or kept):
        prefetch_related_objects([contact], "interests", "rejections", "feedback_requests")
        draft = Draft(kept.subject, kept.text) if kept else check_in_draft(contact)
        letter = LetterForm.show(draft, name="check-in", version=kept.version if kept else NOT_SAVED)
    shown = Letter(contact, letter, kind=kept.kind if kept else Touchpoint.Kind.CHECK_IN) if letter else None
    return CheckInCard(contact, shown, write_from, is_due=is_due, kept=kept)


def is_waited_for(contact: Contact, today: date) -> bool:
    """Due by the date, or nudged about and not written to yet; nothing holds the letter back."""
    if not contact.may_be_nudged(today):
        return False
    if contact.next_on is not None and contact.next_on <= today:
        return True
    facts = facts_of(contact)
    return facts.is_nudged if facts else contact.nudges.filter(state="open", on__lte=today).exists()


def has_open_question(contact: Contact) -> bool:
    """Whether the question for feedback may still be asked."""
    facts = facts_of(contact)
    return facts.has_open_question if facts else contact.feedback_requests.proposed().exists()


def find_wait(contact: Contact) -> date | None:
    """The day from which the contact may be written to, if it is still to come."""
    facts = facts_of(contact)
    earliest = facts.earliest_outreach_on if facts else earliest_outreach_on(contact)
    return earliest if earliest and earliest > contact.owner.today() else None

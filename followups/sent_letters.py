"""*I sent it*: the letter of the month goes onto the timeline, with the idea that it carried; and back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from contacts.models import Contact
from followups.drafts import Draft
from followups.letters import keep, read_letter, version_of, write_anew
from followups.locks import lock_contact
from followups.models import LetterDraft, Nudge, Touchpoint
from followups.nudge_states import read_open_nudge
from followups.nudges import answer_sent, read_noted_touchpoint
from followups.touchpoints import delete_touchpoint, log_touchpoint
from followups.versions import ChangedMeanwhile


@transaction.atomic
def note_sent(
    contact: Contact,
    draft: Draft,
    *,
    on: date,
    version: int | None = None,
    submission: UUID | None = None,
    nudge: Nudge | None = None,
) -> Touchpoint:
    """Log the letter as it stands in the editor, or as it is kept; its open nudge, or `nudge`, is answered.

    The touchpoint has the letter's kind and its idea, the kept letter is gone. `version` is that of the letter in
    the editor, None where there was no editor. Returns what was logged before for a second press of the same
    button. Raises `ChangedMeanwhile`, `touchpoints.FutureDay`.
    """
    lock_contact(contact)
    if submission and (logged := Touchpoint.objects.owned_by(contact.owner).filter(submission=submission).first()):
        return logged
    nudge = nudge or read_open_nudge(contact)
    if nudge and (noted := read_noted_touchpoint(nudge)):
        return noted
    letter = read_letter(contact)
    if version is not None and version != version_of(letter):
        raise ChangedMeanwhile
    text = letter.text if letter and version is None and not draft.text else draft.text
    touchpoint = log_sent(contact, letter, on=on, text=text, submission=submission, nudge=nudge)
    if letter:
        letter.delete()
    return touchpoint


def log_sent(
    contact: Contact, letter: LetterDraft | None, *, on: date, text: str, submission: UUID | None, nudge: Nudge | None
) -> Touchpoint:
    idea = letter.idea if letter else None
    kind = letter.kind if letter else Touchpoint.Kind.CHECK_IN
    if nudge:
        source = Touchpoint.Source.APP
        return answer_sent(nudge, on=on, text=text, source=source, kind=kind, idea=idea, submission=submission)
    return log_touchpoint(contact, kind=kind, on=on, text=text, idea=idea, submission=submission)


@transaction.atomic
def take_back_sent(touchpoint: Touchpoint) -> None:
    """It was not sent after all: off the timeline, its idea is kept for later, and its words are the letter again."""
    contact = touchpoint.contact
    lock_contact(contact)
    idea = touchpoint.ideas.select_related("article", "opening__company", "peer").first()
    delete_touchpoint(touchpoint)
    is_letter = touchpoint.is_outreach and touchpoint.kind != Touchpoint.Kind.REFERRAL  # a referral keeps its own
    if is_letter and touchpoint.text and read_letter(contact) is None:
        if idea:
            idea.contact = contact
        subject = write_anew(contact, idea=idea, kind=touchpoint.kind).subject
        keep(contact, None, Draft(subject, touchpoint.text), idea=idea, kind=touchpoint.kind)

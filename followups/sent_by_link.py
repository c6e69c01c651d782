"""*I sent it* in a nudge mail: what the mail held goes onto the timeline; and back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from followups.ideas.proposing import read_mailed_ideas
from followups.letters import read_letter
from followups.locks import lock_contact
from followups.models import Idea, LetterDraft, Nudge, Touchpoint
from followups.nudge_states import can_undo
from followups.nudges import CannotUndo, answer_sent, undo_answer
from followups.sent_letters import take_back_sent


@transaction.atomic
def note_sent_by_link(nudge: Nudge, *, on: date, as_mailed: bool = True, again: bool = False) -> Touchpoint:
    """Log the letter that the mail held, unless it was another one, and end the nudge; returns the touchpoint.

    The mail held the letter kept on the contact's page, else the one around its first idea. Raises `FutureDay`.
    """
    lock_contact(nudge.contact)
    letter = read_letter(nudge.contact) if as_mailed else None
    idea = find_idea(nudge, letter) if as_mailed else None
    kind = letter.kind if letter else idea.kind if idea else Touchpoint.Kind.CHECK_IN
    touchpoint = answer_sent(nudge, on=on, text=letter.text if letter else "", again=again, kind=kind, idea=idea)
    if letter and touchpoint.nudge_id == nudge.pk:
        letter.delete()
    return touchpoint


def find_idea(nudge: Nudge, letter: LetterDraft | None) -> Idea | None:
    return letter.idea if letter else next(iter(read_mailed_ideas(nudge)), None)


@transaction.atomic
def take_back_by_link(nudge: Nudge) -> None:
    """Undo what was pressed in the mail; what the letter carried is kept. Raises `CannotUndo`."""
    lock_contact(nudge.contact)
    nudge.refresh_from_db()
    touchpoint = Touchpoint.objects.filter(nudge=nudge, source=Touchpoint.Source.LINK).first()
    if touchpoint is None:
        undo_answer(nudge, by="link")
        return
    if not can_undo(nudge):
        raise CannotUndo
    touchpoint.contact = nudge.contact
    take_back_sent(touchpoint)
    nudge.refresh_from_db()

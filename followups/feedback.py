"""Ask for feedback once, by e-mail; say thank you for whatever comes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from contacts.models import Rejection
from followups.answers import cut_answer
from followups.folding import choose_folded, keep_folded
from followups.locks import lock_contact
from followups.models import FeedbackRequest, Touchpoint
from followups.models.feedback import WAIT_FOR_ANSWER
from followups.telling.events import note_answer
from followups.thanks import hold_for_thanks
from followups.touchpoints import log_touchpoint

State = FeedbackRequest.State

BEFORE_THE_ANSWER = {State.PROPOSED, State.NOT_ASKED, State.ASKED, State.NO_ANSWER}
NOT_ASKED_YET = {State.PROPOSED, State.NOT_ASKED}
SINCE_THE_ANSWER = {State.ANSWERED, State.THANKED, State.THANKS_DECLINED}


# The clocks that are furthest ahead of UTC: on some island it is this day already.
FURTHEST_AHEAD = timedelta(hours=14)


class OutOfTurn(Exception):
    """The request is no longer where this step starts: another tab, or a second click, was first."""


def propose_request(rejection: Rejection) -> FeedbackRequest | None:
    """Propose the one request for this rejection; None while it has no contact to ask."""
    if not rejection.contact:
        return None
    request, _created = FeedbackRequest.objects.get_or_create(
        rejection=rejection, defaults={"owner": rejection.owner, "contact": rejection.contact}
    )
    if request.contact_id != rejection.contact_id and request.state in NOT_ASKED_YET:
        request.contact = rejection.contact
        request.save(update_fields=["contact"])
    return request


def save_draft(request: FeedbackRequest, *, subject: str, text: str) -> None:
    FeedbackRequest.objects.filter(pk=request.pk).update(
        draft_subject=subject, draft_text=text, version=F("version") + 1
    )
    request.refresh_from_db()


def save_thanks_draft(request: FeedbackRequest, *, subject: str, text: str) -> None:
    FeedbackRequest.objects.filter(pk=request.pk).update(
        thanks_subject=subject, thanks_text=text, version=F("version") + 1
    )
    request.refresh_from_db()


@transaction.atomic
def mark_asked(request: FeedbackRequest, *, on: date, text: str = "") -> Touchpoint:
    """The request was sent on the day `on`. Raises `OutOfTurn` when it was before, `FutureDay`."""
    begin_step(request, NOT_ASKED_YET)
    request.state, request.asked_on, request.closed_on = State.ASKED, on, None
    request.save()
    return log_touchpoint(
        request.contact,
        kind=Touchpoint.Kind.FEEDBACK_REQUEST,
        on=on,
        text=text or request.draft_text,
        feedback_request=request,
    )


@transaction.atomic
def choose_not_to_ask(request: FeedbackRequest) -> None:
    begin_step(request, NOT_ASKED_YET)
    request.state, request.closed_on = State.NOT_ASKED, request.contact.owner.today()
    request.save()


@transaction.atomic
def reconsider(request: FeedbackRequest) -> None:
    """Propose the request again after *chose not to ask*."""
    begin_step(request, {State.NOT_ASKED})
    request.state, request.closed_on = State.PROPOSED, None
    request.save()


@transaction.atomic
def record_answer(request: FeedbackRequest, *, text: str, on: date, themes: Iterable[str] = ()) -> None:
    """They answered on the day `on`: thanks are owed, and the contact's nudges wait for them, 14 days at most.

    `text` is what was pasted: the mail that it quotes and the signature are cut off, and the whole of it is kept too.
    It comes late or unasked? It is an answer all the same.
    """
    begin_step(request, BEFORE_THE_ANSWER)
    request.state, request.answered_on, request.closed_on = State.ANSWERED, on, None
    request.answer = cut_answer(text)
    request.answer_original = text if request.answer != text.strip() else ""
    request.folded, request.themes = [], list(themes)
    request.save()
    hold_for_thanks(request.contact)
    note_answer(request)


@transaction.atomic
def correct_answer(request: FeedbackRequest, *, text: str, on: date, themes: Iterable[str]) -> None:
    """The answer as it should read. What was pasted first is kept, and what was folded away stays so."""
    begin_step(request, SINCE_THE_ANSWER)
    if text != request.answer:
        request.answer_original = request.answer_original or request.answer
        request.folded = keep_folded(request.folded, text)
    request.answer, request.answered_on, request.themes = text, on, list(themes)
    request.save()
    hold_for_thanks(request.contact)


@transaction.atomic
def take_whole_answer(request: FeedbackRequest) -> None:
    """The cut was wrong: the answer is all that was pasted."""
    begin_step(request, SINCE_THE_ANSWER)
    if request.answer_original:
        request.answer = request.answer_original
        request.folded = keep_folded(request.folded, request.answer)
    request.save()


@transaction.atomic
def fold_away(request: FeedbackRequest, *, sentences: Collection[str]) -> None:
    """Fold exactly these sentences of the answer away; those that were folded before are open again."""
    begin_step(request, SINCE_THE_ANSWER)
    request.folded = choose_folded(request.answer, sentences)
    request.save()


@transaction.atomic
def mark_thanked(request: FeedbackRequest, *, on: date, text: str = "") -> Touchpoint:
    """The thank-you was sent on the day `on`; it starts the month anew."""
    begin_step(request, {State.ANSWERED, State.THANKS_DECLINED})
    request.state, request.thanked_on = State.THANKED, on
    request.save()
    hold_for_thanks(request.contact)
    return log_touchpoint(
        request.contact,
        kind=Touchpoint.Kind.THANK_YOU,
        on=on,
        text=text or request.thanks_text,
        feedback_request=request,
    )


@transaction.atomic
def decline_thanks(request: FeedbackRequest) -> None:
    begin_step(request, {State.ANSWERED})
    request.state = State.THANKS_DECLINED
    request.save()
    hold_for_thanks(request.contact)


def begin_step(request: FeedbackRequest, states: set[State]) -> None:
    lock_contact(request.contact)
    contact = request.contact
    request.refresh_from_db()
    request.contact = contact
    if request.state not in states:
        raise OutOfTurn(request.state)
    request.version += 1


def close_unanswered(now: datetime) -> int:
    """Close quietly what got no answer within three weeks, by its user's own day; returns how many were closed."""
    latest_day = (now + FURTHEST_AHEAD).date()
    may_be_over = FeedbackRequest.objects.waiting().filter(asked_on__lte=latest_day - WAIT_FOR_ANSWER)
    closed = 0
    for zone in may_be_over.order_by().values_list("owner__time_zone", flat=True).distinct():
        today = now.astimezone(ZoneInfo(zone)).date()
        unanswered = FeedbackRequest.objects.waiting().filter(
            owner__time_zone=zone, asked_on__lte=today - WAIT_FOR_ANSWER
        )
        closed += unanswered.update(state=State.NO_ANSWER, closed_on=today)
    return closed

"""Ask for feedback and say thank you: each view is one step of the letter's way (`answers.py`: what they wrote)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from followups import feedback
from followups.answer_forms import AnswerForm
from followups.cards import find_wait
from followups.feedback import OutOfTurn
from followups.feedback_card import MAY_THANK, choose_draft, make_feedback_card
from followups.forms import LetterForm, typed_over
from followups.models import FeedbackRequest, Touchpoint
from followups.versions import ChangedMeanwhile, hold_version
from followups.views.letters import send_letter_file
from followups.views.ways import go_back, signed_in


@dataclass(frozen=True)
class Sending:
    """How a letter that was sent is noted: where its text is kept, what logs it, and from which states."""

    save: Callable[..., None]
    mark: Callable[..., Touchpoint]
    since: Collection[str]
    said: object  # translated when it is said


ASKING = Sending(
    feedback.save_draft,
    feedback.mark_asked,
    feedback.NOT_ASKED_YET,
    gettext_lazy("Noted: you asked. An answer is noted here."),
)
THANKING = Sending(
    feedback.save_thanks_draft, feedback.mark_thanked, MAY_THANK, gettext_lazy("Noted: you said thank you.")
)


@require_POST
def feedback_draft(request: HttpRequest, pk: int) -> HttpResponse:
    feedback_request = find_request(request, pk)
    return save_letter(request, feedback_request, feedback.save_draft)


@require_POST
def thanks_draft(request: HttpRequest, pk: int) -> HttpResponse:
    feedback_request = find_request(request, pk)
    return save_letter(request, feedback_request, feedback.save_thanks_draft)


@require_POST
def feedback_asked(request: HttpRequest, pk: int) -> HttpResponse:
    return note_sent(request, find_request(request, pk), ASKING)


@require_POST
def feedback_thanked(request: HttpRequest, pk: int) -> HttpResponse:
    return note_sent(request, find_request(request, pk), THANKING)


@require_POST
def feedback_not_asked(request: HttpRequest, pk: int) -> HttpResponse:
    feedback_request = find_request(request, pk)
    undo = reverse("feedback_reconsider", args=[pk])
    return take_step(request, feedback_request, feedback.choose_not_to_ask, _("All right, you won’t ask."), undo)


@require_POST
def feedback_reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    return take_step(request, find_request(request, pk), feedback.reconsider, _("The question is on offer again."))


@require_POST
def feedback_thanks_declined(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("All right, no thank-you. You can still write one from here.")
    return take_step(request, find_request(request, pk), feedback.decline_thanks, said)


def feedback_eml(request: HttpRequest, pk: int) -> HttpResponse:
    return letter_file(request, find_request(request, pk))


def thanks_eml(request: HttpRequest, pk: int) -> HttpResponse:
    return letter_file(request, find_request(request, pk))


def find_request(request: HttpRequest, pk: int) -> FeedbackRequest:
    requests = FeedbackRequest.objects.owned_by(signed_in(request))
    return get_object_or_404(requests.select_related("contact__owner", "rejection__company"), pk=pk)


def hold_request(feedback_request: FeedbackRequest, version: int | None) -> None:
    """Forms without a letter carry no version: they change nothing that was typed."""
    if version is not None:
        hold_version(feedback_request, version)


def save_letter(request: HttpRequest, feedback_request: FeedbackRequest, save: Callable[..., None]) -> HttpResponse:
    form = LetterForm(request.POST, auto_id=f"feedback-{feedback_request.pk}-%s")
    if not form.is_valid():
        return show_again(request, feedback_request, letter=form)
    try:
        with transaction.atomic():
            hold_request(feedback_request, form.cleaned_data["version"])
            save(feedback_request, subject=form.draft.subject, text=form.draft.text)
    except ChangedMeanwhile:
        return show_again(request, feedback_request, letter=form)
    messages.success(request, _("Your draft is saved."))
    return show_card(request, feedback_request)


def note_sent(request: HttpRequest, feedback_request: FeedbackRequest, sending: Sending) -> HttpResponse:
    """The letter was sent as it stands in the form: keep it as the draft, and log it."""
    form = LetterForm(request.POST, auto_id=f"feedback-{feedback_request.pk}-%s")
    if not form.is_valid():
        return show_again(request, feedback_request, letter=form)
    try:
        with transaction.atomic():
            hold_request(feedback_request, form.cleaned_data["version"])
            if form.draft.text:
                sending.save(feedback_request, subject=form.draft.subject, text=form.draft.text)
            touchpoint = sending.mark(feedback_request, on=form.sent_on, text=form.draft.text)
    except ChangedMeanwhile:
        if feedback_request.state in sending.since:
            return show_again(request, feedback_request, letter=form)
        return say_too_late(request, feedback_request)
    except OutOfTurn:
        return say_too_late(request, feedback_request)
    undo = reverse("touchpoint_delete", args=[touchpoint.pk])
    messages.success(request, str(sending.said), extra_tags=f"undo:{undo}")
    return show_card(request, feedback_request)


def show_card(request: HttpRequest, feedback_request: FeedbackRequest) -> HttpResponse:
    return go_back(request, feedback_request.contact, f"#feedback-{feedback_request.pk}")


def take_step(
    request: HttpRequest,
    feedback_request: FeedbackRequest,
    step: Callable[[FeedbackRequest], None],
    said: str,
    undo: str = "",
) -> HttpResponse:
    try:
        step(feedback_request)
    except OutOfTurn:
        return say_too_late(request, feedback_request)
    messages.success(request, said, extra_tags=f"undo:{undo}" if undo else "")
    return show_card(request, feedback_request)


def say_too_late(request: HttpRequest, feedback_request: FeedbackRequest) -> HttpResponse:
    messages.info(request, _("This was noted already; nothing was changed."))
    return show_card(request, feedback_request)


def show_again(
    request: HttpRequest,
    feedback_request: FeedbackRequest,
    *,
    letter: LetterForm | None = None,
    answer: AnswerForm | None = None,
) -> HttpResponse:
    """The card on a page of its own, with all that was typed, and what another tab saved meanwhile."""
    read_anew(feedback_request)
    form = letter or answer
    changed = form is not None and form.is_valid() and form.cleaned_data["version"] != feedback_request.version
    if form is not None:
        form.data = typed_over(form, feedback_request.version)
    context = {
        "card": make_feedback_card(feedback_request, letter=letter, answer=answer),
        "contact": feedback_request.contact,
        "stored": read_stored(feedback_request, letter) if changed else "",
        "is_changed": changed,
    }
    return render(request, "followups/feedback_form.html", context)


def read_anew(feedback_request: FeedbackRequest) -> None:
    """The row as it is now; the contact, with its owner, stays the one that was read."""
    contact, rejection = feedback_request.contact, feedback_request.rejection
    feedback_request.refresh_from_db()
    feedback_request.contact, feedback_request.rejection = contact, rejection


def read_stored(feedback_request: FeedbackRequest, letter: LetterForm | None) -> str:
    if letter is None:
        return feedback_request.answer
    is_thanks = feedback_request.answered_on is not None
    return feedback_request.thanks_text if is_thanks else feedback_request.draft_text


def letter_file(request: HttpRequest, feedback_request: FeedbackRequest) -> HttpResponse:
    """The letter as a file: as it stands in the form (POST), else as it was saved."""
    contact = feedback_request.contact
    draft = choose_draft(feedback_request, find_wait(contact))
    if draft is None:
        raise Http404
    form = LetterForm(request.POST or None, auto_id=f"feedback-{feedback_request.pk}-%s")
    if form.is_bound and not form.is_valid():
        return show_again(request, feedback_request, letter=form)
    return send_letter_file(contact, form.draft if form.is_bound else draft)

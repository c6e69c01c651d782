"""Note what they answered, correct it, and fold away what hurts."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import feedback
from followups.answer_forms import AnswerForm, FoldForm
from followups.feedback import BEFORE_THE_ANSWER, OutOfTurn
from followups.models import FeedbackRequest
from followups.versions import ChangedMeanwhile, hold_version
from followups.views.feedback import find_request, hold_request, say_too_late, show_again, show_card, take_step


@require_POST
def feedback_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """They answered; or what was noted of it is corrected."""
    feedback_request = find_request(request, pk)
    form = AnswerForm(request.POST, auto_id=f"answer-{pk}-%s")
    if not form.is_valid():
        return show_again(request, feedback_request, answer=form)
    is_new = feedback_request.state in BEFORE_THE_ANSWER
    try:
        with transaction.atomic():
            save_answer(feedback_request, form, is_new=is_new)
    except ChangedMeanwhile:
        if form.typed["text"] not in {feedback_request.answer, feedback_request.answer_original}:
            return show_again(request, feedback_request, answer=form)
    except OutOfTurn:
        return say_too_late(request, feedback_request)
    messages.success(request, say_noted(feedback_request) if is_new else _("Saved."))
    return show_card(request, feedback_request)


def save_answer(feedback_request: FeedbackRequest, form: AnswerForm, *, is_new: bool) -> None:
    version = form.cleaned_data["version"]
    if is_new:
        hold_request(feedback_request, version)
        feedback.record_answer(feedback_request, **form.typed)
    else:
        hold_version(feedback_request, version or 0)
        feedback.correct_answer(feedback_request, **form.typed)


def say_noted(feedback_request: FeedbackRequest) -> str:
    said = _("Noted. A thank-you is drafted for you.")
    if feedback_request.answer_original:
        return f"{said} {_('What the mail quoted, and its signature, were left out; all of it is kept below.')}"
    return said


@require_POST
def feedback_answer_whole(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The answer is all that was pasted now.")
    return take_step(request, find_request(request, pk), feedback.take_whole_answer, said)


@require_POST
def feedback_fold(request: HttpRequest, pk: int) -> HttpResponse:
    """Fold the ticked sentences away, and only these."""
    feedback_request = find_request(request, pk)
    form = FoldForm(request.POST, feedback_request=feedback_request)
    if not form.is_valid() or form.cleaned_data["version"] != feedback_request.version:
        messages.info(request, _("The answer was changed meanwhile. Please choose once more."))
        return show_card(request, feedback_request)
    try:
        feedback.fold_away(feedback_request, sentences=form.chosen)
    except OutOfTurn:
        return say_too_late(request, feedback_request)
    is_folded = bool(feedback_request.folded)
    said = _("Folded away. No draft, mail or list shows it.") if is_folded else _("Nothing is folded away.")
    messages.success(request, said)
    return show_card(request, feedback_request)

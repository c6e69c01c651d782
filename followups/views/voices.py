"""Choose the voice of a letter. What the user changed in it is never thrown away unasked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.cards import find_wait
from followups.feedback import OutOfTurn
from followups.feedback_card import Proposal, choose_draft, make_feedback_card
from followups.forms import LetterForm
from followups.models import FeedbackRequest
from followups.versions import ChangedMeanwhile
from followups.views.feedback import find_request, hold_request, say_too_late, show_again, show_card
from followups.voices import (
    Choice,
    draft_in_voice,
    find_voice,
    is_untouched,
    keep_letter,
    saved_letter,
    use_voice,
)

REPLACED = "replaced_letter"  # in the session: what *Undo* brings back


@require_POST
def feedback_voice(request: HttpRequest, pk: int) -> HttpResponse:
    """Word the letter in another voice; if it was changed, keep it and ask."""
    feedback_request = find_request(request, pk)
    if choose_draft(feedback_request, find_wait(feedback_request.contact)) is None:
        return say_too_late(request, feedback_request)
    choice = find_voice(feedback_request, request.POST.get("replace") or request.POST.get("voice", ""))
    if choice is None:
        messages.info(request, _("This template is not there any more; your letter is as it was."))
        return show_card(request, feedback_request)
    form = LetterForm(request.POST, auto_id=f"feedback-{pk}-%s")
    if not form.is_valid():
        return show_again(request, feedback_request, letter=form)
    try:
        with transaction.atomic():
            hold_request(feedback_request, form.cleaned_data["version"])
            if is_untouched(feedback_request, form.draft):
                use_voice(feedback_request, choice.key)
                return show_card(request, feedback_request)
            keep_letter(feedback_request, subject=form.draft.subject, text=form.draft.text)
            if "replace" in request.POST:
                return replace_letter(request, feedback_request, choice)
            return ask(request, feedback_request, choice)
    except ChangedMeanwhile:
        return show_again(request, feedback_request, letter=form)
    except OutOfTurn:
        return say_too_late(request, feedback_request)


def ask(request: HttpRequest, feedback_request: FeedbackRequest, choice: Choice) -> HttpResponse:
    """Their letter, saved, and below it how the other voice would put it."""
    proposal = Proposal(choice, draft_in_voice(feedback_request, choice.key))
    card = make_feedback_card(feedback_request, proposal=proposal)
    context = {"card": card, "contact": feedback_request.contact, "is_choosing": True}
    return render(request, "followups/feedback_form.html", context)


def replace_letter(request: HttpRequest, feedback_request: FeedbackRequest, choice: Choice) -> HttpResponse:
    replaced, voice = saved_letter(feedback_request), feedback_request.voice
    use_voice(feedback_request, choice.key)
    kept = {"request": feedback_request.pk, "subject": replaced.subject, "text": replaced.text, "voice": voice}
    request.session[REPLACED] = kept
    undo = reverse("feedback_voice_undo", args=[feedback_request.pk])
    said = _("This is the draft “%(voice)s” now.") % {"voice": choice.label}
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return show_card(request, feedback_request)


@require_POST
def feedback_voice_undo(request: HttpRequest, pk: int) -> HttpResponse:
    feedback_request = find_request(request, pk)
    replaced = request.session.get(REPLACED)
    if not replaced or replaced["request"] != pk:
        return say_too_late(request, feedback_request)
    try:
        words = {name: replaced[name] for name in ("subject", "text", "voice")}
        keep_letter(feedback_request, **words)
    except OutOfTurn:
        return say_too_late(request, feedback_request)
    del request.session[REPLACED]
    messages.success(request, _("Your own letter is back."))
    return show_card(request, feedback_request)

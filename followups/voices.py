"""In whose wording a letter about feedback is drafted: warm, brief, formal, or a template of the user's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from followups.drafts import Draft
from followups.drafts.feedback import question_in_voice
from followups.drafts.own import read_templates
from followups.drafts.thanks import thanks_in_voice
from followups.feedback import NOT_ASKED_YET, begin_step
from followups.models import FeedbackRequest, Touchpoint
from followups.wording import one_line

State = FeedbackRequest.State
TO_THANK = {State.ANSWERED, State.THANKS_DECLINED}


class Voice(models.TextChoices):
    WARM = "warm", _("Warm")
    BRIEF = "brief", _("Brief")
    FORMAL = "formal", _("Formal")


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    is_chosen: bool


def offer_voices(request: FeedbackRequest) -> list[Choice]:
    """The app's voices, then the user's own templates for this kind of letter; one of them is chosen."""
    templates = read_templates(request.contact.owner, kind_of_letter(request))
    offered = {str(key): str(label) for key, label in Voice.choices}
    offered |= {str(template.pk): template.name for template in templates}
    chosen = request.voice if request.voice in offered else Voice.WARM
    return [Choice(key, label, key == chosen) for key, label in offered.items()]


def find_voice(request: FeedbackRequest, key: str) -> Choice | None:
    return next((choice for choice in offer_voices(request) if choice.key == key), None)


def kind_of_letter(request: FeedbackRequest) -> str:
    """What is to be written next: the question, or the thanks for its answer."""
    return Touchpoint.Kind.FEEDBACK_REQUEST if request.state in NOT_ASKED_YET else Touchpoint.Kind.THANK_YOU


def draft_in_voice(request: FeedbackRequest, voice: str) -> Draft:
    is_question = kind_of_letter(request) == Touchpoint.Kind.FEEDBACK_REQUEST
    return question_in_voice(request, voice) if is_question else thanks_in_voice(request, voice)


def is_untouched(request: FeedbackRequest, typed: Draft) -> bool:
    """Whether the letter stands as the present voice words it, or is empty: then another may take its place."""
    drafted = draft_in_voice(request, request.voice)
    is_same_text = typed.text.split() in ([], drafted.text.split())
    return is_same_text and one_line(typed.subject) in {"", one_line(drafted.subject)}


@transaction.atomic
def use_voice(request: FeedbackRequest, voice: str) -> None:
    """Word the letter anew in this voice, in place of what is saved of it. Raises `OutOfTurn` once it was sent."""
    begin_step(request, NOT_ASKED_YET | TO_THANK)
    request.voice = voice
    if kind_of_letter(request) == Touchpoint.Kind.FEEDBACK_REQUEST:
        request.draft_subject = request.draft_text = ""
    else:
        request.thanks_subject = request.thanks_text = ""
    request.save()


@transaction.atomic
def keep_letter(request: FeedbackRequest, *, subject: str, text: str, voice: str = "") -> None:
    """Save the letter that is to be written next as the user has it; `voice`: the one that it was begun in."""
    begin_step(request, NOT_ASKED_YET | TO_THANK)
    request.voice = voice or request.voice
    if kind_of_letter(request) == Touchpoint.Kind.FEEDBACK_REQUEST:
        request.draft_subject, request.draft_text = subject, text
    else:
        request.thanks_subject, request.thanks_text = subject, text
    request.save()


def saved_letter(request: FeedbackRequest) -> Draft:
    """The letter as it was saved; empty where the app's wording stands."""
    if kind_of_letter(request) == Touchpoint.Kind.FEEDBACK_REQUEST:
        return Draft(request.draft_subject, request.draft_text)
    return Draft(request.thanks_subject, request.thanks_text)

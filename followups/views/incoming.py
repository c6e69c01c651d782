"""They wrote: note it, correct it, take it off; or take it for the answer to the question you asked."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.answer_forms import AnswerForm
from followups.forms import typed_over
from followups.incoming import change_incoming, delete_incoming, log_incoming, read_open_questions
from followups.incoming_forms import IncomingForm
from followups.models import FeedbackRequest, IncomingMessage
from followups.versions import ChangedMeanwhile, hold_version
from followups.views import feedback
from followups.views.touchpoints import find_contact
from followups.views.ways import signed_in
from followups.wording import call_name, day_in_words


def incoming_message_new(request: HttpRequest) -> HttpResponse:
    contact = find_contact(request)
    questions = read_open_questions(contact)
    if request.method == "POST" and "answers" in request.POST:
        for question in questions:
            if str(question.pk) == request.POST["answers"]:
                return show_as_answer(request, question)
    form = IncomingForm(request.POST or None, initial=IncomingForm.initial_for_new())
    if request.method == "POST" and "answers" not in request.POST and form.is_valid():
        message = log_incoming(contact, **form.written, submission=form.submitted_as)
        undo = reverse("incoming_message_delete", args=[message.pk])
        said = say_noted(message, was_cut=message.text != form.typed["text"])
        messages.success(request, said, extra_tags=f"undo:{undo}")
        return redirect(contact)
    context = {"form": form, "contact": contact, "questions": questions}
    return render(request, "followups/incoming_message_new.html", context)


def incoming_message_edit(request: HttpRequest, pk: int) -> HttpResponse:
    message = find_message(request, pk)
    form = IncomingForm(request.POST or None, initial=IncomingForm.initial_for(message))
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                hold_version(message, form.cleaned_data["version"] or 0)
                change_incoming(message, **form.typed)
        except ChangedMeanwhile:
            changed_meanwhile = True
            form = IncomingForm(typed_over(form, message.version))
        else:
            messages.success(request, _("Saved."))
            return redirect(message.contact)
    context = {
        "form": form,
        "incoming": message,
        "contact": message.contact,
        "changed_meanwhile": changed_meanwhile,
    }
    return render(request, "followups/incoming_message_edit.html", context)


def incoming_message_delete(request: HttpRequest, pk: int) -> HttpResponse:
    message = find_message(request, pk)
    if request.method == "POST":
        delete_incoming(message)
        messages.success(request, _("Taken off the timeline."))
        return redirect(message.contact)
    context = {"incoming": message, "contact": message.contact}
    return render(request, "followups/incoming_message_delete.html", context)


def find_message(request: HttpRequest, pk: int) -> IncomingMessage:
    own = IncomingMessage.objects.owned_by(signed_in(request))
    return get_object_or_404(own.select_related("contact__owner"), pk=pk)


def show_as_answer(request: HttpRequest, question: FeedbackRequest) -> HttpResponse:
    """What was typed, in the form that notes the answer: an answer starts the thanks, a message does not."""
    question = feedback.find_request(request, question.pk)
    typed = {"text": request.POST.get("text", ""), "on": request.POST.get("on", ""), "version": str(question.version)}
    return feedback.show_again(request, question, answer=AnswerForm(typed, auto_id=f"answer-{question.pk}-%s"))


def say_noted(message: IncomingMessage, *, was_cut: bool) -> str:
    words = {"name": call_name(message.contact), "day": day_in_words(message.on, timezone.localdate())}
    is_today = message.on == timezone.localdate()
    said = _("Noted: %(name)s wrote to you today.") if is_today else _("Noted: %(name)s wrote to you on %(day)s.")
    left_out = _("What the mail quoted, and its signature, were left out.") if was_cut else ""
    return f"{said % words} {left_out}".strip()

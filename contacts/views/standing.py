"""Pause, move, end and stop a contact, note what came of it, and the ways back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contacts.forms import EndForm, MoveForm, OutcomeForm, PauseForm
from contacts.models import Contact
from contacts.views.access import get_contact, signed_in
from followups.locks import lock_contact
from followups.moves import move_contact
from followups.outcomes import note_outcome, take_back_outcome
from followups.people import (
    StopIsFinal,
    end_contact,
    pause_contact,
    reopen_contact,
    resume_contact,
    stop_contact,
    undo_stop,
)
from followups.wording import call_name, day_in_words


@require_POST
def contact_pause(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    form = PauseForm(request.POST, today=signed_in(request).today())
    if not form.is_valid():
        return render(request, "contacts/contact_pause.html", {"contact": contact, "form": form}, status=422)
    if not contact.is_active:
        messages.info(request, _("No nudge comes about them as it is; there is nothing to pause."))
        return redirect(contact)
    until = form.cleaned_data["until"]
    pause_contact(contact, until=until)
    said = _("Paused: no nudge about %(name)s before %(day)s.") % {
        "name": contact.name,
        "day": day_in_words(until, signed_in(request).today()),
    }
    messages.success(request, said, extra_tags=f"undo:{reverse('contact_resume', args=[contact.pk])}")
    return redirect(contact)


@require_POST
def contact_resume(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    resume_contact(contact)
    messages.success(request, _("The pause is over."))
    return redirect(contact)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_moved(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    form = MoveForm(request.POST or None, initial={"email": contact.email, "version": contact.version})
    if request.method == "POST" and form.is_valid() and _move(contact, form):
        said = _("Noted: %(name)s moved on. A new place is a good reason for a few words.")
        messages.success(request, said % {"name": call_name(contact)})
        return redirect(contact)
    return render(request, "contacts/contact_moved.html", {"contact": contact, "form": form})


@transaction.atomic
def _move(contact: Contact, form: MoveForm) -> bool:
    lock_contact(contact)
    if not form.is_current(contact.version):
        form.show_what_changed(contact.version, MoveForm.saved_values(contact))
        return not form.differences
    move_contact(contact, **form.values)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def contact_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    form = OutcomeForm(request.POST or None, today=signed_in(request).today())
    if request.method == "POST" and form.is_valid():
        _note_outcome(request, contact, form)
        return redirect(contact)
    return render(request, "contacts/contact_outcome.html", {"contact": contact, "form": form})


def _note_outcome(request: HttpRequest, contact: Contact, form: OutcomeForm) -> None:
    outcome, on = form.cleaned_data["outcome"], form.cleaned_data["on"]
    if form.cleaned_data["ends"] and contact.is_active:
        end_contact(contact, outcome=outcome, on=on)
        said = _("Noted, and ended. What you wrote to each other stays here.")
        undo = reverse("contact_reopen", args=[contact.pk])
    else:
        event = note_outcome(contact, outcome=outcome, on=on)
        said = _("Noted. How good!")
        undo = f"{reverse('contact_outcome_undo', args=[contact.pk])}?event={event.pk}"
    messages.success(request, said, extra_tags=f"undo:{undo}")


@require_POST
def contact_outcome_undo(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    event = request.GET.get("event", "")
    if event.isascii() and event.isdigit() and len(event) < 19 and take_back_outcome(contact, int(event)):
        messages.success(request, _("Taken back."))
    else:
        messages.info(request, _("This was taken back already; nothing was changed."))
    return redirect(contact)


@require_POST
def contact_end(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    form = EndForm(request.POST)
    end_contact(contact, outcome=form.cleaned_data["outcome"] if form.is_valid() else "")
    said = _("Ended. What you wrote to each other stays here.")
    messages.success(request, said, extra_tags=f"undo:{reverse('contact_reopen', args=[contact.pk])}")
    return redirect(contact)


@require_POST
def contact_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    reopen_contact(contact)
    messages.success(request, _("You are in touch again."))
    return redirect(contact)


@require_POST
def contact_stop(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    stop_contact(contact)
    said = _("Noted: %(name)s asked not to be contacted. Nothing is sent about them any more.") % {"name": contact.name}
    messages.success(request, said, extra_tags=f"undo:{reverse('contact_undo_stop', args=[contact.pk])}")
    return redirect(contact)


@require_POST
def contact_undo_stop(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    try:
        undo_stop(contact)
    except StopIsFinal:
        messages.warning(request, _("This was noted more than 30 days ago and stays as it is."))
    else:
        messages.success(request, _("Undone: you are in touch again."))
    return redirect(contact)

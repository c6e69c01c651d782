"""Answer a nudge on Today or on a contact's page: the signed-in twins of the links in a nudge mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Contact
from followups.cards import make_check_in_card
from followups.drafts import check_in_draft
from followups.forms import LetterForm
from followups.models import Nudge, Touchpoint
from followups.nudge_states import read_open_nudge
from followups.nudges import (
    CannotUndo,
    answer_not_this_month,
    answer_sent,
    put_off,
    read_noted_touchpoint,
    undo_answer,
)
from followups.touchpoints import log_touchpoint
from followups.views.letters import send_letter_file
from followups.views.touchpoints import say_logged
from followups.views.ways import go_back, signed_in
from followups.wording import call_name, day_in_words


@require_POST
def nudge_sent(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    form = LetterForm(request.POST, auto_id="check-in-%s")
    if not form.is_valid():
        return show_again(request, nudge.contact, form)
    return note_answer(request, nudge, form)


@require_POST
def nudge_not_this_month(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    answer_not_this_month(nudge)
    return say_put_off(request, nudge.contact, nudge)


@require_POST
def nudge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    try:
        undo_answer(nudge)
    except CannotUndo:
        messages.info(request, _("This can’t be taken back any more; you can still edit the timeline."))
    else:
        messages.success(request, _("Taken back: %(name)s is due again.") % {"name": call_name(nudge.contact)})
    return go_back(request, nudge.contact)


@require_POST
def contact_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """*I sent it*, whether a nudge was mailed or not."""
    contact = find_contact(request, pk)
    form = LetterForm(request.POST, auto_id="check-in-%s")
    if not form.is_valid():
        return show_again(request, contact, form)
    if nudge := read_open_nudge(contact):
        return note_answer(request, nudge, form)
    touchpoint = log_touchpoint(
        contact,
        kind=Touchpoint.Kind.CHECK_IN,
        on=form.sent_on,
        text=form.draft.text,
        submission=form.cleaned_data["submission"],
    )
    return say_sent(request, touchpoint)


@require_POST
def contact_put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """*Not this month*, whether a nudge was mailed or not."""
    contact = find_contact(request, pk)
    return say_put_off(request, contact, put_off(contact))


def check_in_eml(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of the month as a file: as it stands in the form (POST), else as drafted."""
    contact = find_contact(request, pk)
    if make_check_in_card(contact, is_asked_for=True).letter is None:
        raise Http404
    form = LetterForm(request.POST or None, auto_id="check-in-%s")
    if form.is_bound and not form.is_valid():
        return show_again(request, contact, form)
    return send_letter_file(contact, form.draft if form.is_bound else check_in_draft(contact))


def find_nudge(request: HttpRequest, pk: int) -> Nudge:
    nudges = Nudge.objects.owned_by(signed_in(request))
    return get_object_or_404(nudges.select_related("contact__owner", "contact__company", "mail"), pk=pk)


def find_contact(request: HttpRequest, pk: int) -> Contact:
    contacts = Contact.objects.owned_by(signed_in(request))
    return get_object_or_404(contacts.select_related("owner", "company"), pk=pk)


def note_answer(request: HttpRequest, nudge: Nudge, form: LetterForm) -> HttpResponse:
    noted = read_noted_touchpoint(nudge)
    touchpoint = answer_sent(nudge, on=form.sent_on, text=form.draft.text, source=Touchpoint.Source.APP)
    if noted:
        day = day_in_words(noted.on, timezone.localdate())
        messages.info(request, _("Already noted on %(day)s.") % {"day": day})
        return go_back(request, nudge.contact)
    touchpoint.contact.refresh_from_db()
    return say_sent(request, touchpoint)


def say_sent(request: HttpRequest, touchpoint: Touchpoint) -> HttpResponse:
    undo = reverse("touchpoint_delete", args=[touchpoint.pk])
    messages.success(request, say_logged(touchpoint), extra_tags=f"undo:{undo}")
    return go_back(request, touchpoint.contact)


def say_put_off(request: HttpRequest, contact: Contact, nudge: Nudge | None) -> HttpResponse:
    contact.refresh_from_db()
    said = _("Not this month.")
    if contact.next_on:
        words = {"name": call_name(contact), "day": day_in_words(contact.next_on, timezone.localdate())}
        said = _("Not this month. %(name)s is next on %(day)s.") % words
    undo = f"undo:{reverse('nudge_undo', args=[nudge.pk])}" if nudge else ""
    messages.success(request, said, extra_tags=undo)
    return go_back(request, contact)


def show_again(request: HttpRequest, contact: Contact, form: LetterForm) -> HttpResponse:
    card = make_check_in_card(contact, letter=form)
    return render(request, "followups/check_in_form.html", {"card": card, "contact": contact})

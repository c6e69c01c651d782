"""Somebody stays silent: write less often, or pause; not now; and the ways back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Contact
from followups.silence import LONGER, accept_proposal, decline_proposal, undo_answer
from followups.views.ways import go_back, signed_in
from followups.wording import call_name, day_in_words


@require_POST
def contact_slower(request: HttpRequest, pk: int) -> HttpResponse:
    contact = find_contact(request, pk)
    cadence = contact.cadence
    proposal = accept_proposal(contact)
    if proposal is None:
        return say_nothing_to_do(request, contact)
    words = {"name": call_name(contact), "often": contact.get_cadence_display()}
    if proposal.until:
        words["day"] = day_in_words(proposal.until, timezone.localdate())
        said, before = _("Paused: no nudge about %(name)s before %(day)s.") % words, "pause"
    else:
        said, before = _("Noted: you write to %(name)s less often now. %(often)s.") % words, str(cadence)
    undo = f"{reverse('contact_slower_undo', args=[pk])}?before={before}"
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return go_back(request, contact)


@require_POST
def contact_not_slower(request: HttpRequest, pk: int) -> HttpResponse:
    contact = find_contact(request, pk)
    if not decline_proposal(contact):
        return say_nothing_to_do(request, contact)
    said = _("All right, it stays as it is. Afterword asks again only after as many letters more.")
    messages.success(request, said, extra_tags=f"undo:{reverse('contact_slower_undo', args=[pk])}?before=same")
    return go_back(request, contact)


@require_POST
def contact_slower_undo(request: HttpRequest, pk: int) -> HttpResponse:
    contact, before = find_contact(request, pk), request.GET.get("before", "")
    cadences = {str(cadence): cadence for cadence in LONGER}
    if before in cadences:
        undone = undo_answer(contact, cadence=cadences[before])
    else:
        undone = before in {"pause", "same"} and undo_answer(contact, was_paused=before == "pause")
    if not undone:
        return say_nothing_to_do(request, contact)
    messages.success(request, _("Undone."))
    return go_back(request, contact)


def find_contact(request: HttpRequest, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.owned_by(signed_in(request)).select_related("owner", "company"), pk=pk)


def say_nothing_to_do(request: HttpRequest, contact: Contact) -> HttpResponse:
    messages.info(request, _("This was noted already; nothing was changed."))
    return go_back(request, contact)

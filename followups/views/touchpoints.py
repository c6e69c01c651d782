from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact
from followups.cadence import earliest_outreach_on
from followups.forms import TouchpointForm, typed_over
from followups.models import Touchpoint
from followups.touchpoints import change_touchpoint, delete_touchpoint, log_touchpoint
from followups.versions import ChangedMeanwhile, hold_version
from followups.views.ways import signed_in
from followups.wording import call_name, day_in_words


def touchpoint_new(request: HttpRequest) -> HttpResponse:
    contact = find_contact(request)
    form = TouchpointForm(request.POST or None, initial=TouchpointForm.initial_for_new(request.GET.get("kind", "")))
    if request.method == "POST" and form.is_valid():
        touchpoint = log_touchpoint(contact, **form.typed, submission=form.submitted_as)
        messages.success(request, say_logged(touchpoint))
        return redirect(contact)
    until = earliest_outreach_on(contact)
    context = {"form": form, "contact": contact, "early_until": until if is_later(until) else None}
    return render(request, "followups/touchpoint_new.html", context)


def touchpoint_edit(request: HttpRequest, pk: int) -> HttpResponse:
    touchpoint = find_touchpoint(request, pk)
    form = TouchpointForm(request.POST or None, initial=TouchpointForm.initial_for(touchpoint), touchpoint=touchpoint)
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                hold_version(touchpoint, form.cleaned_data["version"] or 0)
                change_touchpoint(touchpoint, **form.typed)
        except ChangedMeanwhile:
            changed_meanwhile = True
            form = take_over(form, touchpoint)
        else:
            messages.success(request, say_logged(touchpoint, _("Saved.")))
            return redirect(touchpoint.contact)
    context = {
        "form": form,
        "touchpoint": touchpoint,
        "contact": touchpoint.contact,
        "changed_meanwhile": changed_meanwhile,
    }
    return render(request, "followups/touchpoint_edit.html", context)


def touchpoint_delete(request: HttpRequest, pk: int) -> HttpResponse:
    touchpoint = find_touchpoint(request, pk)
    if request.method == "POST":
        delete_touchpoint(touchpoint)
        messages.success(request, _("Taken off the timeline; the next date is worked out again."))
        return redirect(touchpoint.contact)
    return render(
        request, "followups/touchpoint_delete.html", {"touchpoint": touchpoint, "contact": touchpoint.contact}
    )


def find_contact(request: HttpRequest) -> Contact:
    pk = request.GET.get("contact", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    contacts = Contact.objects.owned_by(signed_in(request)).select_related("owner", "company")
    return get_object_or_404(contacts, pk=pk)


def find_touchpoint(request: HttpRequest, pk: int) -> Touchpoint:
    touchpoints = Touchpoint.objects.owned_by(signed_in(request))
    return get_object_or_404(touchpoints.select_related("contact__owner", "feedback_request", "nudge"), pk=pk)


def take_over(form: TouchpointForm, touchpoint: Touchpoint) -> TouchpointForm:
    """The typed form once more, for saving over what another tab saved meanwhile."""
    return TouchpointForm(typed_over(form, touchpoint.version), touchpoint=touchpoint)


def is_later(day: date | None) -> bool:
    return day is not None and day > timezone.localdate()


def say_logged(touchpoint: Touchpoint, done: str = "") -> str:
    """What was noted, and what follows from it."""
    contact = touchpoint.contact
    sentences = [done or _("Noted.")]
    if touchpoint.early:
        sentences.append(_("It came within a month of the letter before, so it is marked early."))
    if contact.next_on:
        day = day_in_words(contact.next_on, timezone.localdate())
        sentences.append(_("%(name)s is next on %(day)s.") % {"name": call_name(contact), "day": day})
    return " ".join(sentences)

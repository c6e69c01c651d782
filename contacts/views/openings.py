from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.forms.openings import OpeningForm
from contacts.models import Opening
from contacts.openings import read_company_names, read_opening_page
from contacts.views.access import get_opening, signed_in
from contacts.views.page_links import page_links
from followups.locks import lock_user
from followups.referrals.openings import add_opening, change_opening, close_opening, delete_opening, reopen_opening
from followups.referrals.reading import read_matches_of_opening, read_people_at, read_referrals_of


def openings(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    today = user.today()
    page = read_opening_page(user, today=today, after=request.GET.get("after", ""))
    context = {"page": page, "is_first": "after" not in request.GET, "today": today}
    return render(request, "contacts/opening_list.html", context | page_links(request, page.next_after))


def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an opening: what it asks for, who fits, and who was referred."""
    shown, today = get_opening(request, pk), signed_in(request).today()
    referrals = read_referrals_of(shown)
    is_open = shown.is_open(today)
    context = {
        "opening": shown,
        "is_open": is_open,
        "today": today,
        "people": read_people_at(shown),
        "matches": read_matches_of_opening(shown) if is_open else [],
        "referrals": referrals,
        "referred": {referral.peer_id for referral in referrals},
    }
    return render(request, "contacts/opening_detail.html", context)


def opening_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = OpeningForm(request.POST or None, initial={"company_name": request.GET.get("company", "")[:200]})
    if request.method == "POST" and form.is_valid():
        added = add_opening(user, **form.values)
        messages.success(request, _("Noted: %(company)s is hiring.") % {"company": added.company.name})
        return redirect("opening", added.pk)
    return render(request, "contacts/opening_edit.html", {"form": form, "companies": read_company_names(user)})


def opening_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = get_opening(request, pk)
    initial = {**OpeningForm.saved_values(edited), "version": edited.version}
    form = OpeningForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(edited, form):
        messages.success(request, _("Saved."))
        return redirect("opening", edited.pk)
    context = {"form": form, "opening": edited, "companies": read_company_names(edited.owner)}
    return render(request, "contacts/opening_edit.html", context)


@transaction.atomic
def _save(opening: Opening, form: OpeningForm) -> bool:
    lock_user(opening.owner)
    opening.refresh_from_db(from_queryset=Opening.objects.select_related("company", "owner"))
    if not form.is_current(opening.version):
        form.show_what_changed(opening.version, OpeningForm.saved_values(opening))
        return not form.differences
    change_opening(opening, **form.values)
    return True


@require_POST
def opening_close(request: HttpRequest, pk: int) -> HttpResponse:
    closed = get_opening(request, pk)
    close_opening(closed)
    said = _("Closed. Nobody is proposed for it any more.")
    messages.success(request, said, extra_tags=f"undo:{reverse('opening_reopen', args=[pk])}")
    return redirect("opening", pk)


@require_POST
def opening_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    reopen_opening(get_opening(request, pk))
    messages.success(request, _("It is open again."))
    return redirect("opening", pk)


def opening_delete(request: HttpRequest, pk: int) -> HttpResponse:
    deleted = get_opening(request, pk)
    if request.method == "POST":
        delete_opening(deleted)
        messages.success(request, _("The opening is deleted."))
        return redirect("openings")
    return render(request, "contacts/opening_delete.html", {"opening": deleted})

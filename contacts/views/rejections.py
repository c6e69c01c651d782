from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from contacts.forms import NewRejectionForm, RejectionForm
from contacts.forms.pasted_mail import fill_from_mail, list_findings, take_eml, take_marked
from contacts.models import Contact, Rejection
from contacts.paging import read_page
from contacts.views.access import get_rejection, signed_in
from contacts.views.page_links import page_links
from followups.locks import lock_user
from followups.mailbox.tray import find_rejection_mail, open_mail, settle_as_rejection
from followups.people import add_contact, find_or_make_company
from followups.rejections import change_rejection, delete_rejection, find_contact, log_rejection


def rejections(request: HttpRequest) -> HttpResponse:
    own = Rejection.objects.owned_by(signed_in(request)).select_related("company", "contact")
    page = read_page(own, by="rejected_on", after=request.GET.get("after", ""), newest_first=True)
    context = {"page": page, "is_first": "after" not in request.GET, "today": signed_in(request).today()}
    return render(request, "contacts/rejection_list.html", context | page_links(request, page.next_after))


def rejection_new(request: HttpRequest) -> HttpResponse:
    today = signed_in(request).today()
    if _is_to_be_read(request):
        return _read_pasted(request, today)
    posted = take_marked(request.POST, today)
    if "mark" in posted:
        return _show_new(request, NewRejectionForm(initial=posted.dict(), today=today), was_marked=True)
    mail = find_rejection_mail(signed_in(request), request.GET.get("mailbox_mail", ""))
    if mail and request.method == "GET":
        form = fill_from_mail(QueryDict(urlencode({"paste": open_mail(mail).text})), today)
        return _show_new(request, form, was_read=True)
    form = NewRejectionForm(posted or None, today=today)
    if request.method == "POST" and form.is_valid():
        logged = _log(request, form)
        if mail:
            settle_as_rejection(mail)
        return logged
    return _show_new(request, form)


def _show_new(request: HttpRequest, form: NewRejectionForm, **said: Any) -> HttpResponse:
    context = {"form": form, "findings": list_findings(form), **said}
    return render(request, "contacts/rejection_new.html", context)


def _read_pasted(request: HttpRequest, today: date) -> HttpResponse:
    """A chosen file takes the place of what was pasted; one that is no mail leaves everything as it is."""
    posted = request.POST.copy()
    if upload := request.FILES.get("eml"):
        text, problem = take_eml(upload)
        if problem:
            form = NewRejectionForm(initial=posted.dict(), today=today)
            return _show_new(request, form, problem=problem)
        posted["paste"] = text
    return _show_new(request, fill_from_mail(posted, today), was_read=True)


def _is_to_be_read(request: HttpRequest) -> bool:
    """*Read it* was pressed; or a mail was pasted and the rest left to us."""
    posted = request.POST
    is_left_to_us = posted.get("paste", "").strip() and not (posted.get("company") or posted.get("filled"))
    return "read" in posted or "eml" in request.FILES or bool(is_left_to_us)


def _log(request: HttpRequest, form: NewRejectionForm) -> HttpResponse:
    rejection = log_rejection(signed_in(request), **form.values)
    contact = rejection.contact
    if contact is None:
        messages.success(
            request, _("Logged. Whom could you ask for feedback? Add a name or an e-mail when you know it.")
        )
        return redirect(reverse("rejection_edit", args=[rejection.pk]) + "#div_id_contact_name")
    if contact.standing == Contact.Standing.STOPPED:
        messages.warning(
            request,
            _("Logged. %(name)s asked not to be contacted, so Afterword proposes no letter and sends no nudge.")
            % {"name": contact.name},
        )
        return redirect(contact)
    messages.success(request, _("Logged. Here is a draft to ask %(name)s for feedback.") % {"name": contact.first_name})
    return redirect(f"{contact.get_absolute_url()}#feedback")


def rejection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rejection = get_rejection(request, pk)
    initial = {**RejectionForm.saved_values(rejection), "version": rejection.version}
    form = RejectionForm(request.POST or None, initial=initial, owner=signed_in(request), rejection=rejection)
    if request.method == "POST" and form.is_valid() and _save(rejection, form):
        messages.success(request, _("Saved."))
        return redirect(rejection.contact or "rejections")
    return render(request, "contacts/rejection_edit.html", {"form": form, "rejection": rejection})


@transaction.atomic
def _save(rejection: Rejection, form: RejectionForm) -> bool:
    lock_user(rejection.owner)
    rejection.refresh_from_db(from_queryset=Rejection.objects.select_related("company", "contact", "owner"))
    if not form.is_current(rejection.version):
        form.show_what_changed(rejection.version, RejectionForm.saved_values(rejection))
        return not form.differences
    change_rejection(rejection, **form.values, contact=_choose_contact(rejection, form))
    return True


def _choose_contact(rejection: Rejection, form: RejectionForm) -> Contact | None:
    """Who was typed, known or new; else who was chosen."""
    name, email = form.cleaned_data["contact_name"], form.cleaned_data["contact_email"]
    if not name:
        chosen: Contact | None = form.cleaned_data["contact"]
        return chosen
    company = find_or_make_company(rejection.owner, form.cleaned_data["company"])
    assert company is not None, "the form requires a company"
    known = find_contact(rejection.owner, company, name, email)
    return known or add_contact(rejection.owner, name=name, email=email, company_name=company.name)


def rejection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    rejection = get_rejection(request, pk)
    if request.method == "POST":
        contact = rejection.contact
        delete_rejection(rejection)
        messages.success(request, _("The rejection is deleted."))
        return redirect(contact or "rejections")
    return render(request, "contacts/rejection_delete.html", {"rejection": rejection})

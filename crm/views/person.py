"""Erase a person, or put all about them into a file for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contacts.views.access import get_contact
from contacts.views.resumes import SANDBOX
from crm.audit import note_event
from crm.erasing import erase_person
from crm.giving import describe_person, write_file
from crm.what_goes import say_what_goes


@require_http_methods(["GET", "HEAD", "POST"])
def contact_erase(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    if request.method == "POST":
        erase_person(contact, request=request)
        messages.success(request, _("Erased, with everything about them."))
        return redirect("contacts")
    return render(request, "contacts/contact_erase.html", {"contact": contact, "goes": say_what_goes(contact)})


@require_POST
def contact_give(request: HttpRequest, pk: int) -> HttpResponse:
    """All about them, in one file that they can read without this program."""
    contact = get_contact(request, pk)
    page = write_file(describe_person(contact))
    note_event(contact.owner, "person_given", request=request, contact=contact.pk)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    # No name in it: files lie about, and names of files are seen.
    response.headers["Content-Disposition"] = f'attachment; filename="afterword-{contact.owner.today()}.html"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contacts.forms import ContactForm
from contacts.interests import note_sources
from contacts.models import Contact
from contacts.search import search_contacts
from contacts.views.access import get_contact, signed_in
from contacts.views.filters import choose_filter, describe_filters
from contacts.views.page_links import page_links
from contacts.views.people_rows import read_people
from followups.locks import lock_contact
from followups.people import add_contact, change_contact


def contacts(request: HttpRequest) -> HttpResponse:
    user, words = signed_in(request), request.GET.get("q", "").strip()
    today = user.today()
    chosen = choose_filter(request.GET.get("show", ""), words)
    people = search_contacts(chosen.narrow(Contact.objects.filter(owner=user), today), words)
    page = read_people(people, after=request.GET.get("after", ""), today=today, are_found=bool(words))
    return render(
        request,
        "contacts/contact_list.html",
        {
            "page": page,
            "words": words,
            "chosen": chosen,
            "filters": describe_filters(chosen, words),
            "has_nobody": not page.rows and not Contact.objects.filter(owner=user).exists(),
            **page_links(request, page.next_after),
        },
    )


def contact_new(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = add_contact(signed_in(request), **form.values)
        if contact.standing == Contact.Standing.STOPPED:
            messages.warning(
                request, _("%(name)s asked not to be contacted: nothing is sent about them.") % {"name": contact.name}
            )
        else:
            messages.success(request, _("%(name)s is added.") % {"name": contact.name})
        return redirect(contact)
    return render(request, "contacts/contact_edit.html", {"form": form})


def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact(request, pk)
    initial = {**ContactForm.saved_values(contact), "version": contact.version}
    form = ContactForm(request.POST or None, initial=initial, contact=contact)
    if request.method == "POST" and form.is_valid() and _save(contact, form):
        messages.success(request, _("Saved."))
        return redirect(contact)
    return render(request, "contacts/contact_edit.html", {"form": form, "contact": contact})


@transaction.atomic
def _save(contact: Contact, form: ContactForm) -> bool:
    lock_contact(contact)
    if not form.is_current(contact.version):
        form.show_what_changed(contact.version, ContactForm.saved_values(contact))
        return not form.differences
    change_contact(contact, **form.values)
    note_sources(contact, form.sources)
    return True

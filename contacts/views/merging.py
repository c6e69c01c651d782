"""Who stands here twice: shown side by side, and put together, or said to be two."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.duplicates import find_duplicates, keep_apart
from contacts.models import Contact
from contacts.search import search_contacts
from contacts.side_by_side import put_side_by_side
from contacts.views.access import get_contact, signed_in
from followups.merging import merge_contacts

MOST_FOUND = 12


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    found = find_duplicates(signed_in(request))
    pairs = [(each, put_side_by_side(each.first, each.second)) for each in found]
    return render(request, "contacts/duplicate_list.html", {"pairs": pairs})


@require_POST
def duplicates_apart(request: HttpRequest) -> HttpResponse:
    one, other = read_contact(request.POST.get("contact"), request), read_contact(request.POST.get("other"), request)
    if one.pk == other.pk:
        raise Http404
    keep_apart(one, other)
    messages.success(request, _("Noted: they are two people."))
    return redirect("duplicates")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who else this contact is, look at both, and say yes. The one that is kept keeps its address here."""
    kept = get_contact(request, pk)
    if request.method == "POST":
        other = read_contact(request.POST.get("other"), request)
        if other.pk == kept.pk:
            raise Http404
        name = other.name
        merge_contacts(kept, other)
        messages.success(request, _("%(name)s is a part of this page now.") % {"name": name})
        return redirect(kept)
    words = request.GET.get("q", "").strip()
    context: dict[str, object] = {"contact": kept, "words": words}
    if request.GET.get("other"):
        other = read_contact(request.GET["other"], request)
        if other.pk != kept.pk:
            context |= {"other": other, "sides": put_side_by_side(kept, other)}
            return render(request, "contacts/contact_merge.html", context)
    own = Contact.objects.owned_by(kept.owner).exclude(pk=kept.pk).select_related("company")
    found = search_contacts(own, words).by_name()[:MOST_FOUND] if words else []
    pairs = find_duplicates(kept.owner, of=kept)
    context |= {"found": found, "suspected": [each.second if each.first == kept else each.first for each in pairs]}
    return render(request, "contacts/contact_merge_choose.html", context)


def read_contact(pk: str | None, request: HttpRequest) -> Contact:
    if not (pk and pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    return get_contact(request, int(pk))

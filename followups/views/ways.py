"""Where a page leads on."""

from typing import cast

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from contacts.models import Contact
from crm.models import User


def signed_in(request: HttpRequest) -> User:
    return cast(User, request.user)


def go_back(request: HttpRequest, contact: Contact, anchor: str = "") -> HttpResponseRedirect:
    """Back to the page that the form names in `next` (one of ours), else to the contact."""
    address = request.POST.get("next", "")
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return redirect(address)
    return redirect(f"{contact.get_absolute_url()}{anchor}")

"""The people whom nobody has been in touch with for two years: keep them, or erase those who are chosen."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm.models import User
from crm.retention import SHOWN, erase_long_ended, read_long_ended


@require_http_methods(["GET", "HEAD", "POST"])
def long_ended(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "POST":
        erase_chosen(request, user)
        return redirect("long_ended")
    people = list(read_long_ended(user).select_related("company").by_name()[: SHOWN + 1])
    return render(request, "crm/long_ended.html", {"people": people[:SHOWN], "are_more": len(people) > SHOWN})


def erase_chosen(request: HttpRequest, user: User) -> None:
    chosen = [int(number) for number in request.POST.getlist("contact") if number.isascii() and number.isdecimal()]
    erased = erase_long_ended(user, [number for number in chosen if number < 2**63], request=request)
    if erased:
        said = ngettext("%(number)d person is erased.", "%(number)d people are erased.", erased)
        messages.success(request, said % {"number": erased})
    else:
        messages.info(request, _("Nobody was chosen, and nobody is erased."))

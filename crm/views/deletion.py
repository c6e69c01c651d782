"""Delete the account: asked for here, called off here, carried out after a week."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.account_deletion import GRACE, ask_for_deletion, call_off_deletion, confirm_by_mail, day_of_deletion
from crm.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def account_delete(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "POST":
        if ask_for_deletion(user, request=request):
            confirm_by_mail(request, user)
        return redirect("account_delete")
    context = {
        "day": day_of_deletion(user),
        "grace": GRACE.days,
        "has_heirs": user.is_owner and User.objects.exclude(pk=user.pk).exists(),
    }
    return render(request, "crm/account_delete.html", context)


@require_POST
def account_keep(request: HttpRequest) -> HttpResponse:
    if call_off_deletion(cast(User, request.user), request=request):
        messages.success(request, _("Good to have you. Your account stays as it was."))
    else:
        messages.info(request, _("There was nothing to call off."))
    return redirect("today")

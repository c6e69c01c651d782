from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crm.forms import SettingsForm
from crm.models import User
from crm.preferences import change_preferences
from crm.retention import read_long_ended


def settings(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_for(user))
    if request.method == "POST" and form.is_valid():
        change_preferences(user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings")
    context = {"form": form, "has_long_ended": read_long_ended(user).exists()}
    return render(request, "crm/settings.html", context)

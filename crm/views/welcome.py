from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from crm.accounts import OwnerExists, create_owner, has_owner, sign_in
from crm.forms import SignUpForm


@login_not_required
@sensitive_post_parameters()
def welcome(request: HttpRequest) -> HttpResponse:
    """The first visitor makes the owner's account here; for everybody later the door is at the sign-in page."""
    if has_owner():
        return redirect("today")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            owner = create_owner(
                email=typed["email"],
                password=typed["password1"],
                name=typed["name"],
                time_zone=typed["time_zone"],
            )
        except OwnerExists:
            messages.warning(request, _("Somebody else made the owner’s account a moment ago."))
            return redirect("account_login")
        return sign_in(request, owner)
    return render(request, "crm/welcome.html", {"form": form})

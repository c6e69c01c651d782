from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from crm.accounts import OwnerExists, create_owner, has_owner, sign_in
from crm.accounts.limits import count_set_up_attempt
from crm.addresses import is_from_this_machine
from crm.forms import WelcomeForm


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first visitor makes the owner's account here; for everybody later the door is at the sign-in page.

    Whoever comes from elsewhere than this machine shows the code that its operator was told.
    """
    if has_owner():
        return redirect("today")
    needs_code = not is_from_this_machine(request)
    form = WelcomeForm(request.POST or None, needs_code=needs_code)
    if request.method == "POST" and needs_code and not count_set_up_attempt(request):
        return render(request, "429.html", status=429)
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

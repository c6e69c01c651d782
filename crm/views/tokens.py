"""The tokens with which programs act for a user: make one, see them, revoke one."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from crm.api.tokens import TooManyTokens, make_token, read_tokens, revoke_token
from crm.models import ApiToken, User
from crm.token_form import TokenForm


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
@reauthentication_required(allow_get=True, app="allauth.account")  # type: ignore[untyped-decorator]
def api_tokens(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the new token: it is kept nowhere, so no other page could."""
    user = cast(User, request.user)
    form = TokenForm(request.POST or None)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = make_token(user, **form.values, request=request)
        except TooManyTokens:
            form.add_error(None, _("You have as many tokens as there may be. Revoke one that is not needed first."))
        else:
            form = TokenForm()
    context = {"form": form, "made": made, "secret": secret, "tokens": read_tokens(user), "now": timezone.now()}
    return render(request, "crm/tokens.html", context)


@require_POST
def api_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=cast(User, request.user), pk=pk)
    revoke_token(token, request=request)
    messages.success(request, _("Revoked: “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("api_tokens")

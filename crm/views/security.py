"""How somebody signs in, what they need for it, and where they are signed in: the pages that lead there."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import trust
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import edit_webauthn, remove_webauthn
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts.factors import describe_factors, passkeys_work_at
from crm.accounts.known_devices import know_device
from crm.accounts.sessions import end_session, end_sessions, forget_devices, list_sessions
from crm.audit import note_event
from crm.models import User


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    factors = describe_factors(user)
    context = {
        **factors,
        "sessions": list_sessions(request, user),
        "passkeys_work": passkeys_work_at(request),
        "needs_factor": settings.REQUIRE_SECOND_FACTOR and not (factors["totp"] or factors["passkeys"]),
    }
    return render(request, "crm/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return cast(HttpResponse, remove_webauthn(request, pk=find_passkey(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def passkey_rename(request: HttpRequest, pk: int) -> HttpResponse:
    return cast(HttpResponse, edit_webauthn(request, pk=find_passkey(request, pk)))


def find_passkey(request: HttpRequest, pk: int) -> int:
    """Its number, if it is the user's: the library would ask a stranger who they are before it says no."""
    passkeys = Authenticator.objects.filter(user=cast(User, request.user), type=Authenticator.Type.WEBAUTHN)
    return int(get_object_or_404(passkeys, pk=pk).pk)


@login_not_required  # it stands between the second factor and the door
@require_http_methods(["GET", "HEAD", "POST"])
def device_remember(request: HttpRequest) -> HttpResponse:
    response = cast(HttpResponse, trust(request))
    if request.POST.get("action") == "trust" and request.user.is_authenticated:
        note_event(request.user, "device_remembered", request=request)
    return response


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    return render(request, "crm/sessions.html", {"sessions": list_sessions(request, cast(User, request.user))})


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, user=cast(User, request.user), pk=pk)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    end_session(session)
    note_event(cast(User, request.user), "session_ended", request=request)
    messages.success(request, _("Signed out there."))
    return redirect("sessions")


@require_POST
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else, and take no other browser for one of the user's from now on."""
    user = cast(User, request.user)
    ended = end_sessions(user, but=request.session)
    forget_devices(user)
    note_event(user, "session_ended", request=request, others=ended)
    note_event(user, "device_forgotten", request=request)
    said = ngettext("Signed out in %(number)d other place.", "Signed out in %(number)d other places.", ended)
    messages.success(request, said % {"number": ended} if ended else _("You are signed in nowhere else."))
    response = redirect("sessions")
    know_device(request, response, user)
    return response

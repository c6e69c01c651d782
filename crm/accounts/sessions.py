"""Sessions: where somebody is signed in, for how long, and how it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.devices import describe_device
from crm.models import User

# Nobody stays signed in for longer, however often they come. (Who stays away for SESSION_COOKIE_AGE is signed out too.)
LONGEST = timedelta(days=90)
# A page a minute needs no write a minute.
SEEN_EVERY = timedelta(minutes=10)
SINCE, SEEN = "signed_in_at", "seen_at"


class KeepSessionsInView:
    """Notes now and then when a session was last used, which also keeps it alive, and ends those that are too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "was_signed_out", False):
            # Not the cookies: a remembered device stays one.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        # A page that is open to everybody reads no session.
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        ended = end_when_too_old(request)
        if ended is None:
            note_use(request)
        return ended


def end_when_too_old(request: HttpRequest) -> HttpResponse | None:
    if time.time() - request.session.get(SINCE, time.time()) <= LONGEST.total_seconds():
        return None
    logout(request, show_message=False)
    messages.info(request, _("You were signed in for three months. Please sign in anew."))
    return redirect("account_login")


def note_use(request: HttpRequest) -> None:
    now = time.time()
    if now - request.session.get(SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    request.session.setdefault(SINCE, now)
    request.session[SEEN] = now
    keep_row(request)


def keep_row(request: HttpRequest) -> None:
    with suppress(IntegrityError):  # another request of the same session was quicker
        UserSession.objects.create_from_request(request)


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **_: Any) -> None:
    request.session[SINCE] = request.session[SEEN] = time.time()


@receiver(authentication_step_completed)
def renew_session_id(request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    """Whoever showed once more who they are gets a new session id, as after signing in."""
    if not reauthenticated:
        return
    former = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def end_sessions_of_old_factors(request: HttpRequest, user: User, **_: Any) -> None:
    """Whoever is signed in elsewhere came in without the factor that counts now."""
    end_sessions(user, but=request.session)


def list_sessions(request: HttpRequest, user: User) -> list[UserSession]:
    """Where the user is signed in: this session first, then those last used."""
    keep_row(request)
    sessions: list[UserSession] = UserSession.objects.purge_and_list(user)
    for session in sessions:
        session.device = describe_device(session.user_agent)
        session.is_this_one = session.session_key == request.session.session_key
    return sorted(sessions, key=lambda session: (not session.is_this_one, -session.last_seen_at.timestamp()))


def end_session(session: UserSession) -> None:
    session.end()


def end_sessions(user: User, *, but: SessionBase | None = None) -> int:
    """End all the user's sessions, or all but one. Returns how many."""
    kept = but.session_key if but is not None else None
    ended = [session for session in UserSession.objects.filter(user=user) if session.session_key != kept]
    for session in ended:
        session.end()
    return len(ended)


def forget_devices(user: User) -> None:
    """No browser is remembered any more: each asks for the second factor, and is told of by mail, as a new one."""
    user.devices_forgotten_at = timezone.now()
    user.save(update_fields=["devices_forgotten_at"])

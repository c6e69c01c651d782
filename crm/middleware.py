import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils import timezone

from crm.models import User

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
PRIVACY_HEADERS = {
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class CloseTheDoor(LoginRequiredMiddleware):
    """Django's own, but a page open to everybody reads no session: the database may be away, or the visitor private."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def add_privacy_headers(get_response: GetResponse) -> GetResponse:
    """Every page is private: nothing of it may stay in a cache or lead elsewhere, and no device feature is needed.

    Django's SecurityMiddleware adds some of these as well, but not where it answers by itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in PRIVACY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def is_for_programs(request: HttpRequest) -> bool:
    """The API, whose door is the token: no session is read for it, and it answers in no pages."""
    return request.path.startswith("/api/")


def lead_first_visitor_to_welcome(get_response: GetResponse) -> GetResponse:
    """Until somebody has an account, every page leads to the one that makes the owner's.

    Asked of strangers alone: whoever is signed in is somebody.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_open = request.path == "/healthz" or request.path == reverse("welcome")
        if is_open or is_for_programs(request) or request.user.is_authenticated or User.objects.exists():
            return get_response(request)
        return redirect("welcome")

    return middleware


def explain_wrong_method(get_response: GetResponse) -> GetResponse:
    """A page instead of nothing for who opens the address of a button, as happens after signing in anew for a click."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS and not is_for_programs(request):
            return HttpResponseNotAllowed(METHODS)  # TRACE, and whatever else Django would take for a GET
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET" and not is_for_programs(request):
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers.get("Allow", "POST")
            return page
        return response

    return middleware


class KeepWhatWasTyped:
    """When the database is away or its disk is full: a page that says so, and holds what was typed for another try."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return explain_database_trouble(request, error) if isinstance(error, OperationalError) else None


def explain_database_trouble(request: HttpRequest, error: OperationalError) -> HttpResponse:
    logger.error("the database did not do what was asked: %s", error)
    # Without the context processors, which would ask the database who is signed in.
    words = {"typed": read_typed(request), "request": request, "csrf_token": get_token(request)}
    page = loader.render_to_string("503.html", words)
    return HttpResponse(page, status=503)


def read_typed(request: HttpRequest) -> list[dict[str, object]]:
    """The fields of the form that was sent, but for passwords."""
    return [
        {"name": name, "value": value, "is_long": "\n" in value}
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def use_own_time_zone(get_response: GetResponse) -> GetResponse:
    """Show moments in the signed-in user's own time zone.

    The health page is asked when the database may be away: nobody's session is read for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz" and not is_for_programs(request) and request.user.is_authenticated:
            with timezone.override(request.user.zone):
                return get_response(request)
        return get_response(request)

    return middleware

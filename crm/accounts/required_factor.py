"""Where the operator asks everybody for a second factor: who has none sets one up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from crm.accounts.stages import FACTORS

# The pages on which one is set up, and the ways out.
STAY_OPEN = ("mfa_", "account_")


class RequireFactor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        is_private = getattr(view, "login_required", True) and request.user.is_authenticated
        if settings.REQUIRE_SECOND_FACTOR and is_private and not may_pass(request):
            return redirect("security")
        return None


def may_pass(request: HttpRequest) -> bool:
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return name == "security" or name.startswith(STAY_OPEN) or is_mfa_enabled(request.user, FACTORS)

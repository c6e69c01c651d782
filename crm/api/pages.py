"""What everybody may see of the API: its description, for programs and for people. Nothing of it is private."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from crm.api.errors import JSON, Refusal, answer_error
from crm.api.openapi import read_schema
from crm.api.reference import read_introduction, read_sections
from crm.api.writing import write_json

Page = Callable[[HttpRequest], HttpResponse]


def shown_to_everybody(page: Page) -> Page:
    @csrf_exempt
    @login_not_required
    @wraps(page)
    def show(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return page(request)
        said = _("This address has other methods.")
        return answer_error(request, Refusal(405, "wrong_method", said, headers={"Allow": "GET, HEAD"}))

    return show


@shown_to_everybody
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(write_json(read_schema()), content_type=JSON)


@shown_to_everybody
def docs(request: HttpRequest) -> HttpResponse:
    context = {"sections": read_sections(), "introduction": read_introduction()}
    return render(request, "crm/api_docs.html", context)

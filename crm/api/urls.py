"""The addresses under /api/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import PathView
from ninja.utils import replace_path_param_notation

from crm.api.door import guard
from crm.api.errors import answer_error, not_found
from crm.api.pages import docs, openapi
from crm.api.root import api

app_name = "api"


def read_paths() -> Iterator[tuple[str, PathView]]:
    """Each path below /api/v1/, as Django writes it, with what is done there."""
    for router in api._get_bound_routers():
        for rest, view in router.path_operations.items():
            yield f"{router.prefix}{replace_path_param_notation(rest)}", view


@csrf_exempt
@login_not_required
def unknown(request: HttpRequest, **_rest: Any) -> HttpResponse:
    return answer_error(request, not_found())


urlpatterns: list[URLPattern] = [
    *(path(f"v1/{route}", guard(view), name=view.operations[0].view_func.__name__) for route, view in read_paths()),
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/docs", docs, name="docs"),
    path("<path:rest>", unknown, name="unknown"),
    path("", unknown, name="unknown"),
]

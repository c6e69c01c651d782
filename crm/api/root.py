"""The API itself: its nouns, and how its answers are written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from crm.api.bodies import ReadBody
from crm.api.errors import answer_error
from crm.api.nouns import ROUTERS
from crm.api.versions import add_tag
from crm.api.writing import WriteJson


class Api(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        if response.status_code == 201:
            response.headers["Location"] = request.build_absolute_uri(f"{request.path}/{data['id']}")
        add_tag(response)
        return response

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return answer_error(request, exc)


def make_api() -> Api:
    # The library's own pages are left out: they ask third parties, and its schema is completed by ours (openapi.py).
    made = Api(
        title="Afterword",
        version="1",
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        parser=ReadBody(),
        renderer=WriteJson(),
    )
    for prefix, router in ROUTERS:
        made.add_router(prefix, router)
    return made


api = make_api()

"""The door that every request of a program comes through: its method, its token, how often it comes, and its body."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation, PathView

from crm.api.bodies import read_body
from crm.api.errors import Refusal, answer_error, invalid
from crm.api.idempotency import answer_once, read_key
from crm.api.tokens import REQUESTS_PER_MINUTE, Use, count_use, find_token
from crm.api.versions import is_known
from crm.audit import note_event
from crm.models import ApiToken, User
from followups.locks import lock_user

Answer = Callable[..., HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


class ApiRequest(HttpRequest):
    """A request that came through the door."""

    token: ApiToken
    use: Use
    parsed: Any  # the body, read as JSON


def harmless(view: View) -> View:
    """A POST that only answers: a token that may read may send it."""
    view.is_harmless = True  # type: ignore[attr-defined]
    return view


def waits_for_others(view: View) -> View:
    """It asks other servers, for seconds: meanwhile nothing may be locked. Its own writes are atomic."""
    view.waits_for_others = True  # type: ignore[attr-defined]
    return view


def guard(path: PathView) -> Answer:
    """The view of a path, behind the door."""
    operations = {method: operation for operation in path.operations for method in operation.methods}
    serve = path.get_view()

    @csrf_exempt  # no cookie opens this door, so no other site can make a browser knock
    @login_not_required
    @wraps(serve)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = cast(ApiRequest, request)
        with timezone.override(None):
            try:
                response = let_in(asked, operations, lambda: serve(request, **kwargs))
            except Exception as error:  # noqa: BLE001 (each has an answer, and is logged there)
                response = answer_error(request, error)
        add_headers(asked, response)
        return response

    return answer


def let_in(request: ApiRequest, operations: dict[str, Operation], serve: Answer) -> HttpResponse:
    method = request.method or ""
    if method == "HEAD":
        request.method = "GET"
    try:
        refuse_in_the_clear(request)
        operation = operations.get(request.method or "")
        if operation is None:
            raise Refusal(405, "wrong_method", _("This address has other methods."), headers=allow(operations))
        identify(request)
        require_scope(request, operation)
        refuse_odd_parameters(request, operation)
        request.parsed = read_body(request)
        return act(request, operation, serve)
    finally:
        request.method = method


def refuse_in_the_clear(request: HttpRequest) -> None:
    """Where the site is on https, a program that speaks plain http is told so; its token may have been read."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        said = _("This address is served over https alone. Send nothing secret over http, and replace the token.")
        raise Refusal(403, "https_only", said)


def allow(operations: dict[str, Operation]) -> dict[str, str]:
    methods = {*operations, "HEAD"} if "GET" in operations else {*operations}
    return {"Allow": ", ".join(sorted(methods))}


def identify(request: ApiRequest) -> None:
    """Find out who it is, and in which time zone their days are; count the request. Raises `Refusal`."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = find_token(secret.strip()) if kind.lower() == "bearer" else None
    if token is None:
        said = _("Show a valid token: Authorization: Bearer aw_… (made at /settings/tokens/).")
        raise Refusal(401, "no_token", said, headers={"WWW-Authenticate": 'Bearer realm="Afterword"'})
    request.token = token
    timezone.activate(token.user.zone)
    request.use = count_use(token)
    if token.last_used_at is None and request.use.count == 1:
        note_event(token.user, "token_used_first", request=request, token=token.name)
    if request.use.is_too_often:
        said = _("More than %(most)d requests within a minute. Please wait.") % {"most": REQUESTS_PER_MINUTE}
        raise Refusal(429, "too_many_requests", said, headers={"Retry-After": str(request.use.seconds_left)})


def require_scope(request: ApiRequest, operation: Operation) -> None:
    if not only_reads(operation) and request.token.scope != ApiToken.Scope.WRITE:
        raise Refusal(403, "read_only", _("This token may read, and not change anything."))


def only_reads(operation: Operation) -> bool:
    return "GET" in operation.methods or getattr(operation.view_func, "is_harmless", False)


def refuse_odd_parameters(request: HttpRequest, operation: Operation) -> None:
    """A filter that is misspelt would otherwise show everything."""
    known = name_parameters(operation)
    if unknown := [name for name in request.GET if name not in known]:
        said = _("There is no parameter of this name.")
        listed = _("Known are: %(names)s.") % {"names": ", ".join(sorted(known))} if known else ""
        raise Refusal(422, "invalid", f"{said} {listed}".strip(), fields=dict.fromkeys(unknown, said))
    if twice := [name for name, values in request.GET.lists() if len(values) > 1]:
        raise invalid(**dict.fromkeys(twice, _("This stands there twice.")))


def name_parameters(operation: Operation) -> set[str]:
    return {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }


def act(request: ApiRequest, operation: Operation, serve: Answer) -> HttpResponse:
    """Whatever changes something happens in one transaction that holds the user's history, or not at all."""
    read_key(request)
    if only_reads(operation):
        response = serve()
        return without_body(response) if request.method == "GET" and is_known(request, response) else response
    if getattr(operation.view_func, "waits_for_others", False):
        return answer_once(request.token, request, serve)
    with transaction.atomic():
        lock_user(who(request))
        response = answer_once(request.token, request, serve)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def without_body(response: HttpResponse) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": response.headers["ETag"]})


def who(request: HttpRequest) -> User:
    return cast(ApiRequest, request).token.user


def add_headers(request: ApiRequest, response: HttpResponse) -> None:
    patch_vary_headers(response, ["Authorization"])
    use: Use | None = getattr(request, "use", None)
    if use:
        response.headers["RateLimit-Limit"] = str(REQUESTS_PER_MINUTE)
        response.headers["RateLimit-Remaining"] = str(use.remaining)
        response.headers["RateLimit-Reset"] = str(use.seconds_left)

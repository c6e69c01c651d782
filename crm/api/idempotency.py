"""A POST with an Idempotency-Key has one effect, however often it is sent: for a day it is answered as it was first."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.api.errors import JSON, Refusal
from crm.api.versions import add_tag
from crm.models import ApiAnswer, ApiToken

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


def read_key(request: HttpRequest) -> str:
    """The request's key; empty if it has none, or is no POST. Raises `Refusal`."""
    key = request.headers.get(HEADER, "") if request.method == "POST" else ""
    if len(key) > LONGEST_KEY or not (key.isascii() and (key.isprintable() or not key)):
        said = _("An idempotency key has %(longest)d printable ASCII characters at most.")
        raise Refusal(400, "bad_key", said % {"longest": LONGEST_KEY})
    return key


def answer_once(token: ApiToken, request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What `answer` says, or what it said to the same request. Only what had an effect is remembered.

    Call it while the user is locked: the same request may come twice at once.
    """
    key = read_key(request)
    if not key:
        return answer()
    asked = hash_request(request)
    ApiAnswer.objects.too_old(timezone.now()).delete()
    known = ApiAnswer.objects.filter(token=token, key=key).first()
    if known:
        return repeat(known, asked)
    response = answer()
    if response.status_code < 400:
        remember(token, key, asked, response)
    return response


def hash_request(request: HttpRequest) -> str:
    return sha256(b"\n".join((request.get_full_path().encode(), request.body))).hexdigest()


def repeat(known: ApiAnswer, asked: str) -> HttpResponse:
    if known.request_hash != asked:
        raise Refusal(422, "key_reused", _("This idempotency key came with another request before."))
    if known.status != 204 and not known.body:
        raise Refusal(
            409, "answer_erased", _("This was done already. What it was answered with has been erased since.")
        )
    response = HttpResponse(known.body, status=known.status, content_type=JSON)
    if known.location:
        response.headers["Location"] = known.location
    response.headers["Idempotency-Replayed"] = "true"
    add_tag(response)
    return response


def remember(token: ApiToken, key: str, asked: str, response: HttpResponse) -> None:
    try:
        with transaction.atomic():
            ApiAnswer.objects.create(
                token=token,
                key=key,
                request_hash=asked,
                status=response.status_code,
                location=response.headers.get("Location", ""),
                body=response.content.decode(),
            )
    except IntegrityError:
        return  # its twin, which was not locked out, is remembered

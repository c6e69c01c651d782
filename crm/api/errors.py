"""What is said when something is refused: every error of the API has one shape."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from followups.feedback import OutOfTurn
from followups.fetching import FetchProblem
from followups.letters import NotNow
from followups.people import StopIsFinal
from followups.referrals.consent import ConsentMoved, NoConsent
from followups.referrals.outcomes import BeforeSending
from followups.referrals.referring import OutOfTouch, TooSoon
from followups.touchpoints import FutureDay
from followups.versions import ChangedMeanwhile

logger = logging.getLogger(__name__)

JSON = "application/json; charset=utf-8"


class Refusal(Exception):
    """An answer that is no; `fields` says of each field what is wrong with it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str | Promise,
        *,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, str(message)
        self.fields, self.headers = dict(fields or {}), dict(headers or {})


def invalid(**fields: str | Promise) -> Refusal:
    return Refusal(
        422, "invalid", describe_fields(len(fields)), fields={name: str(why) for name, why in fields.items()}
    )


def not_found(**fields: str) -> Refusal:
    return Refusal(404, "not_found", _("There is nothing at this address."), fields=fields)


def describe_fields(count: int) -> str:
    return _("One field is not right.") if count == 1 else _("Some fields are not right.")


def answer_error(request: HttpRequest, error: Exception) -> HttpResponse:
    refusal = error if isinstance(error, Refusal) else translate(error)
    if refusal.status == 500:
        logger.error("a request of the API failed", exc_info=error)
    said = {"code": refusal.code, "message": refusal.message, "fields": refusal.fields}
    return HttpResponse(json.dumps({"error": said}), status=refusal.status, content_type=JSON, headers=refusal.headers)


def translate(error: Exception) -> Refusal:
    """What went wrong within, as an answer."""
    match error:
        case ValidationError():
            return translate_validation(error.errors)
        case Http404():
            return not_found()
        case RequestDataTooBig():
            return Refusal(413, "too_large", _("A body has one megabyte at most."))
        case SuspiciousOperation() | BadRequest() | UnreadablePostError():
            return Refusal(400, "bad_request", _("This request cannot be read."))
        case OperationalError():
            said = _("The database did not do what was asked. Nothing was changed; please try again.")
            return Refusal(503, "unavailable", said, headers={"Retry-After": "5"})
        case FetchProblem():
            return invalid(url=error.message)
    return translate_rule(error) or Refusal(500, "failed", _("Something went wrong here. Nothing was changed."))


def translate_rule(error: Exception) -> Refusal | None:
    """The rules that the pages keep as well: when somebody may be written to, and what comes after what."""
    match error:
        case FutureDay():
            return invalid(on=_("This day is still to come. Note here what happened up to today."))
        case BeforeSending():
            return invalid(on=_("This was before the letter was sent."))
        case TooSoon():
            day = date_format(error.on, "j F Y")
            said = _("The month since the last letter isn’t over: they may be written to from %(day)s on.")
            return Refusal(409, "too_soon", said % {"day": day}, fields={"from_on": error.on.isoformat()})
        case NotNow():
            return Refusal(409, "not_now", _("The question for feedback goes before any other letter."))
        case OutOfTouch():
            return Refusal(409, "out_of_touch", _("They asked not to be contacted, or the acquaintance was ended."))
        case NoConsent():
            return Refusal(409, "no_consent", _("They did not agree to be referred, or do not any more."))
        case StopIsFinal():
            return Refusal(409, "final", _("This was noted more than 30 days ago and stays as it is."))
        case OutOfTurn() | ConsentMoved():
            return Refusal(409, "out_of_turn", _("This step is not open: it was taken already, or is not its turn."))
        case ChangedMeanwhile():
            return changed_meanwhile()
    return None


def changed_meanwhile() -> Refusal:
    return Refusal(412, "changed_meanwhile", _("It was changed since you read it. Read it again, and then change it."))


def translate_validation(errors: Iterable[Mapping[str, Any]]) -> Refusal:
    fields: dict[str, str] = {}
    for error in errors:
        name = name_field(error["loc"])
        fields.setdefault(name, say_what_is_wrong(error))
    if list(fields) == [""]:
        return Refusal(422, "invalid", _("The body has to be an object with fields, as JSON."))
    return Refusal(422, "invalid", describe_fields(len(fields)), fields=fields)


def name_field(place: Iterable[str | int]) -> str:
    """“contact.email” out of where the library saw it: the part of the request, our parameter, then the field."""
    source, *parts = place
    return ".".join(str(part) for part in (parts[1:] if source == "body" else parts))


def say_what_is_wrong(error: Mapping[str, Any]) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(limits.get("error", error["msg"]))
    if kind in LIMITS:
        return str(LIMITS[kind]() % limits)
    return str(WORDS[kind]()) if kind in WORDS else str(error["msg"])


WORDS = {
    "missing": lambda: _("This is missing."),
    "extra_forbidden": lambda: _("There is no field of this name."),
    "string_type": lambda: _("This has to be text."),
    "int_type": lambda: _("This has to be a whole number."),
    "int_parsing": lambda: _("This has to be a whole number."),
    "bool_type": lambda: _("This has to be true or false."),
    "bool_parsing": lambda: _("This has to be true or false."),
    "list_type": lambda: _("This has to be a list."),
    "model_type": lambda: _("This has to be an object with fields."),
    "model_attributes_type": lambda: _("This has to be an object with fields."),
}
LIMITS = {
    "literal_error": lambda: _("Allowed are %(expected)s."),
    "enum": lambda: _("Allowed are %(expected)s."),
    "string_too_long": lambda: _("Please use %(max_length)d characters at most."),
    "string_too_short": lambda: _("Please use %(min_length)d characters at least."),
    "too_long": lambda: _("There are %(max_length)d of these at most."),
    "greater_than_equal": lambda: _("This has to be %(ge)d or more."),
    "less_than_equal": lambda: _("This has to be %(le)d or less."),
}

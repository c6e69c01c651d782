"""Bodies of requests: JSON in UTF-8, and nothing that the database or a mail could choke on."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from crm.api.errors import Refusal, invalid

DEEPEST = 8


class ReadBody(Parser):
    """Hands on what the door has read already."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return request.parsed  # type: ignore[attr-defined,no-any-return]

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name in data:
            if any("\x00" in value for value in data.getlist(name)):
                raise invalid(**{name: _("A character of this cannot be kept.")})
        return super().parse_querydict(data, list_fields, request)


def read_body(request: HttpRequest) -> Any:
    """The body as JSON. Raises `Refusal`: 413, 415, 400 for what is no JSON, 422 for what may not be in it."""
    if not request.body:
        return None
    if request.content_type != "application/json":
        raise Refusal(415, "not_json", _("Send JSON, with the header Content-Type: application/json."))
    try:
        read = json.loads(request.body.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "bad_json", _("The body is no JSON in UTF-8.")) from error
    check_value(read, place=(), depth=0)
    return read


def refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are no JSON


def check_value(value: Any, *, place: tuple[str, ...], depth: int) -> None:
    if depth > DEEPEST:
        raise Refusal(422, "invalid", _("This is nested too deeply."))
    if isinstance(value, str):
        check_text(value, place)
    elif isinstance(value, dict):
        for name, each in value.items():
            check_text(name, place)
            check_value(each, place=(*place, name), depth=depth + 1)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            check_value(each, place=(*place, str(number)), depth=depth + 1)


def check_text(text: str, place: tuple[str, ...]) -> None:
    """PostgreSQL keeps no NUL, and half of a surrogate pair is no character that could be written anywhere."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise invalid(**{".".join(place): _("A character of this cannot be kept.")})

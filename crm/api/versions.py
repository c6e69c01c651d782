"""Two programs may change the same thing: who says what they have seen (If-Match) changes nothing else."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from pydantic import BaseModel

from crm.api.errors import changed_meanwhile
from crm.api.writing import write_json


def write_tag(content: bytes) -> str:
    """The tag of all that is shown of one thing: whatever changes in it changes the tag."""
    return f'"{sha256(content).hexdigest()[:32]}"'


def add_tag(response: HttpResponse) -> None:
    if response.content.startswith(b'{"id":'):
        response.headers["ETag"] = write_tag(response.content)


def require_match(request: HttpRequest, seen: BaseModel) -> None:
    """Raises `Refusal` (412) if the request says which version it has seen, and that is not how it is now."""
    wanted = parse_etags(request.headers.get("If-Match", "*"))
    if wanted != ["*"] and write_tag(write_json(seen.model_dump()).encode()) not in wanted:
        raise changed_meanwhile()


def is_known(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the program has seen exactly this before (If-None-Match)."""
    tag, known = response.headers.get("ETag"), parse_etags(request.headers.get("If-None-Match", ""))
    return tag is not None and (known == ["*"] or tag in {each.removeprefix("W/") for each in known})

"""Everything of a user's as one JSON document, a row a line: as long as it may be, it is never held as a whole."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Field, Model

from contacts.encryption import CannotDecrypt, decrypt
from contacts.models import Resume
from crm.backup.rows import encode_value
from crm.models import User
from crm.portable.nouns import FORMAT, LISTS, NOUNS, SETTINGS, VERSION, Noun

AT_ONCE = 1000


def write_document(user: User, now: datetime) -> Iterator[str]:
    """The document in pieces; see docs/export-format.md."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": now.isoformat(timespec="seconds")}
    settings = {name: getattr(user, name) for name in SETTINGS}
    yield "{" + dump(head)[1:-1] + f',\n"settings":{dump(settings)}'
    for noun in NOUNS:
        yield f',\n"{noun.name}":['
        separator = "\n"
        for row in read_rows(noun, user):
            yield separator + dump(row)
            separator = ",\n"
        yield "\n]"
    yield "\n}\n"


def read_rows(noun: Noun, user: User) -> Iterator[dict[str, Any]]:
    fields = noun.fields
    rows = noun.model._base_manager.filter(**{noun.owner: user, **noun.where}).order_by("pk")
    listed = read_lists(noun, user)
    for values in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=AT_ONCE):
        row = {field.name: tell(noun.model, field, value) for field, value in zip(fields, values, strict=True)}
        if row["id"] in listed:
            row[LISTS[noun.name]] = listed[row["id"]]
        yield row


def read_lists(noun: Noun, user: User) -> dict[int, list[int]]:
    """What each row refers to by a list; few rows have one."""
    if noun.name not in LISTS:
        return {}
    name = LISTS[noun.name]
    pairs = noun.model._base_manager.filter(**{noun.owner: user}).exclude(**{name: None}).values_list("pk", name)
    listed: dict[int, list[int]] = {}
    for row, other in pairs.order_by("pk", name):
        listed.setdefault(row, []).append(other)
    return listed


def tell(model: type[Model], field: Field[Any, Any], value: Any) -> Any:
    if model is Resume and field.name == "content" and value is not None:
        try:
            return b64encode(decrypt(bytes(value))).decode()
        except CannotDecrypt:
            return None  # its key is gone, here as well
    return value


def dump(said: Any) -> str:
    return json.dumps(said, default=encode_value, ensure_ascii=False, separators=(",", ":"))

"""Rows as lines of JSON, exact to the microsecond and the same for every kind of database."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import AutoField, Field, Model
from django.utils.duration import duration_iso_string

# Whoever signed out after the backup must not be signed in again by it.
LEFT_OUT = {"sessions.session"}
AT_ONCE = 1000

Key = tuple[str, str]


def read_models(loader: MigrationLoader, migrations: Iterable[Key]) -> list[type[Model]]:
    """The models as they were in that state of the migrations, without those that are left out."""
    state = loader.project_state(find_leaves(loader, migrations))
    models = state.apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.managed and not model._meta.proxy]
    return sorted((model for model in kept if model._meta.label_lower not in LEFT_OUT), key=name_of)


def find_leaves(loader: MigrationLoader, migrations: Iterable[Key]) -> list[Key]:
    """Of these migrations, each app's last: those that no other of the same app builds on."""
    known = {key for key in migrations if key in loader.graph.nodes}
    children = {key: {key_of(child) for child in loader.graph.node_map[key].children} for key in known}
    return sorted(key for key in known if not any(child in known and child[0] == key[0] for child in children[key]))


def key_of(node: Any) -> Key:
    app, name = node.key
    return app, name


def name_of(model: type[Model]) -> str:
    return model._meta.label_lower


def stored_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns that are written; the database works out the others itself."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def encode_rows(model: type[Model]) -> Iterator[bytes]:
    names = [field.attname for field in stored_fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield json.dumps(row, default=encode_value, separators=(",", ":")).encode() + b"\n"


def encode_value(value: object) -> str:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return b64encode(value).decode()
    raise TypeError(f"no way to back up a {type(value).__name__}")


def insert_rows(model: type[Model], lines: Iterable[bytes]) -> int:
    """Insert the rows as they were: no defaults, no `auto_now`, no signals. Returns how many."""
    fields, quote = stored_fields(model), connection.ops.quote_name
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    inserted = 0
    with connection.cursor() as cursor:
        for batch in batches(lines):
            cursor.executemany(statement, [decode_row(fields, line) for line in batch])
            inserted += len(batch)
    return inserted


def batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def decode_row(fields: list[Field[Any, Any]], line: bytes) -> list[Any]:
    values = json.loads(line)
    pairs = zip(fields, values, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]


def read_last_id(model: type[Model]) -> int | None:
    """The last id that the database gave out for the model; None where it gives out none."""
    if not isinstance(model._meta.pk, AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
        sequence = find_sequence(cursor, model)
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        return int(cursor.fetchone()[0])


def continue_after(model: type[Model], last_id: int | None) -> None:
    """Give out no id that was given out before the backup, to a row that is gone as well."""
    if not last_id:
        return
    with connection.cursor() as cursor:
        table = model._meta.db_table
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last_id])
        else:
            cursor.execute("SELECT setval(%s, %s)", [find_sequence(cursor, model), last_id])


def find_sequence(cursor: Any, model: type[Model]) -> str:
    assert model._meta.pk is not None
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
    return str(cursor.fetchone()[0])

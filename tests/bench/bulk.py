"""Rows in bulk: millions in minutes, for a database that nobody else uses yet."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Field, GeneratedField, Model


def write_rows(model: type[Model], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write the rows; a column that is not named gets the field's default."""
    rest = list(defaults(model, columns))
    names = [*columns, *(field.column for field in rest)]
    values = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest)
    table, listed = quote(model._meta.db_table), ", ".join(map(quote, names))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row + values)
        return
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", (as_text(row) + values for row in rows))


def as_text(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in row)


def derive_rows(model: type[Model], source: str, **columns: str) -> None:
    """Write a row for each row of the SQL `source`, whose words the columns are told in; the rest as above."""
    rest = list(defaults(model, [*columns, "id"]))
    names = [*columns, *(field.column for field in rest)]
    told = [*columns.values(), *(["%s"] * len(rest))]
    values = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, names))}) SELECT {', '.join(told)} FROM {source}", values
        )


def defaults(model: type[Model], named: list[str]) -> Iterator[Field]:
    for field in model._meta.concrete_fields:
        if field.column not in named and not isinstance(field, GeneratedField) and not field.primary_key:
            yield field


def days_before(column: str, days: int) -> str:
    return f"({column} - {days})" if connection.vendor == "postgresql" else f"date({column}, '-{days} days')"


def months_before(column: str, months: int) -> str:
    if connection.vendor == "postgresql":
        return f"CAST({column} - interval '{months} months' AS date)"
    return f"date({column}, '-{months} months')"


def choose(words: list[str], number: str) -> str:
    """One of the words, in turn."""
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"CASE ({number}) %% {len(words)} {cases} END"


def continue_ids(model: type[Model]) -> None:
    """Have PostgreSQL number what comes next after the ids that were given by hand."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


@contextmanager
def without_index(model: type[Model], name: str) -> Iterator[None]:
    """PostgreSQL's index of that name is made of the rows that are written meanwhile, at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(made)


def quote(name: str) -> str:
    return connection.ops.quote_name(name)

"""Statements written by hand for pages that are asked for all day: PostgreSQL plans each once for a connection.

Planning what stands behind Today takes it 15 ms of CPU, running it 3; Django's own cursor has it planned every time.
Such a statement names its columns: a plan that gives `*` fails once a table has another column. Its plan has to serve
whoever asks, with two people or a million; where the best plan depends on the words, none is kept (`read_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper
from django.dispatch import receiver

Model = TypeVar("Model", bound=models.Model)
WORD = re.compile(r"%%|%s|%\((\w+)\)s")
Words = Mapping[str, Any] | Sequence[Any] | None


class PlannedCursor(psycopg.RawCursor[Any]):
    """Has the database keep the plan of what it runs."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> PlannedCursor:
        if params is None:
            return super().execute(query, prepare=True)
        statement, names = number_words(query)
        values = [params[name] for name in names] if names else params
        return super().execute(statement, values, prepare=True)


@lru_cache(maxsize=500)
def number_words(statement: str) -> tuple[str, list[str]]:
    """The statement with its words numbered, as PostgreSQL itself has them, and their names, where they have some.

    psycopg does so too, but anew each time for one as long as those of Today, which took a twentieth of that page.
    """
    names: list[str] = []
    places = count(1)

    def number(found: re.Match[str]) -> str:
        sign, name = found[0], found[1]
        if sign == "%%":
            return "%"
        if name is None:
            return f"${next(places)}"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return WORD.sub(number, statement), names


@receiver(connection_created, dispatch_uid="one plan for everybody")
def make_one_plan_for_everybody(connection: Any, **_: Any) -> None:
    """PostgreSQL would go on planning for who has very many people: 7 ms of Today's 17 with a million.

    It heeds this for kept plans alone, which are those of our statements.
    """
    if connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")


@contextmanager
def planned_cursor() -> Iterator[CursorWrapper]:
    """Django's cursor around one that keeps plans.

    A plain one on SQLite; behind a pooler that hands the connection on after each transaction, for plans are a
    connection's own; and where queries are noted down, for only that one can say what it ran.
    """
    database = connections[DEFAULT_DB_ALIAS]  # asked for once: each `connection.` looks for it anew
    is_shared = database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if database.vendor != "postgresql" or is_shared or database.queries_logged:
        with database.cursor() as cursor:
            yield cursor
        return
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        bare: Any = PlannedCursor(database.connection)
    with database.make_cursor(bare) as cursor:
        yield cursor


def read_rows(statement: str, words: Words = None, *, is_kept: bool = True) -> list[tuple[Any, ...]]:
    """All rows of a statement; not `is_kept`: where the best plan depends on the words, as that of a search does."""
    with planned_cursor() if is_kept else connection.cursor() as cursor:
        cursor.execute(statement, words)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def change_rows(statement: str, words: Words = None) -> int:
    """How many rows a statement changed."""
    with planned_cursor() as cursor:
        cursor.execute(statement, words)
        return int(cursor.rowcount)


class Columns(Generic[Model]):
    """A model's columns in such a statement, all or those of the fields named, and the object that a row makes."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not names or field.attname in names]
        self.names = [field.attname for field in self.fields]

    def __len__(self) -> int:
        return len(self.fields)

    def of(self, table: str) -> str:
        """The columns as a statement names them, of the table that it calls so."""
        return ", ".join(f'"{table}"."{field.column}"' for field in self.fields)

    def make(self, values: Sequence[Any]) -> Model:
        """The object, as the model itself would read it; its row has to exist."""
        read = list(values)
        for place, convert in self.converters:
            read[place] = convert(read[place])
        return self.model.from_db(connection.alias, self.names, read)

    @cached_property
    def converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """Where the database keeps something else than the model shows, such as SQLite its days: how it is read."""
        columns = [field.get_col(self.model._meta.db_table) for field in self.fields]
        compiler = self.model._base_manager.all().query.get_compiler(connection.alias)
        found = compiler.get_converters(columns).items()
        return [(place, chain(converters, column)) for place, (converters, column) in found]


def chain(converters: Sequence[Callable[..., Any]], column: Any) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        for each in converters:
            value = each(value, column, connection)
        return value

    return convert

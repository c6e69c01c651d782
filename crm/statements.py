"""Statements written by hand for pages that are asked for all day: PostgreSQL plans each once for a connection.

Planning what stands behind Today takes it 15 ms of CPU, running it 3; Django's own cursor has it planned every time.
Such a statement names its columns: a plan that gives `*` fails once a table has another column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class PlannedCursor(psycopg.Cursor[Any]):
    """Has the database keep the plan of what it runs."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> PlannedCursor:
        return super().execute(query, params, prepare=True)


@contextmanager
def planned_cursor() -> Iterator[CursorWrapper]:
    """Django's cursor around one that keeps plans.

    A plain one on SQLite; behind a pooler that hands the connection on after each transaction, for plans are a
    connection's own; and where queries are noted down, for only that one can say what it ran.
    """
    is_shared = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if connection.vendor != "postgresql" or is_shared or connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        bare: Any = PlannedCursor(connection.connection)
    with connection.make_cursor(bare) as cursor:
        yield cursor


def read_rows(statement: str, words: Mapping[str, Any] | Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with planned_cursor() as cursor:
        cursor.execute(statement, words)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

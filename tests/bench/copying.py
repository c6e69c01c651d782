"""Rows multiplied inside the database: a million users with all that is theirs take minutes, not hours."""

from django.db import connection, transaction
from django.db.models import ForeignKey, GeneratedField, Model

FIRST = 100_000_000  # ids that nobody else draws
NUMBER = f"({FIRST} + n)"
DIFFER = {
    "email": f"'u' || {NUMBER} || '@bench.example'",
    "public_id": f"'0000000000000' || {NUMBER}",
    "message_id": f"'<n-' || {NUMBER} || '@bench.example>'",
    "key": f"'k' || {NUMBER}",
}


def multiply(row: Model, many: int, *, place: int | None = None) -> None:
    """Copy the row so many times; the copies of one number belong to each other, as the rows do that are copied.

    `place`: of several rows that belong to the same, which this is; nothing may refer to it.
    """
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    columns = {connection.ops.quote_name(field.column): find_value(field, row, place) for field in fields}
    table = connection.ops.quote_name(row._meta.db_table)
    counting = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{counting} INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            f"FROM numbers, {table} t WHERE t.id = %s",
            [many, row.pk],
        )


def find_value(field, row: Model, place: int | None) -> str:
    if field.primary_key:
        return NUMBER if place is None else f"({NUMBER} * 10 + {place})"
    if isinstance(field, ForeignKey) and getattr(row, field.attname) is not None:
        return NUMBER
    return DIFFER.get(field.name) or f"t.{connection.ops.quote_name(field.column)}"


def note_statistics() -> None:
    """As autovacuum does by itself; SQLite gets no statistics in the product."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

"""Calendar months: the same arithmetic in Python, PostgreSQL and SQLite.

A month after 31 January is 28 (or 29) February: the day is clamped to the month's end.
"""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db.models import DateField, Func
from django.db.models.sql.compiler import SQLCompiler


def days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def is_month_end(day: date) -> bool:
    return day.day == days_in_month(day)


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """The day `months` calendar months after `day`, on the anchor's day of the month, clamped to the month's end.

    `anchor` is a day of the month (1–31) and defaults to that of `day`.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(years, month + 1, 1)
    return first.replace(day=min(anchor or day.day, days_in_month(first)))


def month_start(day: date) -> date:
    return day.replace(day=1)


class MonthStart(Func):
    """The first day of a date's month, as an immutable SQL expression."""

    arity = 1
    output_field = DateField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(date_trunc('month', %(expressions)s::timestamp)::date)")

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, 'start of month')")


class MonthLater(Func):
    """The day one calendar month after a date, clamped, as an immutable SQL expression."""

    arity = 1
    output_field = DateField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="((%(expressions)s + interval '1 month')::date)")

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        # date(x, '+1 month') alone overflows: 31 January would give 3 March.
        template = (
            "min(date(%(expressions)s, '+1 month'), date(%(expressions)s, 'start of month', '+2 months', '-1 day'))"
        )
        return self.as_sql(compiler, connection, template=template)

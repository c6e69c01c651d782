"""The monthly rule as a fact of the database, on PostgreSQL and on SQLite."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Field, Model, Q
from django.db.models.sql.query import Query
from django.utils.translation import gettext_lazy as _

from followups.months import add_months

EXCLUSION = (
    "ALTER TABLE %(table)s ADD CONSTRAINT {name} EXCLUDE USING gist "
    '(contact_id WITH =, daterange("on", "until", \'[)\') WITH &&) WHERE ({condition})'
)
# AFTER, because a generated column has no value yet in a BEFORE trigger. SQLite has one writer: a trigger cannot race.
TRIGGER = (
    "CREATE TRIGGER {name}_{verb} AFTER {event} ON %(table)s WHEN {condition_on_new} BEGIN "
    "SELECT RAISE(ABORT, '{name}') FROM %(table)s AS other WHERE other.contact_id = NEW.contact_id "
    'AND other.id <> NEW.id AND other."on" < NEW."until" AND other."until" > NEW."on" AND ({condition_on_other}) '
    "LIMIT 1; END"
)


class MonthApart(BaseConstraint):
    """Between the `on` days of two rows of one contact that meet `condition` lies at least a calendar month.

    The table needs the columns `contact_id`, `on` and `until` (a clamped month after `on`, generated).
    PostgreSQL holds it by an exclusion constraint, SQLite by two triggers.
    """

    def __init__(self, *, name: str, condition: Q, violation_error_message: Any = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.condition = condition

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        # Inside CREATE TABLE (and when SQLite remakes one) the rule follows as a statement of its own.
        assert model is not None and schema_editor is not None
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return None

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        assert model is not None and schema_editor is not None
        *first, last = self._statements(model, schema_editor)
        for statement in first:
            schema_editor.execute(statement)
        return last

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        assert model is not None and schema_editor is not None
        if schema_editor.connection.vendor == "postgresql":
            return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} DROP CONSTRAINT {self.name}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_insert")
        return f"DROP TRIGGER IF EXISTS {self.name}_update"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        others = model._default_manager.using(using).filter(self.condition, contact_id=instance.contact_id)
        if instance.pk:
            others = others.exclude(pk=instance.pk)
        if others.filter(on__lt=add_months(instance.on, 1), until__gt=instance.on).exists():
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "condition": self.condition}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MonthApart) and (self.name, self.condition) == (other.name, other.condition)

    __hash__ = BaseConstraint.__hash__

    def _statements(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        condition = self._condition_sql(model, schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            return [Statement(EXCLUSION.format(name=self.name, condition=condition), table=table)]
        column = schema_editor.quote_name(self._condition_column(model))
        events = {"insert": "INSERT", "update": 'UPDATE OF "contact_id", "on", ' + column}
        return [
            Statement(
                TRIGGER.format(
                    name=self.name,
                    verb=verb,
                    event=event,
                    condition_on_new=condition.replace(column, f"NEW.{column}"),
                    condition_on_other=condition.replace(column, f"other.{column}"),
                ),
                table=table,
            )
            for verb, event in events.items()
        ]

    def _condition_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        query = Query(model=model, alias_cols=False)
        where = query.build_where(self.condition)
        compiler = query.get_compiler(connection=schema_editor.connection)
        sql, params = where.as_sql(compiler, schema_editor.connection)
        return str(sql % tuple(schema_editor.quote_value(value) for value in params)).replace("%", "%%")

    def _condition_column(self, model: type[Model]) -> str:
        ((lookup, _value),) = cast("list[tuple[str, Any]]", self.condition.children)  # it speaks of one column
        return str(cast("Field[Any, Any]", model._meta.get_field(lookup.partition("__")[0])).column)


def month_apart(name: str, condition: Q) -> MonthApart:
    return MonthApart(
        name=name, condition=condition, violation_error_message=_("There was one less than a month before or after.")
    )

"""Rows that are written once and never changed, as a fact of the database, on PostgreSQL and on SQLite."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

POSTGRES = [
    (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RAISE EXCEPTION USING MESSAGE = ''{name}'', ERRCODE = ''check_violation''; END'"
    ),
    "CREATE TRIGGER {name} BEFORE UPDATE ON %(table)s FOR EACH ROW EXECUTE FUNCTION {name}()",
]
SQLITE = ["CREATE TRIGGER {name} BEFORE UPDATE ON %(table)s BEGIN SELECT RAISE(ABORT, '{name}'); END"]


class NeverChanged(BaseConstraint):
    """The table's rows may be added and deleted, and never updated."""

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
            return f"DROP FUNCTION IF EXISTS {self.name}() CASCADE"
        return f"DROP TRIGGER IF EXISTS {self.name}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """A form has nothing to check: no page changes such a row."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NeverChanged) and self.name == other.name

    __hash__ = BaseConstraint.__hash__

    def _statements(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        wordings = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
        return [Statement(wording.format(name=self.name), table=table) for wording in wordings]

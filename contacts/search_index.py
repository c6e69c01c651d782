"""The index by which people are found again, held by the database itself, on PostgreSQL and on SQLite."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

# New rows wait in a list that every search reads through: a short one.
GIN = (
    "CREATE INDEX {name} ON %(table)s USING gin ({column} gin_trgm_ops) WITH (fastupdate = on, "
    "gin_pending_list_limit = 256)"
)
FTS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5("
    "{column}, content='{table}', content_rowid='id', tokenize='trigram case_sensitive 1')"
)
# The index has no text of its own: whoever takes a row out of it has to say what it held.
TAKE_OUT = "INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column})"
PUT_IN = "INSERT INTO {name}(rowid, {column}) VALUES (NEW.id, NEW.{column})"
TRIGGERS = {
    "insert": f"AFTER INSERT ON %(table)s BEGIN {PUT_IN}; END",
    "update": "AFTER UPDATE OF id, {column} ON %(table)s WHEN OLD.id <> NEW.id OR OLD.{column} <> NEW.{column} "
    f"BEGIN {TAKE_OUT}; {PUT_IN}; END",
    "delete": f"AFTER DELETE ON %(table)s BEGIN {TAKE_OUT}; END",
}
REBUILD = "INSERT INTO {name}({name}) VALUES ('rebuild')"


class TrigramIndex(BaseConstraint):
    """Finds the rows in whose `column` any three letters stand one after another.

    PostgreSQL has an index for it (and needs the extension `pg_trgm`); SQLite a table of its own, called `name`, that
    triggers keep. A constraint to Django, because those are made again when SQLite remakes a table; triggers are not.
    """

    def __init__(self, *, name: str, column: str) -> None:
        super().__init__(name=name)
        self.column = column

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
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
            return f"DROP INDEX {self.name}"
        for verb in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{verb}")
        return f"DROP TABLE {self.name}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Every text may be looked for."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "column": self.column}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TrigramIndex) and (self.name, self.column) == (other.name, other.column)

    __hash__ = BaseConstraint.__hash__

    def _statements(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        if schema_editor.connection.vendor == "postgresql":
            return [Statement(GIN.format(name=self.name, column=self.column), table=table)]
        # While SQLite remakes a table it has another name.
        content = model._meta.db_table.removeprefix("new__")
        made = FTS.format(name=self.name, column=self.column, table=content)
        kept = [
            f"CREATE TRIGGER {self.name}_{verb} {words}".format(name=self.name, column=self.column)
            for verb, words in TRIGGERS.items()
        ]
        return [Statement(sql, table=table) for sql in (made, *kept, REBUILD.format(name=self.name))]

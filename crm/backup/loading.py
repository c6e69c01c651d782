"""Fill an empty database from a backup: the tables as they were then, the rows, and the migrations since."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from crm.backup.manifest import BadBackup, TableRows
from crm.backup.reading import Backup
from crm.backup.rows import Key, continue_after, find_leaves, insert_rows, name_of, read_models, stored_fields


def fill_database(backup: Backup) -> None:
    """Make the backup's tables in the empty database, insert its rows, and bring all up to date.

    Raises `BadBackup` if a row does not keep the rules, which the database holds while it is filled.
    """
    check_at(once=True)
    make_tables(backup.manifest.migrations)
    models = read_models(MigrationLoader(connection), backup.manifest.migrations)
    try:
        with transaction.atomic():
            load_rows(backup, {name_of(model): model for model in models})
    except (IntegrityError, DataError, ValidationError, ValueError, TypeError) as error:
        raise BadBackup(f"Its rows do not fit together: {' '.join(str(error).split())}") from error
    bring_up_to_date()


def make_tables(migrations: list[Key]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(find_leaves(executor.loader, migrations))


def bring_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()


def load_rows(backup: Backup, models: dict[str, type[Model]]) -> None:
    check_at(once=False)
    for model in models.values():
        model._base_manager.all()._raw_delete(connection.alias)
    for table in backup.manifest.tables:
        load_table(backup, table, models.get(table.model))
    check_at(once=True)
    connection.check_constraints()


def load_table(backup: Backup, table: TableRows, model: type[Model] | None) -> None:
    if model is None or [field.attname for field in stored_fields(model)] != table.columns:
        raise BadBackup(f"It is damaged: its rows of {table.model} do not fit its own version of the database.")
    if insert_rows(model, backup.read_lines(table)) != table.rows:
        raise BadBackup(f"It is damaged: rows of {table.model} are missing.")
    continue_after(model, table.last_id)


def check_at(*, once: bool) -> None:
    """Have PostgreSQL check references at once, or at the end: it alters no table while checks are outstanding."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {'IMMEDIATE' if once else 'DEFERRED'}")

"""Fill an empty database from a backup: the tables as they were then, the rows, and the migrations since."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from crm.backup.manifest import BadBackup, TableRows
from crm.backup.reading import Backup
from crm.backup.rows import continue_after, find_leaves, insert_rows, name_of, read_models, stored_fields


def fill_database(backup: Backup) -> None:
    """Make the backup's tables in the empty database, insert its rows, and bring all up to date.

    Raises `BadBackup` if a row does not keep the rules, which the database holds while it is filled.
    """
    check_at(once=True)
    executor = MigrationExecutor(connection)
    leaves = find_leaves(executor.loader, backup.manifest.migrations)
    executor.migrate(leaves)
    models = {name_of(model): model for model in read_models(executor.loader, backup.manifest.migrations)}
    try:
        with transaction.atomic():
            load_rows(backup, models)
    except (IntegrityError, DataError, ValueError, TypeError) as error:
        raise BadBackup(f"Its rows do not fit together: {' '.join(str(error).split())}") from error
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

"""Whether the database is of a later version than this program: then it is for others to plan and to send."""

from __future__ import annotations

import logging
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)

OURS = {"crm", "contacts", "followups"}


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those that came with this program, read when it first asks: the files may be replaced under its feet."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return frozenset(loader.disk_migrations or {}) | replaced


def is_of_a_later_version() -> bool:
    """During an upgrade a worker of the version before may still run: it must not write what it does not understand."""
    applied = {key for key in MigrationRecorder(connection).applied_migrations() if key[0] in OURS}
    unknown = sorted(name for _app, name in applied - known_migrations())
    if unknown:
        logger.error("the database is of a later version (%s): this program plans and sends no more", unknown[0])
    return bool(unknown)

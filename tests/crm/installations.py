"""Throw-away installations for the tests of backup, restore and resume: a data folder and a database of their own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from crm.backup import loading, replacing, restoring


@contextmanager
def copied_database(folder: Path) -> Iterator[str]:
    """The name of a new database with the tables of the test database, which is empty."""
    original = connections["default"]
    name = original.settings_dict["NAME"]
    if original.vendor == "sqlite":
        original.ensure_connection()
        with closing(sqlite3.connect(folder / "afterword.sqlite3")) as copy:
            original.connection.backup(copy)
        yield str(folder / "afterword.sqlite3")
        return
    original.close()
    copy = f"aw_{uuid4().hex[:12]}"
    with original._nodb_cursor() as cursor:
        # A live server of an earlier test may still be connected, and a template has to be left alone.
        cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        yield copy
    finally:
        with original._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def connect(name: str) -> Any:
    """Make the database of that name this thread's."""
    described = {**connections.settings["default"], "NAME": name}
    connection = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
    connections["default"] = connection
    return connection


@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The tests of a module work on a database of their own, in which they may commit, and replace it; its name."""
    original = connections["default"]
    with django_db_blocker.unblock(), copied_database(tmp_path_factory.mktemp("database")) as name:
        connection = connect(name)
        yield name
        connection.close()
        connections["default"] = original


@pytest.fixture
def here(own_database, transactional_db, settings, tmp_path):
    """A data folder of its own for each test; what it commits is flushed after it."""
    settings.DATA_DIR, settings.MAIL_DIR, settings.INSTANCE_ID = tmp_path, tmp_path / "mail", ""
    return own_database


def back_up(folder, name="a.zip") -> Path:
    path = folder / name
    call_command("backup", path, "--force")
    return path


def restore(path, *words):
    call_command("restore", path, "--yes", *words)


@pytest.fixture
def light(monkeypatch):
    """Restore into the tables that are there: making new ones takes seconds, and other tests do it."""

    def replace_rows(fill, stage, aside):
        with replacing.FileSwap(stage, aside) as files, transaction.atomic():
            fill()
            files.swap()
        return str(aside)

    monkeypatch.setattr(restoring, "replace_sqlite", replace_rows)
    monkeypatch.setattr(restoring, "replace_postgres", replace_rows)
    monkeypatch.setattr(loading, "make_tables", lambda _: None)

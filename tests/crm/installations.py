"""Throw-away installations for the tests of backup, restore and resume: a data folder and a database of their own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.utils import load_backend

BASE = Path(__file__).resolve().parents[2]


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


@contextmanager
def installation(folder: Path, settings: Any) -> Iterator[str]:
    """Everything in this process works on a new installation in `folder`; yields its database's name."""
    settings.DATA_DIR, settings.MAIL_DIR, settings.INSTANCE_ID = folder, folder / "mail", ""
    original = connections["default"]
    with copied_database(folder) as name:
        connection = connect(name)
        try:
            yield name
        finally:
            connection.close()
            connections["default"] = original


@pytest.fixture
def here(transactional_db, settings, tmp_path):
    """This process has an installation of its own, committed as in real life; its database's name."""
    with installation(tmp_path, settings) as name:
        yield name

"""The database of the first release is brought up to date: no nudge is lost, and none comes twice."""

import gzip
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from followups.months import add_months

DATABASES = Path(__file__).parent.parent / "databases"


@contextmanager
def database_of_the_first_release(folder: Path):
    """The address of a copy, of the same kind as the database of this run."""
    if connection.vendor == "sqlite":
        path = folder / "afterword.sqlite3"
        path.write_bytes(gzip.decompress((DATABASES / "0.1.0.sqlite3.gz").read_bytes()))
        yield f"sqlite:///{path}"
        return
    server = {name.lower(): settings.DATABASES["default"][name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
    name = f"aw_{uuid4().hex[:12]}"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(**server, dbname=name) as new:
                new.execute(gzip.decompress((DATABASES / "0.1.0.postgres.sql.gz").read_bytes()).decode())
            yield "postgres://{user}:{password}@{host}:{port}/".format(**server) + name
        finally:
            postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def forty_days(tmp_path_factory, django_db_setup, django_db_blocker):
    """What the upgraded installation did in the forty days after the upgrade; its mail is kept in its folder."""
    folder = tmp_path_factory.mktemp("upgrade")
    with django_db_blocker.unblock(), database_of_the_first_release(folder) as address:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "crm.settings",
            "INSTANCE_ID": "",
            "SECRET_KEY": "a-key-of-the-first-release-0123456789",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.crm.upgraded"], env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_the_mail_that_waited_and_the_one_in_mid_hand_over_go_out_once(forty_days):
    of_november = [mail for mail in forty_days["mails"] if mail[1] == "2026-11-06"]
    assert of_november == [["ann@example.org", "2026-11-06", "sent"], ["ben@example.org", "2026-11-06", "sent"]]


@pytest.mark.parametrize("name", ["Dana Weber", "Elena Petrova", "Milo Ivarsson", "Priya Raman", "Tom Okafor"])
def test_nobody_is_forgotten_and_nobody_is_nudged_too_soon(forty_days, name):
    days = [date.fromisoformat(on) for who, on, state in forty_days["nudges"] if who == name and state != "withdrawn"]
    assert [day.month for day in days] == [10, 11, 12]
    assert all(add_months(before, 1) <= after for before, after in pairwise(days))


def test_the_history_is_what_it_was(forty_days):
    assert forty_days["touchpoints"] == 3
    assert forty_days["answers"] == [["thanked", "warm", []]]

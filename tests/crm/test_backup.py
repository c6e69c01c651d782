"""A backup holds one state that really was, taken while everybody goes on; and it appears whole or not at all."""

import errno
import json
import os
import threading
import time
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from contacts.models import Company, Contact
from crm.backup import writing
from crm.backup.writing import write_backup
from crm.models import User
from followups.holding import keep_mark
from tests.crm.installations import connect, here, own_database  # noqa: F401
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.usefixtures("here")

WRITERS = 4


def read_rows(path, model):
    with ZipFile(path) as archive:
        (table,) = [row for row in json.loads(archive.read("manifest.json"))["tables"] if row["model"] == model]
        lines = archive.read(f"database/{model}.jsonl").splitlines()
    return [dict(zip(table["columns"], json.loads(line), strict=True)) for line in lines]


def list_names(path):
    with ZipFile(path) as archive:
        return set(archive.namelist())


class Writers:
    """Threads that write pairs, a company and a contact of one name in one transaction, until told to stop."""

    def __init__(self, owner):
        self.database, self.owner = connection.settings_dict["NAME"], owner
        self.is_over = threading.Event()
        self.committed: list[str] = []
        self.errors: list[Exception] = []
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]

    def write(self, number):
        connect(self.database)
        try:
            for count in range(10_000):
                if self.is_over.is_set():
                    return
                name = f"pair {number}-{count}"
                with transaction.atomic():
                    Company.objects.create(owner=self.owner, name=name)
                    Contact.objects.create(owner=self.owner, name=name, added_on="2026-01-10")
                self.committed.append(name)
        except Exception as error:  # noqa: BLE001 (told in the test)
            self.errors.append(error)
        finally:
            connections["default"].close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()


def test_a_backup_under_load_is_one_state_that_was(tmp_path):
    owner = make_user()
    with Writers(owner) as writers:
        while len(writers.committed) < 40:
            time.sleep(0.01)
        for number in range(4):
            before = set(writers.committed)
            path = tmp_path / f"{number}.zip"
            write_backup(path)
            companies = {row["name"] for row in read_rows(path, "contacts.company")}
            contacts = {row["name"] for row in read_rows(path, "contacts.contact")}
            assert companies == contacts
            assert before <= contacts
    assert not writers.errors
    assert len(writers.committed) > len(before), "the writers were held up"


def test_a_backup_holds_uploads_mail_and_the_generated_key(tmp_path):
    make_user()
    for name in ("uploads/peers/cv.pdf", "mail/abc.eml", "secret_key"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    write_backup(tmp_path / "a.zip")
    assert {"uploads/peers/cv.pdf", "mail/abc.eml", "secret_key"} <= list_names(tmp_path / "a.zip")


def test_a_backup_leaves_out_what_has_to_outlive_a_restore(tmp_path):
    keep_mark("a mark", None)
    (tmp_path / "departures.jsonl").write_text("{}\n")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / ".half.eml").write_text("being written")
    write_backup(tmp_path / "a.zip")
    outside = {name for name in list_names(tmp_path / "a.zip") if not name.startswith("database/")}
    assert outside == {"manifest.json"}
    assert "database/sessions.session.jsonl" not in list_names(tmp_path / "a.zip")


def test_a_key_that_is_given_stays_out_of_the_backup(tmp_path, monkeypatch):
    (tmp_path / "secret_key").write_text("a key")
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    write_backup(tmp_path / "a.zip")
    assert "secret_key" not in list_names(tmp_path / "a.zip")


def test_mail_that_is_kept_after_the_snapshot_is_no_part_of_it(tmp_path):
    (tmp_path / "mail").mkdir()
    later = tmp_path / "mail" / "later.eml"
    later.write_text("of somebody who may be erased meanwhile")
    os.utime(later, (time.time() + 60, time.time() + 60))
    write_backup(tmp_path / "a.zip")
    assert "mail/later.eml" not in list_names(tmp_path / "a.zip")


def test_a_backup_is_for_its_owner_alone(tmp_path):
    call_command("backup", tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("precious")
    with pytest.raises(CommandError, match="--force"):
        call_command("backup", path)
    assert path.read_text() == "precious"
    call_command("backup", path, "--force")
    assert "manifest.json" in list_names(path)


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    monkeypatch.setattr(writing.Writer, "write_files", lambda *_: path.write_text("precious"))
    with pytest.raises(CommandError, match="appeared"):
        call_command("backup", path)
    assert path.read_text() == "precious"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", fail)
    (tmp_path / "to").mkdir()
    with pytest.raises(CommandError, match="no space left"):
        call_command("backup", tmp_path / "to" / "a.zip")
    assert list((tmp_path / "to").iterdir()) == []


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="could not be written: No such file"):
        call_command("backup", tmp_path / "nowhere" / "a.zip")


def test_an_empty_database_is_not_backed_up(tmp_path, monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: {})
    with pytest.raises(CommandError, match="nothing to back up"):
        call_command("backup", tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_a_backup_changes_nothing(tmp_path):
    contact = make_contact()
    version = User.objects.values().get()
    write_backup(tmp_path / "a.zip")
    write_backup(tmp_path / "b.zip")
    assert User.objects.values().get() == version
    assert Contact.objects.get() == contact
    assert read_rows(tmp_path / "a.zip", "contacts.contact") == read_rows(tmp_path / "b.zip", "contacts.contact")

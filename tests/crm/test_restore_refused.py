"""A restore checks everything first: what it refuses, or fails at, changes nothing."""

import json
import os
import random
from datetime import date
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from crm.backup import replacing
from crm.backup.manifest import BadBackup
from crm.backup.reading import open_backup
from crm.models import Instance, User
from crm.preparing import lock_data_dir
from followups.models import Nudge
from tests.crm.installations import back_up, connect, here, own_database, restore  # noqa: F401
from tests.factories import make_contact, make_nudge, make_user

pytestmark = pytest.mark.usefixtures("here")


def damage(path, at, *, by=0x20):
    content = bytearray(path.read_bytes())
    content[at] ^= by
    damaged = path.with_name("damaged.zip")
    damaged.write_bytes(content)
    return damaged


def refuses(path, match="cannot be restored"):
    users = list(User.objects.values())
    with pytest.raises(CommandError, match=match) as refusal:
        restore(path)
    assert "\n" not in str(refusal.value)
    assert list(User.objects.values()) == users
    assert not Instance.objects.filter(held_at__isnull=False).exists()
    assert not list(path.parent.glob("replaced-*")), "nothing was changed"
    assert not list(path.parent.glob(".restoring-*"))


def test_a_flipped_byte_in_the_rows_is_found_before_anything_changes(tmp_path):
    make_user()
    path = back_up(tmp_path)
    with ZipFile(path) as archive:
        entry = archive.getinfo("database/crm.user.jsonl")
    refuses(damage(path, entry.header_offset + len(entry.FileHeader()) + entry.compress_size // 2))


def test_a_flipped_byte_anywhere_is_found_or_means_nothing(tmp_path):
    make_user()
    path = back_up(tmp_path)
    with open_backup(path) as backup:
        rows = [list(backup.read_lines(table)) for table in backup.manifest.tables]
    pick = random.Random(7)
    found = 0
    for _ in range(60):
        damaged = damage(path, pick.randrange(path.stat().st_size), by=1 << pick.randrange(8))
        try:
            with open_backup(damaged) as backup:
                assert [list(backup.read_lines(table)) for table in backup.manifest.tables] == rows
        except BadBackup:
            found += 1
    assert found > 30


@pytest.mark.parametrize("part", [0, 0.3, 0.9, 0.999])
def test_a_part_of_a_backup_is_refused(tmp_path, part):
    make_user()
    path = back_up(tmp_path)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    refuses(cut, match="only a part of one")


def test_another_programs_file_is_refused(tmp_path):
    text = tmp_path / "letter.txt"
    text.write_text("Dear Dana")
    refuses(text, match="not a backup of Afterword")
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refuses(other, match="not a backup of Afterword")
    refuses(tmp_path / "nothing.zip", match="No such file")


def rewrite(path, change, **members):
    """The backup with its manifest changed, and what else is given put in."""
    changed = path.with_name("changed.zip")
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(name, members.pop(name, content))
        for name, content in members.items():
            new.writestr(name, content)
    return changed


def test_a_newer_versions_backup_is_refused_by_name(tmp_path):
    path = back_up(tmp_path)
    newer = {"app_version": "9.1"}
    later = rewrite(
        path, lambda manifest: manifest.update(migrations=[*manifest["migrations"], ["crm", "0999_x"]], **newer)
    )
    refuses(later, match=r"newer version of Afterword \(9\.1")
    refuses(rewrite(path, lambda manifest: manifest.update(format_version=2, **newer)), match=r"newer version.*9\.1")


def test_rows_that_somebody_changed_are_refused(tmp_path):
    make_user("tim@example.org")
    path = back_up(tmp_path)
    with ZipFile(path) as archive:
        rows = archive.read("database/crm.user.jsonl").replace(b"tim@example.org", b"tom@example.org")
    refuses(rewrite(path, lambda _: None, **{"database/crm.user.jsonl": rows}), match=r"crm\.user\.jsonl is not as")


def test_a_member_that_is_not_listed_or_leads_elsewhere_is_refused(tmp_path):
    path = back_up(tmp_path)
    refuses(rewrite(path, lambda _: None, **{"mail/extra.eml": "x"}), match="does not hold what")
    member = {"name": "mail/../../escaped", "size": 1, "sha256": "0"}

    def lead_elsewhere(manifest):
        manifest["members"].append(member)

    refuses(rewrite(path, lead_elsewhere, **{member["name"]: "x"}), match="no part of a backup")


def test_rows_that_break_a_rule_are_refused_and_nothing_changes(tmp_path):
    make_user()
    contact = make_contact(User.objects.get())
    make_nudge(contact, date(2026, 7, 15))
    path = back_up(tmp_path)
    with ZipFile(path) as archive:
        line = json.loads(archive.read("database/followups.nudge.jsonl"))
        tables = {table["model"]: table for table in json.loads(archive.read("manifest.json"))["tables"]}
    changes = {"id": line[0] + 1, "public_id": "another", "on": "2026-08-10", "state": "expired"}
    twin = {**dict(zip(tables["followups.nudge"]["columns"], line, strict=True)), **changes}
    content = b"".join(json.dumps(row).encode() + b"\n" for row in (line, list(twin.values())))

    def tell(manifest):
        for table in manifest["tables"]:
            if table["model"] == "followups.nudge":
                table["rows"] = 2
        for member in manifest["members"]:
            if member["name"] == "database/followups.nudge.jsonl":
                member.update(size=len(content), sha256=sha256(content).hexdigest())

    refuses(rewrite(path, tell, **{"database/followups.nudge.jsonl": content}), match="do not fit together")
    assert Nudge.objects.get().contact == contact


def test_a_failure_at_the_last_moment_changes_nothing(tmp_path, monkeypatch):
    make_user()
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "old.eml").write_text("old")
    path = back_up(tmp_path)
    (tmp_path / "mail" / "new.eml").write_text("new")
    make_user()
    swap = replacing.FileSwap.swap

    def swap_and_fail(files):
        swap(files)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacing.FileSwap, "swap", swap_and_fail)
    refuses(path, match="No space left on device")
    assert {file.name for file in (tmp_path / "mail").iterdir()} == {"old.eml", "new.eml"}


def test_a_restore_waits_for_up_to_end(tmp_path):
    path = back_up(tmp_path)
    lock = lock_data_dir()
    try:
        refuses(path, match="already running")
    finally:
        os.close(lock)


def test_a_database_that_somebody_has_open_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(replacing, "OTHERS_LEAVE_WITHIN", 0.3)
    path = back_up(tmp_path)
    ours = connections["default"]
    other = connect(connection.settings_dict["NAME"])
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT * FROM crm_user")
            connections["default"] = ours
            with pytest.raises(CommandError, match="has the database open"):
                restore(path)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        connections["default"] = ours
    restore(path)

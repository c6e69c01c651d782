"""A restore checks everything first, replaces all or nothing, and brings back nobody who left; then it is held."""

import json
import os
import random
import subprocess
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction

from contacts.models import Company, Contact, DoNotContact
from crm.backup import loading, replacing, restoring
from crm.backup.manifest import BadBackup
from crm.backup.reading import open_backup
from crm.models import Instance, User
from crm.preparing import lock_data_dir
from followups import holding
from followups.departures import journal_path
from followups.holding import keep_mark, may_mail
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.months import add_months
from followups.people import add_contact, erase_contact, stop_contact, undo_stop
from followups.rejections import log_rejection
from followups.sending import drain
from followups.tick import run_tick
from followups.touchpoints import log_touchpoint
from tests.crm.installations import connect, here, own_database  # noqa: F401
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.running import MANAGE, clean_environment, own_folder

pytestmark = pytest.mark.usefixtures("here")

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


def back_up(folder, name="a.zip") -> Path:
    path = folder / name
    call_command("backup", path, "--force")
    return path


def restore(path, *words):
    call_command("restore", path, "--yes", *words)


def read_everything():
    """Every row of what people wrote, to compare two states by."""
    models = [User, Company, Contact, Touchpoint, FeedbackRequest, Nudge, NudgeMail]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def make_history():
    owner = make_user(is_owner=True)
    log_rejection(
        owner,
        company_name="Kranich & Söhne 鶴",
        role="Data engineer",
        rejected_on=date(2026, 5, 31),
        contact_name="Dana “D.” Weber",
        contact_email="dana@example.com",
        interests=["sailing"],
        notes="tabs\t, quotes ' \" \\ and\nlines",
    )
    other = make_contact(owner, cadence=3)
    log_touchpoint(other, kind="article", on=date(2026, 6, 30), text="An article", url="https://example.org/a?b=c&d")
    mail = make_nudge_mail(owner, date(2026, 7, 1), state="sent", token="t" * 22)
    make_nudge(make_contact(owner), date(2026, 7, 15), mail=mail, state="not_this_month")
    return owner


def test_a_restore_brings_back_every_row_as_it_was(tmp_path, client):
    owner = make_history()
    client.force_login(owner)
    gone = make_contact(owner)
    number = gone.pk
    erase_contact(gone)
    path, before = back_up(tmp_path), read_everything()
    Touchpoint.objects.all().delete()
    Contact.objects.update(name="changed")
    make_contact()
    restore(path)
    assert read_everything() == before
    assert client.get("/settings/").status_code == 302, "whoever signs out is not signed in again by a restore"
    assert make_contact(owner).pk > number, "an id that was given out is not given out again"
    nudge = Nudge.objects.get()
    with pytest.raises(IntegrityError, match="nudges_to_a_contact_are_a_month_apart"):
        make_nudge(nudge.contact, date(2026, 8, 10), state="expired")


def test_files_are_as_they_were_and_what_was_replaced_is_kept_aside(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "old.eml").write_text("old")
    (tmp_path / "secret_key").write_text("k" * 50)
    path = back_up(tmp_path)
    (tmp_path / "mail" / "old.eml").write_text("changed")
    (tmp_path / "mail" / "new.eml").write_text("new")
    make_user("kept@example.org")
    restore(path)
    assert [file.name for file in (tmp_path / "mail").iterdir()] == ["old.eml"]
    assert (tmp_path / "mail" / "old.eml").read_text() == "old"
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    (aside,) = tmp_path.glob("replaced-*")
    assert (aside / "mail" / "new.eml").read_text() == "new"
    assert not list(tmp_path.glob(".restoring-*"))
    assert not User.objects.exists()
    assert read_replaced_users(tmp_path) == ["kept@example.org"]


def read_replaced_users(folder):
    (aside,) = folder.glob("replaced-*")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT email FROM "{aside.name.replace("-", "_")}".crm_user')
            return [email for (email,) in cursor.fetchall()]
    (file,) = aside.glob("*.sqlite3")
    ours, kept = connections["default"], connect(str(file))
    try:
        return [user.email for user in User.objects.all()]
    finally:
        kept.close()
        connections["default"] = ours


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


# What cannot be restored


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


def test_a_restore_asks_before_it_replaces_anything(light, tmp_path, monkeypatch):
    path = back_up(tmp_path)
    make_user()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", path)
    assert User.objects.exists()
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    call_command("restore", path)
    assert not User.objects.exists()


# The hold, and who left meanwhile


def test_a_restored_installation_mails_nothing_until_resume(light, tmp_path, time_machine, monkeypatch):
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)  # PostgreSQL's clock is not moved
    time_machine.move_to(NOW, tick=False)
    make_contact(make_user())
    may_mail(NOW)
    path = back_up(tmp_path)
    restore(path)
    time_machine.move_to(NOW + timedelta(days=40), tick=False)
    assert run_tick(NOW + timedelta(days=40)).is_held
    assert not NudgeMail.objects.exists()
    assert "2026-07-01 09:00 UTC" in Instance.objects.get().held_because
    call_command("resume")
    assert run_tick(NOW + timedelta(days=40)).planned == 1


def test_after_a_restore_nobody_is_told_of_twice_in_a_month(light, tmp_path, time_machine, monkeypatch):
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)
    owner = make_user(contacts_per_mail=2)
    for number in range(6):
        make_contact(owner, added_on=date(2026, 5, 28) + timedelta(days=number))
    days = [NOW - timedelta(days=3) + timedelta(days=number) for number in range(80)]
    told = defaultdict(list)
    for day in days[:10]:
        live(day, told, time_machine)
    path = back_up(tmp_path)
    for day in days[10:40]:  # more mails than the backup knows of
        live(day, told, time_machine)
    restore(path)
    lost = Nudge.objects.count()
    call_command("resume", "--assume-sent-until", f"{days[39]:%Y-%m-%d}")
    assert Nudge.objects.count() > lost
    for day in days[40:]:
        live(day, told, time_machine)
    assert len(told) == 6
    for mailed in told.values():
        assert len(mailed) >= 2
        assert all(later >= add_months(earlier, 1) for earlier, later in pairwise(mailed))


def live(now, told, time_machine):
    """A day of the installation; notes who was told of in a mail that went out."""
    time_machine.move_to(now, tick=False)
    assert not run_tick(now).is_held
    drain()
    for nudge in Nudge.objects.filter(mail__handed_at=now):
        told[nudge.contact_id].append(now.date())


def test_a_mail_that_was_waiting_is_held_and_one_in_mid_hand_over_is_unsure(light, tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    waiting = make_nudge_mail(make_user(), NOW.date())
    handing = make_nudge_mail(make_user(), NOW.date(), state="handing", lease_until=NOW + timedelta(minutes=12))
    restore(back_up(tmp_path))
    states = dict(NudgeMail.objects.values_list("pk", "state"))
    assert states == {waiting.pk: "held", handing.pk: "unsure"}


def test_a_backup_from_another_installation_is_held_too(light, tmp_path):
    may_mail(NOW)
    path = back_up(tmp_path)
    keep_mark("another installation", NOW)
    restore(path)
    assert run_tick(NOW).is_held


def test_who_was_stopped_or_erased_after_the_backup_does_not_come_back(light, tmp_path):
    owner = make_user()
    stopped, erased, stays = make_contact(owner), make_contact(owner), make_contact(owner)
    path = back_up(tmp_path)
    journal_before = len(journal_path().read_text().splitlines()) if journal_path().exists() else 0
    stop_contact(stopped)
    erase_contact(erased)
    restore(path)
    standing = {contact.pk: contact.standing for contact in Contact.objects.all()}
    assert standing == {stopped.pk: "stopped", stays.pk: "active"}
    assert len(journal_path().read_text().splitlines()) == journal_before + 2, "nothing is journalled twice"


def test_a_restore_of_a_restore_forgets_nobody(light, tmp_path):
    owner = make_user()
    stopped = make_contact(owner)
    path = back_up(tmp_path)
    stop_contact(stopped)
    restore(path)
    restore(path)
    assert Contact.objects.get().standing == "stopped"


def test_a_stop_that_was_undone_stays_undone(light, tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = make_contact(make_user())
    stop_contact(contact)
    time_machine.move_to(NOW + timedelta(days=29), tick=False)
    path = back_up(tmp_path)
    undo_stop(contact)
    time_machine.move_to(NOW + timedelta(days=90), tick=False)
    restore(path)
    contact = Contact.objects.get()
    assert contact.standing == "active" and contact.next_on
    assert not DoNotContact.objects.exists()


def test_a_stop_counts_from_its_own_day(light, tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    stop_contact(contact)
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    restore(path)
    assert Contact.objects.get().stopped_at == NOW + timedelta(days=1)


def test_who_was_added_and_stopped_after_the_backup_comes_back_stopped(light, tmp_path):
    owner = make_user()
    path = back_up(tmp_path)
    stop_contact(add_contact(owner, name="Dana", email="dana@example.com"))
    restore(path)
    again = add_contact(User.objects.get(), name="Dana", email="Dana@example.com")
    assert again.standing == "stopped"


def test_departures_before_the_backup_are_left_alone(light, tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = make_contact(make_user())
    stop_contact(contact)
    undo_stop(contact)
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    restore(back_up(tmp_path))
    assert Contact.objects.get().standing == "active"


def test_a_journal_line_that_was_cut_short_is_told_and_costs_no_other(light, tmp_path, capsys):
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    stop_contact(contact)
    with journal_path().open("a") as journal:
        journal.write('{"what": "stop')
    restore(path)
    assert Contact.objects.get().standing == "stopped"
    assert "1 line(s) of departures.jsonl" in capsys.readouterr().out


def test_kept_mail_of_somebody_erased_after_the_backup_is_erased_again(light, tmp_path):
    contact = make_contact(make_user())
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1), state="sent")
    make_nudge(contact, date(2026, 7, 1), mail=mail)
    (tmp_path / "mail").mkdir()
    letter = tmp_path / "mail" / f"{mail.public_id}.eml"
    letter.write_text("about Dana")
    path = back_up(tmp_path)
    erase_contact(contact)
    restore(path)
    assert NudgeMail.objects.exists() and not letter.exists()


def test_departures_are_found_under_the_backups_own_key(light, tmp_path, settings):
    (tmp_path / "secret_key").write_text("a" * 50)
    settings.SECRET_KEY = "a" * 50
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    stop_contact(contact)
    settings.SECRET_KEY = "b" * 50
    restore(path)
    assert Contact.objects.get().standing == "stopped"
    assert django_settings.SECRET_KEY == "b" * 50


# The documented commands, as their own processes


def run(environment, *words):
    return subprocess.run([*MANAGE, *words], env=environment, capture_output=True, text=True, check=False)


def test_the_documented_commands_move_everything_to_sqlite_and_back(tmp_path):
    """From whichever kind of database to an empty folder, by the commands alone, and back into this one."""
    make_history()
    path, before = back_up(tmp_path), read_everything()
    with own_folder() as folder:
        environment = clean_environment(DATA_DIR=str(folder))
        done = run(environment, "restore", str(path), "--yes")
        assert done.returncode == 0, done.stderr
        assert "python manage.py resume" in done.stdout
        done = run(environment, "backup", str(tmp_path / "back.zip"))
        assert done.returncode == 0, done.stderr
    Contact.objects.update(name="changed")
    restore(tmp_path / "back.zip")
    assert read_everything() == before

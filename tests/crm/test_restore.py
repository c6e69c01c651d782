"""A restore brings everything back as it was, keeps aside what it replaced, and moves between databases."""

import subprocess
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections

from contacts.models import Company, Contact
from crm.models import User
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.people import erase_contact
from followups.rejections import log_rejection
from followups.touchpoints import log_touchpoint
from tests.crm.installations import back_up, connect, here, light, own_database, restore  # noqa: F401
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.running import MANAGE, clean_environment, own_folder

pytestmark = pytest.mark.usefixtures("here")


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


@pytest.mark.usefixtures("light")
def test_a_restore_asks_before_it_replaces_anything(tmp_path, monkeypatch):
    path = back_up(tmp_path)
    make_user()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", path)
    assert User.objects.exists()
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    call_command("restore", path)
    assert not User.objects.exists()


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

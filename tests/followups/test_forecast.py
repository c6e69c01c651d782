from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from crm.models import Instance
from followups.forecast import forecast_nudges
from followups.models import Nudge, NudgeMail
from followups.planning import plan_mails
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)


def forecast(now=NOW):
    return "\n".join(forecast_nudges(now))


def test_it_says_who_would_be_nudged_and_who_not_and_why():
    owner = make_user("tim@example.org", contacts_per_mail=1)
    make_contact(owner, name="Dana Weber")
    make_contact(owner, name="Robin Okafor", added_on=date(2026, 1, 10))
    make_contact(owner, name="Kim Ash", added_on=date(2026, 2, 1))
    make_contact(owner, name="Max Stone", paused_until=date(2026, 5, 1))
    make_contact(owner, name="Eli Sand", thanks_held_until=date(2026, 2, 20))
    make_contact(owner, name="Ida Park", standing="stopped")
    assert forecast().splitlines() == [
        "tim@example.org: a mail with 1 contact(s) is due",
        "  would be nudged: Dana Weber, due since 2026-02-10",
        "  not now: Robin Okafor, due, and goes with a later mail",
        "  not now: Eli Sand, thanks are owed; held until 2026-02-20 at most",
        "  not now: Kim Ash, not due before 2026-03-01",
        "  not now: Max Stone, paused until 2026-05-01",
        "  not now: Ida Park, asked not to be contacted",
    ]


def test_it_says_why_there_is_no_mail_yet():
    make_contact(make_user("tim@example.org"))
    said = forecast(NOW - timedelta(hours=1))
    assert "no mail, because the nudge time has not come yet; looked at again 2026-02-10 09:00 UTC" in said


def test_it_tells_of_nudges_that_a_refused_mail_left():
    make_contact(name="Dana Weber")
    plan_mails(NOW)
    NudgeMail.objects.update(state="failed")
    assert "would be nudged: Dana Weber, carried over" in forecast(NOW + timedelta(days=1))


def test_it_says_that_everything_is_held():
    Instance.objects.create(pk=1, mark="m", held_at=NOW, held_because="Restored from a backup.")
    assert forecast().startswith("Everything is held back: Restored from a backup.")


def test_a_dry_run_changes_nothing(time_machine, capsys):
    time_machine.move_to(NOW)
    make_contact(name="Dana Weber")
    call_command("tick", "--dry-run")
    assert "Dana Weber" in capsys.readouterr().out
    assert not Nudge.objects.exists()


def test_a_tick_plans_and_sends_without_a_broker(time_machine, capsys, settings, tmp_path, monkeypatch):
    time_machine.move_to(NOW)
    monkeypatch.setattr("followups.holding.read_database_clock", lambda: datetime.now(UTC))
    settings.MAIL_SERVER, settings.MAIL_DIR, settings.DATA_DIR = None, tmp_path / "mail", tmp_path
    make_contact()
    call_command("tick")
    assert capsys.readouterr().out.strip() == "1 planned, 0 taken up again, 1 sent."
    assert NudgeMail.objects.get().state == "sent"

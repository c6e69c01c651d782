"""What was restored mails nothing until resume, and brings back nobody who left after the backup."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone

from contacts.models import Contact, DoNotContact
from crm.accounts.invitations import make_invitation, revoke_invitation
from crm.api.tokens import find_token, make_token, revoke_token
from crm.models import Instance, Invitation, User
from followups import holding
from followups.departures import journal_path
from followups.holding import keep_mark, may_mail
from followups.models import Nudge, NudgeMail
from followups.months import add_months
from followups.people import add_contact, erase_contact, stop_contact, undo_stop
from followups.sending import drain
from followups.tick import run_tick
from tests.crm.installations import back_up, here, light, own_database, restore  # noqa: F401
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.usefixtures("here", "light")

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_a_restored_installation_mails_nothing_until_resume(tmp_path, time_machine, monkeypatch):
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


def test_after_a_restore_nobody_is_told_of_twice_in_a_month(tmp_path, time_machine, monkeypatch):
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


def test_a_mail_that_was_waiting_is_held_and_one_in_mid_hand_over_is_unsure(tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    waiting = make_nudge_mail(make_user(), NOW.date())
    handing = make_nudge_mail(make_user(), NOW.date(), state="handing", lease_until=NOW + timedelta(minutes=12))
    restore(back_up(tmp_path))
    states = dict(NudgeMail.objects.values_list("pk", "state"))
    assert states == {waiting.pk: "held", handing.pk: "unsure"}


def test_a_backup_from_another_installation_is_held_too(tmp_path):
    may_mail(NOW)
    path = back_up(tmp_path)
    keep_mark("another installation", NOW)
    restore(path)
    assert run_tick(NOW).is_held


def test_who_was_stopped_or_erased_after_the_backup_does_not_come_back(tmp_path):
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


def test_a_restore_of_a_restore_forgets_nobody(tmp_path):
    owner = make_user()
    stopped = make_contact(owner)
    path = back_up(tmp_path)
    stop_contact(stopped)
    restore(path)
    restore(path)
    assert Contact.objects.get().standing == "stopped"


def test_a_stop_that_was_undone_stays_undone(tmp_path, time_machine):
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


def test_a_stop_counts_from_its_own_day(tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    stop_contact(contact)
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    restore(path)
    assert Contact.objects.get().stopped_at == NOW + timedelta(days=1)


def test_who_was_added_and_stopped_after_the_backup_comes_back_stopped(tmp_path):
    owner = make_user()
    path = back_up(tmp_path)
    stop_contact(add_contact(owner, name="Dana", email="dana@example.com"))
    restore(path)
    again = add_contact(User.objects.get(), name="Dana", email="Dana@example.com")
    assert again.standing == "stopped"


def test_a_token_revoked_after_the_backup_opens_no_door_again(tmp_path, capsys):
    owner = make_user()
    revoked, secret = make_token(owner, name="lost with a laptop")
    _kept, other_secret = make_token(owner, name="at home")
    path = back_up(tmp_path)
    revoke_token(revoked)
    restore(path)
    assert find_token(secret) is None
    assert find_token(other_secret)
    assert secret not in journal_path().read_text() and revoked.token_hash not in journal_path().read_text()
    assert "1 token(s) or invitation(s) revoked" in capsys.readouterr().out


def test_an_invitation_taken_back_after_the_backup_stays_so(tmp_path):
    invitation, _link = make_invitation(make_user(is_owner=True), days=7)
    path = back_up(tmp_path)
    revoke_invitation(invitation)
    restore(path)
    assert not Invitation.objects.get().is_open(timezone.now())


def test_departures_before_the_backup_are_left_alone(tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    contact = make_contact(make_user())
    stop_contact(contact)
    undo_stop(contact)
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    restore(back_up(tmp_path))
    assert Contact.objects.get().standing == "active"


def test_a_journal_line_that_was_cut_short_is_told_and_costs_no_other(tmp_path, capsys):
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    stop_contact(contact)
    with journal_path().open("a") as journal:
        journal.write('{"what": "stop')
    restore(path)
    assert Contact.objects.get().standing == "stopped"
    assert "1 line(s) of departures.jsonl" in capsys.readouterr().out


def test_kept_mail_of_somebody_erased_after_the_backup_is_erased_again(tmp_path):
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


def test_departures_are_found_under_the_backups_own_key(tmp_path, settings):
    (tmp_path / "secret_key").write_text("a" * 50)
    settings.SECRET_KEY = "a" * 50
    contact = make_contact(make_user())
    path = back_up(tmp_path)
    stop_contact(contact)
    settings.SECRET_KEY = "b" * 50
    restore(path)
    assert Contact.objects.get().standing == "stopped"
    assert django_settings.SECRET_KEY == "b" * 50

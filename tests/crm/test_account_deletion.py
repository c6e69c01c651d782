"""An account is deleted a week after it was asked for, with everything in it; until then it can be called off."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail as sent_mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from contacts.models import Contact
from crm.account_deletion import ask_for_deletion, call_off_deletion, delete_account, delete_due_accounts
from crm.api.tokens import find_token, make_token
from crm.backup.departed import replay_departures
from crm.housekeeping import keep_house
from crm.models import AuditEvent, User
from followups import outbox
from followups.departures import journal_path
from followups.kept_mail import keep_mail
from followups.models import Nudge, NudgeMail, StateChange
from followups.planning import plan_mails
from followups.sending import drain
from tests.crm.about_dana import WORD, find_in_files, make_everything, plant_words, read_tables
from tests.crm.accounts_cases import confirm, sign_in
from tests.factories import make_contact, make_nudge_mail, make_user

NOW = "2026-11-20T12:00:00Z"
DAY = timedelta(days=1)
PASSWORD = "a calm harbour in May"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tim():
    user = make_user("tim@example.org", name="Tim Berg")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def tims_page(tim, client):
    sign_in(client, PASSWORD, tim.email)
    confirm(client, "/settings/delete/", PASSWORD)
    return client


@pytest.fixture
def due_mail(tim):
    """A nudge is due today, and its mail is planned."""
    make_contact(tim, added_on=date(2026, 9, 1))
    User.objects.update(plan_at=timezone.now() - DAY)
    assert plan_mails(timezone.now()) == 1
    return tim.nudge_mails.get()


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW):
        yield


def later(days):
    return timezone.now() + timedelta(days=days)


def test_asking_wants_to_know_that_it_is_you(tim, client):
    client.force_login(tim)
    assert client.get("/settings/delete/").url.startswith("/accounts/reauthenticate/")
    assert client.post("/settings/delete/").url.startswith("/accounts/reauthenticate/")
    tim.refresh_from_db()
    assert tim.deletion_asked_at is None


def test_what_was_asked_for_is_on_every_page_and_confirmed_by_mail(tim, tims_page):
    tims_page.post("/settings/delete/")
    assert "Keep my account" in tims_page.get("/contacts/").content.decode()
    assert "On 27 November 2026" in tims_page.get("/settings/delete/").content.decode()
    (told,) = [each for each in sent_mail.outbox if "deleted" in each.subject]
    assert told.to == ["tim@example.org"] and "27 November 2026" in told.body


def test_asking_twice_moves_nothing(tim):
    ask_for_deletion(tim)
    asked_at = tim.deletion_asked_at
    with time_machine.travel("2026-11-23T12:00:00Z"):
        assert not ask_for_deletion(tim)
    tim.refresh_from_db()
    assert tim.deletion_asked_at == asked_at


def test_programs_stop_at_once_and_get_in_again_when_it_is_called_off(tim):
    _token, secret = make_token(tim, name="My spreadsheet")
    ask_for_deletion(tim)
    assert find_token(secret) is None
    call_off_deletion(tim)
    assert find_token(secret) is not None


def test_a_mail_that_waits_is_taken_back_and_none_is_planned(tim, due_mail):
    ask_for_deletion(tim)
    due_mail.refresh_from_db()
    assert due_mail.state == NudgeMail.State.CANCELLED
    User.objects.update(plan_at=timezone.now(), mails_stopped_at=None)
    assert plan_mails(later(1)) == 0


def test_a_mail_that_comes_back_after_a_refusal_is_not_tried_again(tim, due_mail):
    (claimed,) = outbox.claim_mails(timezone.now())
    nudges = outbox.read_standing_nudges([claimed])[claimed.pk]
    outbox.hand_over(claimed, rendered=nudges, subject="Dana", now=timezone.now())
    ask_for_deletion(tim)
    outbox.record_deferred(claimed, "451 later", timezone.now())
    NudgeMail.objects.update(not_before=timezone.now())
    assert drain() == 0
    claimed.refresh_from_db()
    assert claimed.state == NudgeMail.State.CANCELLED and Nudge.objects.get().state == Nudge.State.WITHDRAWN


def test_called_off_the_mails_come_again(tim, tims_page):
    tims_page.post("/settings/delete/")
    assert "stays as it was" in tims_page.post("/settings/delete/keep/", follow=True).content.decode()
    tim.refresh_from_db()
    assert (tim.deletion_asked_at, tim.mails_stopped_at) == (None, None)
    assert delete_due_accounts(later(30)) == 0


def test_called_off_mails_that_were_off_before_stay_off(tim):
    User.objects.update(mails_stopped_at=timezone.now() - DAY)
    ask_for_deletion(tim)
    call_off_deletion(tim)
    tim.refresh_from_db()
    assert tim.mails_stopped_at is not None


def test_signing_in_within_the_week_leads_to_the_way_back(tim, client):
    ask_for_deletion(tim)
    sign_in(client, PASSWORD, tim.email)
    assert "Keep my account" in client.get("/").content.decode()


def test_nothing_goes_before_the_week_is_over(tim):
    ask_for_deletion(tim)
    assert keep_house(later(6.9)) == 0
    assert keep_house(later(7.1)) == 1
    assert not User.objects.exists()


def test_the_tick_carries_it_out(tim, capsys):
    ask_for_deletion(tim)
    with time_machine.travel("2026-11-28T12:00:00Z"):
        call_command("tick")
    assert "Accounts deleted" in capsys.readouterr().out and not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_deleted_account_is_left_in_any_table_or_file():
    owner = make_user(f"{WORD}@example.org", name=WORD)
    other = make_user("other@example.org")
    theirs = make_contact(other)
    _dana, rows = make_everything(owner)
    plant_words(rows)
    page = Client()
    page.force_login(owner)
    page.get("/settings/")
    keep_mail(f"To: {WORD}@example.org\n\nYour password".encode(), "account-1")
    keep_mail(b"To: other@example.org\n\nYour password", "account-2")
    ask_for_deletion(owner)
    delete_account(owner)
    assert [table for table, text in read_tables().items() if WORD in text] == []
    assert find_in_files(WORD) == []
    assert "account-2.eml" in find_in_files("other@example.org")
    assert list(Contact.objects.all()) == [theirs] and list(User.objects.all()) == [other]


def test_every_table_is_empty_afterwards_but_for_the_installation_itself(tim):
    make_everything(tim)
    delete_account(tim)
    models = [model for app in ("crm", "contacts", "followups") for model in apps.get_app_config(app).get_models()]
    assert [model.__name__ for model in models if model._base_manager.exists()] == []


def test_a_mail_kept_a_moment_too_late_is_found_by_housekeeping(tim, settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    other = make_nudge_mail(make_user("other@example.org"), date(2026, 11, 1), state="sent", subject="Dana")
    for name in ("of-nobody", other.public_id, "account-7"):
        keep_mail(b"To: x@example.org\n\nHello", name)
    ask_for_deletion(tim)
    keep_house(later(8))
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted([other.public_id, "account-7"])


def test_whoever_is_signed_in_is_signed_out(tim, tims_page):
    delete_account(tim)
    assert not Session.objects.exists()
    assert tims_page.get("/").status_code == 302


def test_the_trail_goes_with_the_account(tim):
    ask_for_deletion(tim)
    delete_account(tim)
    assert not AuditEvent.objects.exists()


def test_the_next_in_line_runs_the_installation(tim):
    User.objects.filter(pk=tim.pk).update(is_owner=True)
    heir = make_user("second@example.org")
    make_user("third@example.org")
    tim.refresh_from_db()
    delete_account(tim)
    assert User.objects.get(is_owner=True) == heir


def test_while_a_mail_is_being_handed_over_the_account_waits(tim, due_mail):
    (claimed,) = outbox.claim_mails(timezone.now())
    nudges = outbox.read_standing_nudges([claimed])[claimed.pk]
    outbox.hand_over(claimed, rendered=nudges, subject="Dana", now=timezone.now())
    ask_for_deletion(tim)
    assert delete_due_accounts(later(8)) == 0
    outbox.record_accepted(claimed, "250 ok", timezone.now())
    assert delete_due_accounts(later(8)) == 1
    assert not NudgeMail.objects.exists() and not StateChange.objects.exists()


def test_what_a_worker_writes_down_after_the_deletion_makes_no_row(tim, due_mail):
    (claimed,) = outbox.claim_mails(timezone.now())
    nudges = outbox.read_standing_nudges([claimed])[claimed.pk]
    delete_account(tim)
    with pytest.raises(outbox.NoLongerOurs):
        outbox.hand_over(claimed, rendered=nudges, subject="Dana", now=timezone.now())
    assert not outbox.record_accepted(claimed, "250 ok", timezone.now())
    assert not outbox.release(claimed)
    assert not StateChange.objects.exists()


def test_no_backup_brings_a_deleted_account_back(tim, settings):
    journal_path().unlink(missing_ok=True)
    before, email, made = timezone.now() - DAY, tim.email, tim.created_at
    number = tim.pk
    delete_account(tim)
    User.objects.create(pk=number, email=email, created_at=made)  # as the backup has it
    other = make_user()
    replayed = replay_departures(journal_path(), since=before, keys=[settings.SECRET_KEY])
    assert replayed.accounts == 1 and list(User.objects.all()) == [other]

"""A resume ends the hold, and what had been waiting goes out."""

from datetime import date, timedelta

import pytest

from crm.models import Instance, User
from followups.holding import keep_mark, mark_path, may_mail, read_kept_mark
from followups.models import Nudge
from followups.tick import run_tick
from tests.crm.held import BACKED_UP, NOW, State, due_on, folder, restored, resume  # noqa: F401
from tests.factories import make_nudge_mail, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_where_nothing_is_held_it_says_so_and_changes_nothing(capsys):
    due_on(date(2026, 7, 1))
    may_mail(NOW)
    before = Instance.objects.values().get()
    resume("--assume-sent-until", "2026-07-05")
    assert "Nothing is held back" in capsys.readouterr().out
    assert Instance.objects.values().get() == before and not Nudge.objects.exists()


def test_a_resume_ends_the_hold():
    due_on(date(2026, 7, 1))
    restored()
    User.objects.update(plan_at=NOW + timedelta(days=9))
    assert run_tick(NOW).is_held
    resume()
    tick = run_tick(NOW + timedelta(minutes=1))
    assert not tick.is_held and tick.planned == 1


def test_a_clone_gets_a_mark_of_its_own_and_mails_after_resume():
    may_mail(NOW)
    first = Instance.objects.get().mark
    mark_path().unlink()
    assert not may_mail(NOW)
    resume()
    assert may_mail(NOW + timedelta(minutes=1))
    assert Instance.objects.get().mark == read_kept_mark().mark != first


def test_another_installations_database_takes_the_mark_of_this_one():
    may_mail(NOW)
    keep_mark("ours", NOW)
    resume()
    assert Instance.objects.get().mark == "ours"


def test_an_instance_id_stays_the_mark(settings):
    may_mail(NOW)
    settings.INSTANCE_ID = "the-one"
    resume()
    assert Instance.objects.get().mark == "the-one"
    assert may_mail(NOW + timedelta(minutes=1))


def test_a_hold_that_no_tick_has_seen_yet_ends_too():
    may_mail(NOW - timedelta(days=40))
    resume()
    assert may_mail(NOW + timedelta(minutes=1))


# Without the option


def test_what_was_held_goes_out_again():
    mail = make_nudge_mail(make_user(), NOW.date(), attempts=3, not_before=NOW + timedelta(hours=4))
    restored()
    resume()
    mail.refresh_from_db()
    assert (mail.state, mail.not_before) == (State.PLANNED, NOW)
    assert mail.state_changes.get(by="operator").old == State.HELD


def test_a_hand_over_that_was_under_way_is_never_repeated():
    mail = make_nudge_mail(make_user(), NOW.date(), state=State.HANDING, lease_until=BACKED_UP)
    restored()
    resume()
    run_tick(NOW + timedelta(minutes=1))
    mail.refresh_from_db()
    assert mail.state == State.UNSURE and "Restored from a backup" in mail.error


def test_without_the_option_nothing_counts_as_mailed():
    contact = due_on(date(2026, 7, 1))
    restored()
    resume()
    assert not contact.nudges.exists()

"""After a resume nothing is mailed twice and nobody is told of too soon; what nobody knows is said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from crm.models import Instance, User
from followups import holding
from followups.holding import hold, keep_mark, mark_path, may_mail, read_instance, read_kept_mark
from followups.models import Nudge, NudgeMail, StateChange
from followups.nudges import answer_not_this_month, undo_answer
from followups.tick import run_tick
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)
BACKED_UP = datetime(2026, 7, 1, 8, tzinfo=UTC)
State = NudgeMail.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, time_machine, monkeypatch):
    settings.DATA_DIR, settings.INSTANCE_ID = tmp_path, ""
    monkeypatch.setattr(holding, "clocks_differ", lambda: False)  # PostgreSQL's clock is not moved
    time_machine.move_to(NOW, tick=False)
    return tmp_path


def restored(*, last_tick_at=BACKED_UP):
    """The installation as after a restore: its last tick long past, everything held."""
    instance = read_instance()
    Instance.objects.update(last_tick_at=last_tick_at)
    hold(instance, "It was restored from a backup.", NOW)


def resume(*words):
    call_command("resume", *words)


def due_on(day, owner=None, **fields):
    """A contact who falls due on that day."""
    return make_contact(owner, added_on=day.replace(month=day.month - 1), **fields)


def nudge_days(contact):
    return [(nudge.on, nudge.state) for nudge in contact.nudges.order_by("on")]


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


# --assume-sent-until


def test_who_was_due_by_then_counts_as_nudged_and_is_not_mailed_again():
    contact, later = due_on(date(2026, 7, 3)), due_on(date(2026, 7, 9))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    assert nudge_days(contact) == [(date(2026, 7, 3), "open")]
    nudge = contact.nudges.get()
    assert nudge.mail is None and nudge.state_changes.get().by == "operator"
    contact.refresh_from_db()
    assert contact.next_on == date(2026, 8, 3)
    assert run_tick(NOW + timedelta(minutes=1)).planned == 1
    assert NudgeMail.objects.get().nudges.get().contact == later


def test_a_tick_that_was_noted_while_held_hides_nobody():
    contact = due_on(date(2026, 7, 3))
    restored(last_tick_at=NOW + timedelta(minutes=1))
    resume("--assume-sent-until", "2026-07-05")
    assert nudge_days(contact) == [(date(2026, 7, 3), "open")]


def test_months_that_were_lost_count_each():
    contact = make_contact(added_on=date(2026, 1, 31))
    restored(last_tick_at=datetime(2026, 2, 1, tzinfo=UTC))
    resume("--assume-sent-until", "2026-06-30")
    days = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert nudge_days(contact) == [*((day, "expired") for day in days), (date(2026, 6, 30), "open")]
    contact.refresh_from_db()
    assert contact.next_on == date(2026, 7, 31)


def test_a_mail_carried_three_at_most_as_ever():
    owner = make_user(contacts_per_mail=3)
    contacts = [due_on(date(2026, 7, 2), owner) for _ in range(5)]
    restored()
    resume("--assume-sent-until", "2026-07-05")
    days = [contact.nudges.get().on for contact in contacts]
    assert days == [date(2026, 7, 2)] * 3 + [date(2026, 7, 3)] * 2


def test_a_moment_before_the_nudge_time_is_not_that_days_mail():
    contact = due_on(date(2026, 7, 5), make_user(time_zone="Europe/Berlin"))
    restored()
    resume("--assume-sent-until", "2026-07-05T06:59Z")  # 08:59 in Berlin
    assert not contact.nudges.exists()


def test_a_moment_after_the_nudge_time_is():
    contact = due_on(date(2026, 7, 5), make_user(time_zone="Europe/Berlin"))
    restored()
    resume("--assume-sent-until", "2026-07-05T09:00+02:00")
    assert nudge_days(contact) == [(date(2026, 7, 5), "open")]


def test_a_day_counts_to_its_end_where_the_user_is():
    west = due_on(date(2026, 7, 5), make_user(time_zone="America/Los_Angeles", nudge_time=time(21)))
    restored()
    resume("--assume-sent-until", "2026-07-05")  # 21:00 there is 04:00 UTC of the 6th
    assert nudge_days(west) == [(date(2026, 7, 5), "open")]


def test_today_means_until_now():
    early, late = (due_on(date(2026, 7, 10), make_user(nudge_time=time(hour))) for hour in (11, 13))
    restored()
    resume("--assume-sent-until", "2026-07-10")
    assert early.nudges.exists() and not late.nudges.exists()
    assert run_tick(NOW + timedelta(hours=2)).planned == 1


def test_the_day_of_the_last_assumed_mail_brings_no_second_one():
    owner = make_user(contacts_per_mail=1)
    due_on(date(2026, 7, 10), owner), due_on(date(2026, 7, 10), owner)
    restored()
    resume("--assume-sent-until", "2026-07-10")
    assert Nudge.objects.count() == 1
    assert run_tick(NOW + timedelta(minutes=1)).planned == 0
    assert run_tick(NOW + timedelta(days=1)).planned == 1


def test_paused_stopped_and_unsubscribed_ones_are_not_counted():
    paused = due_on(date(2026, 7, 2), paused_until=date(2026, 7, 20))
    unsubscribed = due_on(date(2026, 7, 2), make_user(mails_stopped_at=BACKED_UP))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    assert not paused.nudges.exists() and not unsubscribed.nudges.exists()


def test_a_digest_counts_as_mailed_with_everybody_in_it():
    owner = make_user(digest_day=1, digest_since=date(2026, 6, 1), last_mail_on=date(2026, 6, 1))
    contact = due_on(date(2026, 7, 20), owner)
    restored()
    resume("--assume-sent-until", "2026-07-05")
    assert nudge_days(contact) == [(date(2026, 7, 20), "open")]
    assert run_tick(NOW + timedelta(minutes=1)).planned == 0


def test_a_waiting_mail_of_that_time_is_unsure_and_stays_out_of_the_way():
    contact = make_contact(added_on=date(2026, 5, 1))
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1))
    make_nudge(contact, date(2026, 7, 1), mail=mail)
    restored()
    resume("--assume-sent-until", "2026-07-05")
    mail.refresh_from_db()
    assert mail.state == State.UNSURE and "may have been sent before" in mail.error
    assert nudge_days(contact) == [(date(2026, 7, 1), "open")]
    assert run_tick(NOW + timedelta(minutes=1)).planned == 0


def test_a_waiting_mail_of_a_later_day_goes_out():
    mail = make_nudge_mail(make_user(), date(2026, 7, 8))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    mail.refresh_from_db()
    assert mail.state == State.PLANNED


def test_nudges_of_a_refused_mail_count_as_carried_by_a_later_one():
    contact = make_contact(added_on=date(2026, 5, 1))
    mail = make_nudge_mail(contact.owner, date(2026, 6, 30), state=State.FAILED)
    nudge = make_nudge(contact, date(2026, 6, 30), mail=mail)
    User.objects.update(last_mail_on=date(2026, 6, 30))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    nudge.refresh_from_db()
    assert nudge.mail is None and list(nudge.earlier_mails.all()) == [mail]
    assert run_tick(NOW + timedelta(minutes=1)).planned == 0


def test_a_nudge_that_the_database_refuses_leads_to_a_new_date():
    owner = make_user(contacts_per_mail=1)
    contact, other = due_on(date(2026, 7, 2), owner), due_on(date(2026, 7, 2), owner)
    make_nudge(contact, date(2026, 6, 20))
    type(contact).objects.filter(pk=contact.pk).update(next_on=date(2026, 7, 2))  # as a bug might have left it
    restored()
    resume("--assume-sent-until", "2026-07-05")
    contact.refresh_from_db()
    assert nudge_days(contact)[-1][0] == date(2026, 6, 20) and contact.next_on == date(2026, 7, 20)
    assert other.nudges.get().on == date(2026, 7, 2)


def test_an_answer_to_a_recorded_nudge_can_be_undone_without_freeing_the_month():
    contact = due_on(date(2026, 7, 3))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    nudge = contact.nudges.get()
    answer_not_this_month(nudge)
    undo_answer(nudge)
    assert nudge.state == "open"
    assert run_tick(NOW + timedelta(minutes=1)).planned == 0


def test_a_resume_that_was_cut_short_can_be_run_again(monkeypatch):
    contact = due_on(date(2026, 7, 3))
    restored()
    with monkeypatch.context() as patch:
        patch.setattr("followups.resuming.release_hold", fail)
        with pytest.raises(RuntimeError):
            resume("--assume-sent-until", "2026-07-05")
    assert run_tick(NOW).is_held
    resume("--assume-sent-until", "2026-07-05")
    assert nudge_days(contact) == [(date(2026, 7, 3), "open")]
    assert not run_tick(NOW + timedelta(minutes=1)).is_held


def fail(*_):
    raise RuntimeError


@pytest.mark.parametrize("when", ["tomorrow", "2026-13-01", "2026-07-05T25:00", ""])
def test_a_when_that_is_no_day_and_no_moment_is_refused(when):
    restored()
    with pytest.raises(CommandError, match="allowed are a day"):
        resume("--assume-sent-until", when)
    assert run_tick(NOW).is_held


@pytest.mark.parametrize("when", ["2026-07-12", "2026-07-10T12:01Z"])
def test_a_when_that_lies_ahead_is_refused(when):
    contact = due_on(date(2026, 7, 3))
    restored()
    with pytest.raises(CommandError, match="lies ahead"):
        resume("--assume-sent-until", when)
    assert run_tick(NOW).is_held and not contact.nudges.exists()


def test_it_says_what_it_did_and_what_comes_next(capsys):
    contact, later = due_on(date(2026, 7, 3)), due_on(date(2026, 7, 9))
    make_nudge_mail(make_user(), date(2026, 7, 2))
    restored()
    resume("--assume-sent-until", "2026-07-05")
    said = capsys.readouterr().out
    assert "1 nudge(s) that were due by 2026-07-05 are recorded as mailed" in said
    assert "1 mail(s) may have been sent before" in said
    assert f"would be nudged: contact {later.pk}" in said
    assert f"not now: contact {contact.pk}, not due before 2026-08-03" in said
    assert not StateChange.objects.filter(by="planner").exists()

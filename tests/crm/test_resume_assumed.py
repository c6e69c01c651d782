"""After `resume --assume-sent-until` nothing is mailed twice and nobody told of too soon; what is unsure is said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import CommandError

from crm.models import User
from followups.models import Nudge, NudgeMail, StateChange
from followups.nudges import answer_not_this_month, undo_answer
from followups.tick import run_tick
from tests.crm.held import BACKED_UP, NOW, State, due_on, folder, nudge_days, restored, resume  # noqa: F401
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


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
    assert f"would be nudged: {later.name}" in said
    assert f"not now: {contact.name}, not due before 2026-08-03" in said
    assert not StateChange.objects.filter(by="planner").exists()

from datetime import UTC, date, datetime, time, timedelta

import pytest

from contacts.models import Contact
from crm.models import User
from followups.cadence import refresh_next_date
from followups.models import Nudge, NudgeMail
from followups.people import pause_contact
from followups.planning import make_plan, plan_mails
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db

# `make_contact` adds on 10 January: the first nudge falls due on 10 February.
NINE = datetime(2026, 2, 10, 9, tzinfo=UTC)


def settle_all(state="sent"):
    NudgeMail.objects.unfinished().update(state=state)


def plan_day_by_day(first: date, days: int) -> list[date]:
    """Plan at 09:00 UTC on each day, as if every mail were sent; the days of the mails."""
    for number in range(days):
        plan_mails(datetime.combine(first + timedelta(days=number), time(9), UTC))
        settle_all()
    return list(NudgeMail.objects.order_by("on").values_list("on", flat=True))


def test_nothing_is_planned_before_the_nudge_time():
    make_contact()
    assert plan_mails(NINE - timedelta(seconds=1)) == 0


def test_a_due_contact_is_planned_at_the_nudge_time():
    contact = make_contact()
    assert plan_mails(NINE) == 1
    nudge = Nudge.objects.get()
    assert (nudge.contact, nudge.on, nudge.mail.on) == (contact, date(2026, 2, 10), date(2026, 2, 10))
    assert nudge.mail.recipient == contact.owner.email


def test_planning_twice_plans_once():
    make_contact()
    plan_mails(NINE)
    User.objects.update(plan_at=NINE)
    assert plan_mails(NINE) == 0
    assert Nudge.objects.count() == NudgeMail.objects.count() == 1


def test_the_nudge_time_is_wall_clock_time_in_the_users_zone():
    make_contact(make_user(time_zone="America/Los_Angeles", nudge_time=time(7, 30)))
    assert plan_mails(datetime(2026, 2, 10, 15, 29, tzinfo=UTC)) == 0
    assert plan_mails(datetime(2026, 2, 10, 15, 30, tzinfo=UTC)) == 1


def test_after_a_week_of_downtime_there_is_one_nudge():
    contact = make_contact()
    plan_mails(NINE + timedelta(days=7))
    settle_all()
    plan_mails(NINE + timedelta(days=8))
    assert list(contact.nudges.values_list("on", flat=True)) == [date(2026, 2, 17)]
    contact.refresh_from_db()
    assert contact.next_on == date(2026, 3, 17)


def test_a_year_of_days_brings_twelve_nudges():
    make_contact(added_on=date(2026, 1, 31))
    days = plan_day_by_day(date(2026, 2, 1), 365)
    assert len(days) == 12
    assert [day.day for day in days] == [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]


def test_the_longest_waiting_come_first_and_the_rest_on_the_next_days():
    owner = make_user(contacts_per_mail=2)
    names = [make_contact(owner, added_on=date(2026, 1, day)).pk for day in (8, 4, 6, 2, 7)]
    plan_day_by_day(date(2026, 2, 10), 4)
    mails = [sorted(mail.nudges.values_list("contact_id", flat=True)) for mail in NudgeMail.objects.order_by("on")]
    assert mails == [sorted([names[3], names[1]]), sorted([names[2], names[4]]), [names[0]]]


def test_one_mail_a_day():
    owner = make_user()
    make_contact(owner)
    plan_mails(NINE)
    settle_all()
    make_contact(owner)
    assert plan_mails(NINE + timedelta(hours=5)) == 0
    assert plan_mails(NINE + timedelta(days=1)) == 1


def test_who_falls_due_later_in_the_day_is_still_planned_on_it():
    owner = make_user()
    make_contact(owner, added_on=date(2026, 2, 1))
    assert plan_mails(NINE) == 0
    make_contact(owner)
    assert plan_mails(NINE + timedelta(hours=5)) == 1


def test_no_mail_is_planned_while_one_is_under_way():
    owner = make_user()
    make_contact(owner)
    make_nudge_mail(owner, date(2026, 2, 9))
    assert plan_mails(NINE) == 0
    settle_all()
    assert plan_mails(NINE + timedelta(minutes=15)) == 1


def test_the_paused_the_stopped_and_the_ended_are_left_alone(time_machine):
    time_machine.move_to("2026-02-01 12:00Z")
    owner = make_user()
    pause_contact(make_contact(owner), until=date(2026, 6, 1))
    make_contact(owner, standing="stopped")
    make_contact(owner, standing="ended")
    assert plan_mails(NINE) == 0
    assert plan_mails(datetime(2026, 6, 1, 9, tzinfo=UTC)) == 1
    assert Nudge.objects.count() == 1


def test_thanks_that_are_owed_hold_the_nudge_for_fourteen_days():
    contact = make_contact(thanks_held_until=date(2026, 2, 20))
    assert plan_mails(NINE) == 0
    assert plan_mails(NINE + timedelta(days=10)) == 1
    assert contact.nudges.get().on == date(2026, 2, 20)


def test_who_stopped_the_mails_gets_none():
    make_contact(make_user(mails_stopped_at=NINE))
    assert plan_mails(NINE) == 0
    assert not Nudge.objects.exists()


def test_a_new_nudge_expires_the_open_one():
    contact = make_contact()
    plan_day_by_day(date(2026, 2, 10), 40)
    assert list(contact.nudges.order_by("on").values_list("state", flat=True)) == ["expired", "open"]


def test_a_nudge_that_the_database_refuses_leads_to_a_new_date_not_to_a_lost_month():
    contact = make_contact()
    make_nudge(contact, date(2026, 2, 20), state="expired")
    Contact.objects.filter(pk=contact.pk).update(next_on=date(2026, 2, 10))
    assert plan_mails(NINE) == 0
    assert not NudgeMail.objects.exists()
    contact.refresh_from_db()
    assert contact.next_on == date(2026, 3, 20)


def test_the_mail_day_never_goes_back():
    owner = make_user(time_zone="Pacific/Auckland", last_mail_on=date(2026, 2, 11))
    make_contact(owner)
    User.objects.filter(pk=owner.pk).update(time_zone="America/Los_Angeles", plan_at=NINE)
    assert plan_mails(datetime(2026, 2, 11, 18, tzinfo=UTC)) == 0
    assert plan_mails(datetime(2026, 2, 12, 17, tzinfo=UTC)) == 1


def test_the_nudges_of_a_failed_mail_join_the_next_days_mail():
    contact = make_contact()
    plan_mails(NINE)
    failed = NudgeMail.objects.get()
    settle_all("failed")
    plan_mails(NINE + timedelta(days=1))
    nudge = contact.nudges.get()
    assert nudge.mail.on == date(2026, 2, 11)
    assert list(nudge.earlier_mails.all()) == [failed]


def test_what_no_longer_stands_is_not_carried_over(time_machine):
    time_machine.move_to(NINE)
    contact = make_contact()
    plan_mails(NINE)
    settle_all("failed")
    log_touchpoint(contact, kind="article", on=date(2026, 2, 10))
    plan_mails(NINE + timedelta(days=1))
    assert contact.nudges.get().state == "withdrawn"
    assert NudgeMail.objects.count() == 1


def test_the_digest_covers_who_falls_due_before_the_next_one():
    owner = make_user(digest_day=1, digest_since=date(2026, 1, 10), contacts_per_mail=1)
    first = make_contact(owner, added_on=date(2026, 1, 20))
    second = make_contact(owner, added_on=date(2026, 2, 15))
    make_contact(owner, added_on=date(2026, 3, 10))
    days = plan_day_by_day(date(2026, 3, 1), 31)
    assert days == [date(2026, 3, 1)]
    assert first.nudges.get().on == date(2026, 3, 1)
    assert second.nudges.get().on == date(2026, 3, 15)


def test_the_digest_day_is_clamped_to_the_months_end():
    make_contact(make_user(digest_day=31, digest_since=date(2026, 2, 1)))
    assert plan_day_by_day(date(2026, 2, 1), 90) == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_look_changes_nothing():
    owner = make_contact().owner
    owner.refresh_from_db()
    assert make_plan(owner, NINE).is_mail
    assert not Nudge.objects.exists()


def test_trouble_with_one_user_does_not_hold_up_the_others(monkeypatch):
    troubled = make_contact(make_user()).owner
    healthy = make_contact(make_user()).owner
    whole = make_plan

    def trip(user, now):
        if user == troubled:
            raise RuntimeError("broken")
        return whole(user, now)

    monkeypatch.setattr("followups.planning.make_plan", trip)
    assert plan_mails(NINE) == 1
    assert NudgeMail.objects.get().owner == healthy


def test_an_idle_planner_asks_once(django_assert_num_queries):
    contact = make_contact()
    refresh_next_date(contact)
    with django_assert_num_queries(1):
        plan_mails(NINE - timedelta(days=1))

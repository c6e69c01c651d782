from datetime import date

import pytest

from followups.cadence import earliest_outreach_on, explain_next_date, refresh_next_date
from followups.models import Touchpoint
from followups.people import pause_contact, resume_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_rejection

pytestmark = pytest.mark.django_db


def touch(contact, on, kind="article"):
    Touchpoint.objects.create(contact=contact, kind=kind, on=on)
    refresh_next_date(contact)


def test_before_anything_happened_the_clock_starts_when_the_contact_was_added():
    assert make_contact(added_on=date(2026, 3, 5)).next_on == date(2026, 4, 5)


def test_the_clock_starts_at_the_rejection():
    contact = make_contact(added_on=date(2026, 5, 20))
    make_rejection(contact, date(2026, 3, 5))
    assert (contact.next_on, contact.next_from) == (date(2026, 4, 5), "rejection")


def test_the_cadence_is_counted_in_months():
    contact = make_contact(cadence=6)
    make_rejection(contact, date(2026, 8, 31))
    assert contact.next_on == date(2027, 2, 28)


@pytest.mark.parametrize(("kind", "next_from"), [("article", "outreach"), ("thank_you", "thanks")])
def test_every_message_of_yours_moves_the_date(kind, next_from):
    contact = make_contact()
    make_rejection(contact, date(2026, 3, 5))
    touch(contact, date(2026, 3, 20), kind)
    assert (contact.next_on, contact.next_from) == (date(2026, 4, 20), next_from)


def test_a_nudge_moves_the_date_whether_it_was_answered_or_not():
    contact = make_contact()
    make_rejection(contact, date(2026, 3, 5))
    make_nudge(contact, date(2026, 4, 7))
    assert (contact.next_on, contact.next_from) == (date(2026, 5, 7), "nudge")


def test_a_withdrawn_nudge_leaves_the_date_alone():
    contact = make_contact()
    make_rejection(contact, date(2026, 3, 5))
    make_nudge(contact, date(2026, 4, 7), state="withdrawn")
    assert contact.next_on == date(2026, 4, 5)


def test_a_back_dated_entry_never_moves_the_date_backwards(time_machine):
    time_machine.move_to("2026-03-25 12:00Z")
    contact = make_contact()
    touch(contact, date(2026, 3, 20))
    log_touchpoint(contact, kind="article", on=date(2026, 2, 1))
    assert contact.next_on == date(2026, 4, 20)


def test_the_31st_comes_back_after_february():
    contact = make_contact()
    days = [date(2026, 1, 31)]
    make_rejection(contact, days[0])
    for _month in range(4):
        days.append(contact.next_on)
        make_nudge(contact, contact.next_on, state="expired")
    assert [day.day for day in days] == [31, 28, 31, 30, 31]


def test_a_months_last_day_is_an_anchor_of_its_own_unless_a_larger_one_led_there():
    contact = make_contact()
    make_rejection(contact, date(2026, 2, 28))
    assert contact.next_on == date(2026, 3, 28)


def test_the_30th_is_kept_over_the_end_of_february():
    contact = make_contact()
    make_rejection(contact, date(2026, 1, 30))
    touch(contact, date(2026, 2, 28))
    assert contact.next_on == date(2026, 3, 30)


def test_the_end_of_a_pause_is_the_next_date_when_it_comes_last(time_machine):
    time_machine.move_to("2026-03-10 12:00Z")
    contact = make_contact()
    make_rejection(contact, date(2026, 3, 5))
    pause_contact(contact, until=date(2026, 9, 1))
    assert (contact.next_on, contact.next_from) == (date(2026, 9, 1), "pause")
    resume_contact(contact)
    assert contact.next_on == date(2026, 4, 5)


def test_outreach_may_be_composed_a_month_after_the_last_one():
    contact = make_contact(cadence=3)
    touch(contact, date(2026, 1, 31))
    touch(contact, date(2026, 2, 10), "thank_you")
    assert earliest_outreach_on(contact) == date(2026, 2, 28)


def test_nothing_stands_in_the_way_of_a_first_message():
    assert earliest_outreach_on(make_contact()) is None


def test_the_reason_is_a_sentence():
    contact = make_contact(cadence=2)
    make_rejection(contact, date(2026, 3, 5))
    assert explain_next_date(contact) == "2 months after the rejection, on 5 March 2026."


def test_the_planner_is_woken_for_the_nudge_time_of_the_next_date():
    contact = make_contact(added_on=date(2026, 3, 5))
    contact.owner.refresh_from_db()
    assert contact.owner.plan_at.isoformat() == "2026-04-05T09:00:00+00:00"

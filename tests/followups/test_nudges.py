from datetime import date, timedelta

import pytest

from followups.models import Touchpoint
from followups.nudges import CannotUndo, answer_not_this_month, answer_sent, put_off, undo_answer
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-07-01 12:00Z")
    return time_machine


@pytest.fixture
def nudge():
    contact = make_contact(cadence=2)
    return make_nudge(contact, TODAY, mail=make_nudge_mail(contact.owner, TODAY, state="sent"))


def test_sent_it_logs_an_outreach_and_moves_the_date(nudge):
    touchpoint = answer_sent(nudge, on=TODAY)
    assert (touchpoint.counts, touchpoint.source, touchpoint.nudge) == (True, "link", nudge)
    nudge.contact.refresh_from_db()
    assert nudge.contact.next_on == date(2026, 9, 1)


def test_sent_it_twice_logs_one(nudge):
    assert answer_sent(nudge, on=TODAY) == answer_sent(nudge, on=TODAY)
    assert Touchpoint.objects.count() == 1


def test_what_was_logged_by_hand_is_already_noted(nudge):
    noted = log_touchpoint(nudge.contact, kind="article", on=TODAY)
    assert answer_sent(nudge, on=TODAY) == noted
    assert Touchpoint.objects.count() == 1


def test_i_wrote_again_is_logged_early_and_once(nudge):
    log_touchpoint(nudge.contact, kind="article", on=TODAY)
    again = answer_sent(nudge, on=TODAY, again=True)
    assert again.early
    assert answer_sent(nudge, on=TODAY, again=True) == again
    assert Touchpoint.objects.count() == 2


def test_an_expired_nudge_can_still_be_answered(nudge, clock):
    clock.move_to("2026-09-02 12:00Z")
    nudge.state = "expired"
    nudge.save()
    assert answer_sent(nudge, on=date(2026, 9, 2)).on == date(2026, 9, 2)


def test_not_this_month_ends_the_nudge_and_the_next_counts_from_it(nudge):
    answer_not_this_month(nudge)
    assert nudge.state == "not_this_month"
    assert nudge.contact.next_on == date(2026, 9, 1)


def test_not_this_month_can_turn_into_sent_it(nudge):
    answer_not_this_month(nudge)
    answer_sent(nudge, on=TODAY)
    nudge.refresh_from_db()
    assert nudge.state == "sent_it"


def test_undo_takes_the_touchpoint_back(nudge):
    answer_sent(nudge, on=TODAY)
    undo_answer(nudge)
    assert nudge.state == "open"
    assert not Touchpoint.objects.exists()


def test_undo_works_for_30_days(nudge, clock):
    answer_not_this_month(nudge)
    clock.shift(timedelta(days=30, seconds=1))
    with pytest.raises(CannotUndo):
        undo_answer(nudge)


def test_only_the_latest_nudge_is_reopened(nudge):
    answer_not_this_month(nudge)
    make_nudge(nudge.contact, date(2026, 9, 1))
    with pytest.raises(CannotUndo):
        undo_answer(nudge)


def test_who_is_due_without_a_mail_can_be_put_off_and_back():
    contact = make_contact(added_on=date(2026, 5, 1))
    nudge = put_off(contact)
    assert contact.next_on == date(2026, 8, 1)
    undo_answer(nudge)
    contact.refresh_from_db()
    assert contact.next_on == date(2026, 6, 1)


def test_putting_off_takes_the_nudge_out_of_a_mail_not_sent_yet():
    contact = make_contact(added_on=date(2026, 5, 1))
    mail = make_nudge_mail(contact.owner, TODAY)
    make_nudge(contact, TODAY, mail=mail)
    put_off(contact)
    mail.refresh_from_db()
    assert mail.state == "cancelled"
    assert contact.next_on == date(2026, 8, 1)

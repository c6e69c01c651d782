from datetime import date
from uuid import uuid4

import pytest

from followups.models import Touchpoint
from followups.touchpoints import FutureDay, change_touchpoint, delete_touchpoint, log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_1_july(time_machine):
    time_machine.move_to("2026-07-01 12:00Z")


@pytest.fixture
def contact():
    return make_contact()


def log(contact, on, kind="article", **fields):
    return log_touchpoint(contact, kind=kind, on=on, **fields)


def change(touchpoint, **fields):
    now = {name: getattr(touchpoint, name) for name in ("kind", "on", "channel", "text", "url")}
    return change_touchpoint(touchpoint, **{**now, **fields})


def verdicts(contact):
    rows = contact.touchpoints.order_by("on", "id")
    return [(row.on.isoformat()[5:], "early" if row.early else "counts" if row.counts else "-") for row in rows]


def test_outreach_counts(contact):
    assert log(contact, date(2026, 6, 1)).counts


def test_a_thank_you_does_not_count_and_is_never_early(contact):
    log(contact, date(2026, 6, 1))
    log(contact, date(2026, 6, 2), kind="thank_you")
    assert verdicts(contact) == [("06-01", "counts"), ("06-02", "-")]


def test_outreach_within_the_month_is_kept_as_early_and_moves_the_date(contact):
    log(contact, date(2026, 6, 1))
    early = log(contact, date(2026, 6, 20))
    assert early.early and not early.counts
    assert contact.next_on == date(2026, 7, 20)


def test_a_back_dated_entry_makes_its_successor_early(contact):
    log(contact, date(2026, 6, 20))
    log(contact, date(2026, 6, 1))
    assert verdicts(contact) == [("06-01", "counts"), ("06-20", "early")]


def test_two_on_one_day_are_one_that_counts_and_one_early(contact):
    log(contact, date(2026, 6, 1))
    log(contact, date(2026, 6, 1))
    assert verdicts(contact) == [("06-01", "counts"), ("06-01", "early")]


def test_deleting_one_recounts_the_next(contact):
    first = log(contact, date(2026, 6, 1))
    log(contact, date(2026, 6, 20))
    delete_touchpoint(first)
    assert verdicts(contact) == [("06-20", "counts")]


def test_moving_one_recounts_both_places(contact):
    log(contact, date(2026, 4, 1))
    moved = log(contact, date(2026, 4, 20))
    log(contact, date(2026, 6, 1))
    change(moved, on=date(2026, 5, 20))
    assert verdicts(contact) == [("04-01", "counts"), ("05-20", "counts"), ("06-01", "early")]


def test_turning_one_into_a_thank_you_recounts_the_next(contact):
    first = log(contact, date(2026, 6, 1))
    log(contact, date(2026, 6, 20))
    change(first, kind="thank_you")
    assert verdicts(contact) == [("06-01", "-"), ("06-20", "counts")]


def test_a_row_that_was_written_past_us_to_count_gives_way_to_the_one_before_it(contact):
    first = log(contact, date(2026, 4, 20))
    log(contact, date(2026, 5, 10))
    Touchpoint.objects.create(contact=contact, kind="article", on=date(2026, 5, 25), counts=True)
    change(first, on=date(2026, 4, 1))
    assert verdicts(contact) == [("04-01", "counts"), ("05-10", "counts"), ("05-25", "early")]


def test_imported_history_does_not_count_but_makes_the_next_early(contact):
    log(contact, date(2026, 6, 1), source="import")
    log(contact, date(2026, 6, 20))
    assert verdicts(contact) == [("06-01", "-"), ("06-20", "early")]


def test_a_day_to_come_is_refused(contact):
    with pytest.raises(FutureDay):
        log(contact, date(2026, 7, 2))


def test_today_is_the_users_own_day():
    contact = make_contact(make_user(time_zone="Pacific/Auckland"))
    assert log(contact, date(2026, 7, 2)).on == date(2026, 7, 2)


def test_the_same_submission_is_logged_once(contact):
    submission = uuid4()
    first = log(contact, date(2026, 6, 1), submission=submission)
    assert log(contact, date(2026, 6, 1), submission=submission) == first
    assert Touchpoint.objects.count() == 1


def test_a_nudge_not_mailed_yet_is_withdrawn_and_its_empty_mail_cancelled(contact):
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1))
    nudge = make_nudge(contact, date(2026, 7, 1), mail=mail)
    log(contact, date(2026, 6, 30))
    nudge.refresh_from_db()
    mail.refresh_from_db()
    assert (nudge.state, mail.state) == ("withdrawn", "cancelled")
    assert contact.next_on == date(2026, 7, 30)


def test_a_mail_with_others_left_is_planned_anew_without_the_one(contact):
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1), state="claimed", token="t")
    make_nudge(contact, date(2026, 7, 1), mail=mail)
    other = make_nudge(make_contact(contact.owner), date(2026, 7, 1), mail=mail)
    log(contact, date(2026, 7, 1))
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.token, other.state) == ("planned", "", "open")


@pytest.mark.parametrize("state", ["handing", "sent", "unsure"])
def test_a_mailed_nudge_is_answered_instead(contact, state):
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1), state=state)
    nudge = make_nudge(contact, date(2026, 7, 1), mail=mail)
    touchpoint = log(contact, date(2026, 7, 1))
    nudge.refresh_from_db()
    assert (nudge.state, nudge.touchpoint) == ("sent_it", touchpoint)


def test_an_old_entry_leaves_a_standing_nudge_alone(contact):
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1))
    nudge = make_nudge(contact, date(2026, 7, 1), mail=mail)
    log(contact, date(2026, 3, 1))
    nudge.refresh_from_db()
    assert nudge.state == "open"


def test_deleting_what_answered_a_nudge_opens_it_again(contact):
    mail = make_nudge_mail(contact.owner, date(2026, 7, 1), state="sent")
    nudge = make_nudge(contact, date(2026, 7, 1), mail=mail)
    delete_touchpoint(log(contact, date(2026, 7, 1)))
    nudge.refresh_from_db()
    assert nudge.state == "open"

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import RequestFactory

from crm.context import Installation, next_mail_on, show_installation
from crm.models import Instance
from followups.models import NudgeMail
from tests.factories import make_contact, make_nudge_mail, make_user

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def user(db):
    return make_user(created_at=NOW - timedelta(days=90))


@pytest.fixture
def instance(db):
    return Instance.objects.create(pk=1, mark="here", last_tick_at=NOW - timedelta(seconds=20))


def look(user, now=NOW):
    with time_machine.travel(now, tick=False):
        return Installation(user, now)


def test_foot_says_when_the_scheduler_ticked(user, instance):
    assert look(user).tick_line == "Scheduler ticked 20 s ago"
    assert look(user, NOW + timedelta(minutes=3)).tick_line == "Scheduler ticked 3 min ago"
    assert look(user, NOW + timedelta(days=3)).tick_line == "Scheduler ticked 3 days ago"


def test_foot_copes_with_a_database_that_never_ticked(user):
    assert look(user).tick_line == "The scheduler has not ticked yet"


def test_stale_tick_is_said_when_healthz_says_it(user, instance):
    assert not look(user, NOW + timedelta(minutes=2)).troubles
    assert look(user, NOW + timedelta(minutes=3)).is_stale


def test_new_installation_is_given_three_minutes_to_tick(db):
    assert not look(make_user(created_at=NOW - timedelta(minutes=1))).troubles
    assert look(make_user(created_at=NOW - timedelta(minutes=4))).is_stale


def test_a_clock_that_was_set_back_is_said(user, instance):
    assert not look(user, NOW - timedelta(seconds=30)).troubles
    behind = look(user, NOW - timedelta(hours=1))
    assert behind.is_clock_behind and behind.troubles


@pytest.mark.parametrize(
    ("trouble", "minutes", "said"),
    [("login", 0, "user name and password"), ("away", 14, ""), ("away", 15, "cannot be reached"), ("", 60, "")],
)
def test_a_mail_server_that_takes_nothing_is_said(user, instance, trouble, minutes, said):
    Instance.objects.update(mail_trouble=trouble, mail_trouble_since=NOW - timedelta(minutes=minutes))
    seen = look(user).mail_server_trouble
    assert said in seen if said else seen == ""
    assert look(user).troubles is bool(said)


def test_held_installation_is_said(user, instance):
    instance.held_at, instance.held_because = NOW, "It was restored."
    instance.save()

    assert look(user).is_held
    assert look(user).held_because == "It was restored."


@pytest.mark.parametrize(
    ("mail", "is_trouble"),
    [
        ({"state": NudgeMail.State.PLANNED}, False),
        ({"state": NudgeMail.State.PLANNED, "attempts": 1, "error": "refused"}, True),
        ({"state": NudgeMail.State.FAILED}, True),
        ({"state": NudgeMail.State.SENT}, False),
        ({"state": NudgeMail.State.FAILED, "on": TODAY - timedelta(days=8)}, False),
    ],
)
def test_failing_mail_is_said(user, instance, mail, is_trouble):
    make_nudge_mail(user, **{"on": TODAY, **mail})

    assert look(user).has_mail_trouble is is_trouble


def test_refused_mail_is_forgotten_once_a_later_one_is_accepted(user, instance):
    make_nudge_mail(user, TODAY - timedelta(days=1), state=NudgeMail.State.FAILED)
    make_nudge_mail(user, TODAY, state=NudgeMail.State.SENT)

    assert not look(user).has_mail_trouble


def test_mail_of_somebody_else_is_nobodys_business(user, instance):
    make_nudge_mail(make_user(), TODAY, state=NudgeMail.State.FAILED)

    assert not look(user).has_mail_trouble


def test_all_of_it_is_one_query(user, instance, django_assert_num_queries):
    make_contact(user)
    with django_assert_num_queries(1):
        installation = look(user)
        assert installation.tick_line
        assert installation.next_mail_line
        assert not installation.troubles


def test_nothing_is_asked_until_a_page_shows_it(user, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = user

    with django_assert_num_queries(0):
        assert "installation" in show_installation(request)


def test_strangers_are_told_nothing(db):
    assert "installation" not in show_installation(RequestFactory().get("/"))


def test_next_mail_is_said(user, instance):
    make_contact(user, added_on=date(2026, 2, 14))

    assert look(user).next_mail_line == "Next mail: 14 March, 09:00"


def test_stopped_mails_are_said(user, instance):
    user.mails_stopped_at = NOW

    assert look(user).next_mail_line == "Nudge mails are switched off"


@pytest.mark.parametrize(
    ("next_on", "last_mail_on", "digest_day", "expected"),
    [
        (None, None, None, None),
        (date(2026, 3, 20), None, None, date(2026, 3, 20)),
        (date(2026, 3, 1), None, None, TODAY),
        (date(2026, 3, 1), TODAY, None, date(2026, 3, 11)),
        (date(2026, 3, 1), None, 5, date(2026, 4, 5)),
        (date(2026, 3, 1), None, 31, date(2026, 3, 31)),
        (date(2026, 3, 1), date(2026, 3, 31), 31, date(2026, 4, 30)),
    ],
)
def test_next_mail_day(db, next_on, last_mail_on, digest_day, expected):
    user = make_user(last_mail_on=last_mail_on, digest_day=digest_day)

    assert next_mail_on(user, next_on, TODAY) == expected


def test_stale_tick_stands_on_every_page_and_outside_main(client, user, instance):
    client.force_login(user)

    page = client.get("/settings/").content.decode()

    before_main = page.partition("<main")[0]
    assert "Nudges are not going out right now: the scheduler last ticked on 10 March, 11:59." in before_main
    assert "Scheduler ticked" in page.partition("</main>")[2]

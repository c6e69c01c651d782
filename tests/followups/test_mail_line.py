"""A mail server that does not let us in is noticed before the next nudge is due, and noticed once it does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm.models import Instance
from followups.mail_line import ask_line, ask_soon, line_is_to_be_asked
from followups.models import NudgeMail
from followups.sending import drain
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def server():
    with SmtpServer(login=("me", "right")) as server:
        yield server


@pytest.fixture(autouse=True)
def instance():
    return Instance.objects.create(pk=1, mark="m", last_tick_at=NOW)


def with_password(settings, server, password):
    settings.MAIL_SERVER = server.as_mail_server(user="me", password=password)


def trouble():
    return Instance.objects.get().mail_trouble


def test_a_wrong_password_is_noticed_without_a_mail(settings, server):
    with_password(settings, server, "wrong")
    assert line_is_to_be_asked(NOW)
    ask_line(NOW)
    assert trouble() == "login"
    assert Instance.objects.get().lasting_mail_trouble(NOW)


def test_the_server_is_asked_seldom_and_by_one(settings, server):
    with_password(settings, server, "right")
    ask_line(NOW)
    ask_line(NOW)
    assert server.lines == 1
    assert not line_is_to_be_asked(NOW + timedelta(minutes=59))
    assert line_is_to_be_asked(NOW + timedelta(minutes=60))


def test_after_a_start_it_is_asked_at_once(settings, server):
    with_password(settings, server, "right")
    ask_line(NOW)
    ask_soon()
    assert line_is_to_be_asked(NOW)


def test_a_refused_login_is_tried_again_in_ten_minutes(settings, server):
    with_password(settings, server, "wrong")
    ask_line(NOW)
    assert not line_is_to_be_asked(NOW + timedelta(minutes=9))
    assert line_is_to_be_asked(NOW + timedelta(minutes=10))


def test_who_needs_no_login_is_left_alone(settings, server):
    settings.MAIL_SERVER = server.as_mail_server()
    assert not line_is_to_be_asked(NOW)
    settings.MAIL_SERVER = None
    assert not line_is_to_be_asked(NOW)


def test_once_it_lets_us_in_the_waiting_mails_go_at_once(settings, server):
    with_password(settings, server, "wrong")
    ask_line(NOW)
    in_hours = datetime.now(UTC) + timedelta(hours=4)
    mail = make_nudge_mail(make_user(), date(2026, 5, 1), attempts=5, error="535", not_before=in_hours)
    with_password(settings, server, "right")
    ask_line(NOW + timedelta(minutes=10))
    assert trouble() == ""
    mail.refresh_from_db()
    assert mail.not_before < in_hours


def test_a_server_that_is_busy_is_no_wrong_password(settings, server):
    server.fail("auth", "454 4.7.0 Try again later", times=None)
    with_password(settings, server, "right")
    ask_line(NOW)
    assert trouble() == "away"
    assert Instance.objects.get().lasting_mail_trouble(NOW + timedelta(minutes=14)) == ""
    ask_line(NOW + timedelta(minutes=10))
    assert Instance.objects.get().lasting_mail_trouble(NOW + timedelta(minutes=15))


def test_a_sending_tells_of_the_server_too(settings, server):
    contact = make_contact(make_user(), added_on=date(2026, 4, 1))
    mail = make_nudge_mail(contact.owner, date(2026, 5, 1))
    make_nudge(contact, date(2026, 5, 1), mail=mail)
    with_password(settings, server, "wrong")
    assert drain() == 0
    assert trouble() == "login"
    with_password(settings, server, "right")
    NudgeMail.objects.update(not_before=NOW)
    assert drain() == 1
    assert trouble() == ""

"""A browser that signed in before: told of by mail when it is new, and counted by itself."""

import pytest
from django.core import mail
from django.test import Client

from crm.accounts.known_devices import find_mark
from crm.models import AuditEvent, User
from tests.crm.accounts_cases import make_owner, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NEW = "You signed in to Afterword somewhere new"


@pytest.fixture
def owner():
    return make_owner()


def subjects():
    return [message.subject for message in mail.outbox]


def test_a_sign_in_somewhere_new_is_told_by_mail(client, owner):
    sign_in(client, headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})

    assert subjects() == [NEW]
    assert mail.outbox[0].to == [owner.email]
    assert "127.0.0.1, Firefox on Linux" in mail.outbox[0].body


def test_a_sign_in_where_somebody_was_before_is_not(client, owner):
    for _ in range(2):
        sign_in(client)
        client.post("/accounts/logout/")

    assert subjects() == [NEW]


def test_where_the_account_was_made_is_known(client, db):
    typed = {"email": "ada@example.org", "password1": "a quiet desk", "time_zone": "UTC"}
    client.post("/welcome/", typed, HTTP_HOST="localhost")
    client.post("/accounts/logout/", HTTP_HOST="localhost")
    sign_in(client, HTTP_HOST="localhost")

    assert subjects() == []


def test_a_device_is_known_for_the_account_that_used_it(rf, client, owner):
    sign_in(client)
    request = rf.get("/")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}

    assert find_mark(request, owner)
    assert not find_mark(request, make_user())


@pytest.mark.parametrize("forged", ["", "x", "eyIxIjpbIngiLDFdfQ:1:x", "é", "x" * 5000])
def test_a_forged_mark_is_none(rf, owner, forged):
    request = rf.get("/")
    request.COOKIES = {"known_device": forged}

    assert find_mark(request, owner) == ""


def test_a_failed_sign_in_stands_in_the_history(owner):
    sign_in(Client(), "wrong")

    assert AuditEvent.objects.filter(user=owner, kind="sign_in_failed").count() == 1


def test_a_mail_server_that_is_away_keeps_nobody_out(client, owner, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    assert sign_in(client).url == "/"
    assert User.objects.count() == 1

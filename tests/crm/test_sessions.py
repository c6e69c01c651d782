"""Sessions: where they are, how long they last, and what ends them."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from crm.models import User
from tests.crm.accounts_cases import PASSWORD, add_app, confirm, make_owner, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def laptop(owner):
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client)
    return client


def is_in(client):
    return client.get("/settings/").status_code == 200


def change_password(client):
    typed = {"oldpassword": PASSWORD, "password1": "another quiet desk", "password2": "another quiet desk"}
    client.post("/accounts/password/change/", typed)


def test_every_session_is_shown_with_its_device(client, laptop):
    sign_in(client)

    page = client.get("/settings/sessions/").content.decode()

    assert "Firefox on Windows" in page
    assert page.count("From 127.0.0.1") == 2
    assert page.count("this one") == 1


def test_one_session_is_ended(client, owner, laptop):
    sign_in(client)
    session = UserSession.objects.get(session_key=laptop.session.session_key)

    client.post(f"/settings/sessions/{session.pk}/end/")

    assert not is_in(laptop)
    assert is_in(client)


def test_all_others_are_ended_by_who_shows_who_they_are(client, owner, laptop):
    sign_in(client)
    question = client.post("/settings/sessions/end-others/")
    assert question.url.startswith("/accounts/reauthenticate/")

    confirm(client, "/settings/sessions/end-others/")

    assert not is_in(laptop)
    assert is_in(client)


def test_the_session_of_another_user_is_not_there(client, laptop):
    client.force_login(make_user())

    assert client.post(f"/settings/sessions/{UserSession.objects.get().pk}/end/").status_code == 404
    assert is_in(laptop)


def test_the_id_changes_at_sign_in_and_when_somebody_shows_who_they_are(client, owner):
    client.get("/accounts/login/")
    ids = [client.session.session_key]
    sign_in(client)
    ids.append(client.session.session_key)
    confirm(client, "/settings/security/")
    ids.append(client.session.session_key)

    assert len(set(ids)) == 3
    assert is_in(client)
    assert UserSession.objects.get().session_key == ids[-1]


def test_signing_out_ends_the_session_on_the_server(client, owner):
    sign_in(client)
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key

    assert not is_in(client)


def test_another_password_ends_all_but_this_session(client, laptop):
    sign_in(client)
    change_password(client)

    assert is_in(client)
    assert not is_in(laptop)


def test_a_password_set_anew_by_mail_ends_every_session(laptop):
    visitor = Client()
    visitor.post("/accounts/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"http://127.0.0.1:8000(/\S+/key/\S+)", mail.outbox[-1].body).group(1)
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": "another quiet desk", "password2": "another quiet desk"})

    assert is_in(visitor)
    assert not is_in(laptop)


def test_a_changed_factor_ends_all_but_this_session(client, owner, laptop):
    add_app(owner)
    client.force_login(owner)
    confirm(client, "/settings/security/")
    client.post("/accounts/2fa/totp/deactivate/")

    assert is_in(client)
    assert not is_in(laptop)


def test_an_account_at_rest_is_signed_out_at_once(owner, laptop):
    User.objects.update(is_active=False)

    assert not is_in(laptop)
    assert sign_in(Client()).url == "/accounts/inactive/"


def test_whoever_stays_away_for_a_month_is_signed_out(laptop):
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not is_in(laptop)


def test_whoever_comes_often_stays_for_three_months_and_no_longer(laptop):
    start = timezone.now()
    for days in (20, 40, 60, 80, 89):
        with time_machine.travel(start + timedelta(days=days)):
            assert is_in(laptop), days
    with time_machine.travel(start + timedelta(days=91)):
        assert laptop.get("/settings/").url == "/accounts/login/"
        assert "signed in for three months" in laptop.get("/accounts/login/").content.decode()


def test_a_session_is_noted_as_used_now_and_then(laptop, django_assert_num_queries):
    seen = UserSession.objects.get().last_seen_at
    is_in(laptop)
    assert UserSession.objects.get().last_seen_at == seen

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        is_in(laptop)
    assert UserSession.objects.get().last_seen_at > seen


@override_settings(
    SESSION_COOKIE_NAME="__Host-sessionid", SESSION_COOKIE_SECURE=True, MFA_TRUST_COOKIE_NAME="__Host-remembered"
)
def test_over_https_every_cookie_is_bound_to_this_host(owner):
    client = Client()
    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD}, secure=True)

    for name in ("__Host-sessionid", "__Host-known_device"):
        cookie = answer.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert cookie["samesite"] == "Lax"


def test_what_is_said_once_is_kept_on_the_server(client, owner):
    client.force_login(owner)
    client.post("/settings/", {})

    assert "messages" not in client.cookies


def test_a_token_is_made_by_who_shows_once_more_who_they_are(client, owner):
    sign_in(client)
    question = client.post("/settings/tokens/", {"name": "My spreadsheet", "scope": "read", "days": "30"})
    assert question.url.startswith("/accounts/reauthenticate/")
    assert not owner.api_tokens.exists()

    page = confirm(client, "/settings/tokens/").content.decode()

    assert "This is the token “My spreadsheet”" in page
    assert owner.api_tokens.get().scope == "read"


@pytest.mark.parametrize("path", ["/", "/contacts/", "/settings/", "/accounts/password/change/"])
def test_signing_out_is_on_every_page(client, owner, path):
    client.force_login(owner)

    assert client.get(path).content.decode().count('href="/accounts/logout/"') == 1

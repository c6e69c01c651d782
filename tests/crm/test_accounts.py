import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings

from crm.accounts import create_owner
from crm.models import User

PASSWORD = "a quiet desk"


@pytest.fixture
def owner(db):
    cache.clear()
    return create_owner(email="ada@example.org", password=PASSWORD, name="Ada", time_zone="UTC")


def sign_in(client, password=PASSWORD, email="ada@example.org"):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_owner_signs_in_and_lands_on_today(client, owner):
    response = sign_in(client, email="Ada@Example.org")

    assert response.url == "/"
    assert client.get("/settings/").status_code == 200


def test_session_changes_at_sign_in(client, owner):
    session = client.session
    session["left"] = "here"
    session.save()
    before = client.cookies["sessionid"].value

    sign_in(client)

    assert client.cookies["sessionid"].value != before


def test_wrong_password_and_unknown_address_are_answered_alike(client, owner):
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, email="nobody@example.org")

    sentence = "This e-mail and password do not belong together."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert 'value="ada@example.org"' in wrong.content.decode()


def test_sign_in_is_refused_after_many_failures(client, owner):
    for _attempt in range(6):
        response = sign_in(client, "wrong")

    assert "too often" in response.content.decode()
    assert "too often" in sign_in(client).content.decode()


def test_signing_out_is_a_post(client, owner):
    client.force_login(owner)

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/settings/").url == "/accounts/login/?next=/settings/"


def test_password_is_changed(client, owner):
    client.force_login(owner)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "another quiet desk", "password2": "another quiet desk"},
    )

    owner.refresh_from_db()
    assert owner.check_password("another quiet desk")
    assert client.get("/settings/").status_code == 200
    assert "password of your Afterword account was changed" in mail.outbox[0].body


def ask_for_reset(client, email="ada@example.org"):
    return client.post("/accounts/password/reset/", {"email": email}, follow=True)


def read_reset_path():
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[-1].body).group(1)


def test_password_is_reset_by_mail(client, owner):
    ask_for_reset(client)
    form = client.get(read_reset_path(), follow=True)
    path = form.redirect_chain[-1][0]

    response = client.post(path, {"password1": "another quiet desk", "password2": "another quiet desk"})

    assert response.url == "/"
    owner.refresh_from_db()
    assert owner.check_password("another quiet desk")
    assert client.get("/settings/").status_code == 200


def test_reset_link_works_once(client, owner):
    ask_for_reset(client)
    path = read_reset_path()
    owner.set_password("changed meanwhile")
    owner.save()

    page = client.get(path, follow=True).content.decode()

    assert "This link does not work any more" in page


def test_reset_tells_nobody_who_has_an_account(client, owner):
    known, unknown = ask_for_reset(client), ask_for_reset(client, "nobody@example.org")

    assert known.redirect_chain == unknown.redirect_chain
    assert "If there is an account with that e-mail" in unknown.content.decode()
    assert "There is none with this address" in mail.outbox[-1].body


def test_reset_mail_speaks_of_the_product(client, owner):
    ask_for_reset(client)

    assert mail.outbox[0].subject == "Choose a new Afterword password"
    assert "example.com" not in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_page_says_where_mail_is_kept(client, owner):
    assert "no mail server (EMAIL_URL)" in client.get("/accounts/password/reset/").content.decode()


def test_mail_server_that_is_away_is_told(client, owner, monkeypatch):
    def fail(self, fail_silently=False):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    page = ask_for_reset(client).content.decode()

    assert "the mail server did not take it" in page


def test_new_accounts_are_closed_by_default(client, owner):
    page = client.get("/accounts/signup/").content.decode()
    assert "No new accounts here" in page

    client.post("/accounts/signup/", {"email": "b@example.org", "password1": PASSWORD, "time_zone": "UTC"})
    assert User.objects.count() == 1


@override_settings(SIGNUP="open")
def test_open_installation_takes_new_accounts(client, owner):
    typed = {"email": "Grace@Example.org", "password1": PASSWORD, "name": "Grace", "time_zone": "America/New_York"}

    response = client.post("/accounts/signup/", typed)

    assert response.url == "/"
    grace = User.objects.get(email="grace@example.org")
    assert (grace.name, grace.time_zone, grace.is_owner) == ("Grace", "America/New_York", False)
    assert client.get("/settings/").status_code == 200


def change_email(client, email):
    sign_in(client)
    question = client.post("/accounts/email/", {"email": email, "action_add": ""})
    return client.post(question.url, {"password": PASSWORD, "next": "/accounts/email/"}, follow=True)


def test_new_email_counts_once_its_link_is_opened(client, owner):
    change_email(client, "ada@lovelace.example")
    owner.refresh_from_db()
    assert owner.email == "ada@example.org"
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body).group(1)

    assert "From now on you sign in with ada@lovelace.example" in client.get(link).content.decode()
    client.post(link)

    owner.refresh_from_db()
    assert owner.email == "ada@lovelace.example"
    assert [message.to for message in mail.outbox[1:]] == [["ada@example.org"]]


def test_email_of_somebody_else_is_refused(client, owner):
    User.objects.create_user("grace@example.org", PASSWORD)

    client.force_login(owner)

    page = client.post("/accounts/email/", {"email": "grace@example.org", "action_add": ""}).content.decode()

    assert "There is an account with this e-mail already" in page


def test_email_change_asks_who_it_is(client, owner):
    client.force_login(owner)

    response = client.post("/accounts/email/", {"email": "ada@lovelace.example", "action_add": ""})

    assert response.url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/inactive/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/wrong/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/key/1-wrong/",
        "/accounts/login/code/confirm/",
    ],
)
def test_no_page_has_the_raw_look_of_the_library(client, owner, path):
    page = client.get(path, follow=True).content.decode()

    assert 'class="main' in page
    assert "Menu:" not in page

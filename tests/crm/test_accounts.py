import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import timezone

from crm import settings
from crm.models import User
from tests.crm.accounts_cases import PASSWORD, make_owner, sign_in

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def owner(db):
    return make_owner()


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


def test_signing_out_is_a_post(client, owner):
    client.force_login(owner)

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/settings/").status_code == 200
    signed_out = client.post("/accounts/logout/")
    assert signed_out.headers["Clear-Site-Data"] == '"cache", "storage"'
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
    return re.search(rf"{HERE}(/accounts/password/reset/key/\S+)", mail.outbox[-1].body).group(1)


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


def sign_up(client, email="Grace@Example.org"):
    typed = {"email": email, "password1": "another quiet desk", "name": "Grace", "time_zone": "America/New_York"}
    return client.post("/accounts/signup/", typed)


def test_new_accounts_are_closed_by_default(client, owner):
    page = client.get("/accounts/signup/").content.decode()
    assert "No new accounts here" in page

    client.post("/accounts/signup/", {"email": "b@example.org", "password1": PASSWORD, "time_zone": "UTC"})
    assert User.objects.count() == 1


@override_settings(SIGNUP="open")
def test_open_installation_takes_new_accounts(client, owner):
    response = sign_up(client)

    assert response.url == "/"
    grace = User.objects.get(email="grace@example.org")
    assert (grace.name, grace.time_zone, grace.is_owner) == ("Grace", "America/New_York", False)
    assert client.get("/settings/").status_code == 200


def change_email(client, email):
    sign_in(client)
    mail.outbox.clear()
    question = client.post("/accounts/email/", {"email": email, "action_add": ""})
    return client.post(question.url, {"password": PASSWORD, "next": "/accounts/email/"}, follow=True)


def test_new_email_counts_once_its_link_is_opened(client, owner):
    change_email(client, "ada@lovelace.example")
    owner.refresh_from_db()
    assert owner.email == "ada@example.org"
    link = re.search(rf"{HERE}(/accounts/confirm-email/\S+)", mail.outbox[0].body).group(1)

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


def test_a_mailed_link_leads_to_the_address_of_the_site_whatever_the_request_says(client, owner):
    client.post("/accounts/password/reset/", {"email": owner.email}, headers={"host": "localhost:6666"})

    assert HERE in mail.outbox[0].body
    assert "6666" not in mail.outbox[0].body


@override_settings(SIGNUP="open", ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_where_there_is_a_mail_server_a_new_account_waits_for_its_link(client, owner):
    answer = sign_up(client)

    assert answer.url == "/accounts/confirm-email/"
    assert client.get("/settings/").status_code == 302
    link = re.search(rf"{HERE}(/accounts/confirm-email/\S+)", mail.outbox[0].body).group(1)
    client.get(link)
    assert client.post(link).url == "/"
    assert client.get("/settings/").status_code == 200


@override_settings(SIGNUP="open", ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_an_account_that_was_never_confirmed_is_not_signed_in_to(client, owner):
    sign_up(Client())

    assert sign_in(client, "another quiet desk", "grace@example.org").url == "/accounts/confirm-email/"
    assert client.get("/settings/").status_code == 302


@override_settings(SIGNUP="open", ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_who_had_an_account_before_confirms_nothing(client, owner):
    EmailAddress.objects.all().delete()

    assert sign_in(client).url == "/"


@override_settings(SIGNUP="open", ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_signing_up_tells_nobody_who_has_an_account(owner):
    new, taken = Client(), Client()
    answers = [sign_up(new), sign_up(taken, email=owner.email)]

    assert answers[0].url == answers[1].url
    assert answers[0].status_code == answers[1].status_code
    pages = [visitor.get(answers[0].url).content.decode() for visitor in (new, taken)]
    assert without_address(pages[0]) == without_address(pages[1])
    assert [message.to for message in mail.outbox] == [["grace@example.org"], [owner.email]]
    assert "There is one already" in mail.outbox[1].body
    assert User.objects.count() == 2


def without_address(page):
    page = re.sub(r"csrfmiddlewaretoken.*?>", "", page)
    return page.replace("grace@example.org", "…").replace("ada@example.org", "…")


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_asking_for_a_taken_address_tells_its_owner_alone(client, owner):
    grace = User.objects.create_user("grace@example.org", PASSWORD)

    page = change_email(client, grace.email).content.decode()

    assert "A link was sent to grace@example.org" in page
    assert [message.to for message in mail.outbox] == [[grace.email]]
    assert "There is one already" in mail.outbox[0].body


def test_a_link_to_an_address_that_was_taken_meanwhile_moves_nothing(client, owner):
    change_email(client, "ada@lovelace.example")
    link = re.search(rf"{HERE}(/accounts/confirm-email/\S+)", mail.outbox[0].body).group(1)
    User.objects.create_user("ada@lovelace.example", PASSWORD)

    page = client.post(link, follow=True).content.decode()

    assert "belongs to another account already" in page
    owner.refresh_from_db()
    assert owner.email == "ada@example.org"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password123", "too common"),
        ("Afterword2026!", "first that others would try"),
        ("ada@example.org", "too similar"),
        ("1 2 3 4", "too short"),
    ],
)
def test_a_password_that_others_would_guess_is_refused(client, owner, password, why):
    client.force_login(owner)
    typed = {"oldpassword": PASSWORD, "password1": password, "password2": password}

    assert why in client.post("/accounts/password/change/", typed).content.decode()


@pytest.mark.parametrize(
    "password", ["83920174652839", "  blanks at both ends  ", "ein stiller Schreibtisch äöü 漢字 🙂", "x y" * 60]
)
def test_a_password_of_any_signs_is_taken_as_it_is(client, owner, password):
    client.force_login(owner)

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    owner.refresh_from_db()
    assert owner.check_password(password)
    assert not owner.check_password(password.strip()) or password == password.strip()


def test_an_operators_own_list_takes_the_place_of_djangos(tmp_path):
    (tmp_path / "common.txt").write_text("correct horse battery staple\n")
    rules = [
        {
            "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
            "OPTIONS": {"password_list_path": str(tmp_path / "common.txt")},
        }
    ]
    with override_settings(AUTH_PASSWORD_VALIDATORS=rules), pytest.raises(ValidationError, match="too common"):
        validate_password("Correct Horse Battery Staple")


def test_passwords_are_hashed_by_argon2():
    assert settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_a_reset_link_is_good_for_an_hour(client, owner):
    ask_for_reset(client)
    path = read_reset_path()

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        page = client.get(path, follow=True).content.decode()

    assert "This link does not work any more" in page

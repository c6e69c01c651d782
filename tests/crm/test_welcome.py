from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.accounts import OwnerExists, create_owner
from crm.models import User
from tests.factories import make_user

TYPED = {"email": "Ada@Example.org", "password1": "a quiet desk", "name": "Ada Lovelace", "time_zone": "Europe/Zurich"}


def test_first_visitor_becomes_the_owner_and_is_signed_in(client, db):
    response = client.post("/welcome/", TYPED)

    assert response.status_code == 302
    assert response.url == "/"
    owner = User.objects.get()
    assert (owner.email, owner.name, owner.time_zone, owner.is_owner) == (
        "ada@example.org",
        "Ada Lovelace",
        "Europe/Zurich",
        True,
    )
    assert client.get("/settings/").status_code == 200


def test_labels_and_button_are_those_of_the_design(client, db):
    page = client.get("/welcome/").content.decode()

    for label in ("E-mail", "Password", "Your name", "Time zone"):
        assert f">\n                {label}" in page or f">{label}" in page
    assert "Create account</button>" in page


def test_time_zone_is_utc_until_the_browser_says_otherwise(client, db):
    page = client.get("/welcome/").content.decode()

    assert '<option value="UTC" selected>' in page
    assert 'data-guess-zone="yes"' in page


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/signup/", "/settings/", "/nothing/", "/n/token/"])
def test_every_page_leads_to_welcome_until_there_is_an_owner(client, db, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url == "/welcome/"


def test_health_is_asked_before_there_is_an_owner(client, db):
    assert client.get("/healthz").status_code in {200, 503}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "ada@example"}, "does not look like an e-mail address"),
        ({"email": ""}, "This field is required"),
        ({"password1": "12345678"}, "too common"),
        ({"password1": "short"}, "too short"),
        ({"email": "quietdesk@example.org", "password1": "quietdesk"}, "too similar to the E-mail"),
        ({"time_zone": "Mars/Olympus"}, "There is no time zone called “Mars/Olympus”"),
        ({"name": "A" * 10_000}, "at most 120 characters"),
    ],
)
def test_bad_input_gets_a_clear_message_and_loses_nothing(client, db, wrong, message):
    page = client.post("/welcome/", TYPED | wrong).content.decode()

    assert message in page.replace("&amp;", "&")
    assert not User.objects.exists()
    for field in ("email", "name"):
        assert f'value="{(TYPED | wrong)[field]}"' in page or not (TYPED | wrong)[field]


def test_chosen_time_zone_stays_after_a_mistake(client, db):
    page = client.post("/welcome/", TYPED | {"email": "x"}).content.decode()

    assert '<option value="Europe/Zurich" selected>' in page
    assert "data-guess-zone" not in page


def test_password_is_never_written_into_the_page(client, db):
    page = client.post("/welcome/", TYPED | {"email": "x"}).content.decode()

    assert TYPED["password1"] not in page


def test_welcome_is_over_once_somebody_lives_here(client, db):
    make_user()

    assert client.get("/welcome/").url == "/"
    client.post("/welcome/", TYPED)
    assert not User.objects.filter(email="ada@example.org").exists()


def test_somebody_new_comes_to_the_sign_in_page(client, db):
    make_user()

    response = client.get("/welcome/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_second_owner_is_refused(db):
    create_owner(email="a@example.org", password="a quiet desk", name="", time_zone="UTC")

    with pytest.raises(OwnerExists):
        create_owner(email="b@example.org", password="a quiet desk", name="", time_zone="UTC")


@pytest.mark.django_db(transaction=True)
def test_of_two_first_visitors_at_once_one_becomes_the_owner(monkeypatch):
    both_found_nobody = Barrier(2, timeout=20)

    def find_nobody_together():
        found = User.objects.exists()
        both_found_nobody.wait()
        return found

    monkeypatch.setattr("crm.accounts.has_owner", find_nobody_together)

    def visit(number):
        try:
            create_owner(email=f"v{number}@example.org", password="a quiet desk", name="", time_zone="UTC")
        except OwnerExists:
            return "too late"
        finally:
            connection.close()
        return "owner"

    with ThreadPoolExecutor(2) as visitors:
        outcomes = sorted(visitors.map(visit, [1, 2]))

    assert outcomes == ["owner", "too late"]
    assert User.objects.count() == 1


def test_session_changes_when_the_owner_is_signed_in(client, db):
    session = client.session
    session["left"] = "here"
    session.save()
    before = client.cookies["sessionid"].value

    client.post("/welcome/", TYPED)

    assert client.cookies["sessionid"].value != before


def test_form_wants_its_token(db):
    assert Client(enforce_csrf_checks=True).post(reverse("welcome"), TYPED).status_code == 403
    assert not User.objects.exists()

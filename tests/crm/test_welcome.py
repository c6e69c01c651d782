from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.accounts import OwnerExists, create_owner
from crm.accounts.set_up_code import make_code
from crm.models import SetUpCode, User
from tests.factories import make_user

TYPED = {"email": "Ada@Example.org", "password1": "a quiet desk", "name": "Ada Lovelace", "time_zone": "Europe/Zurich"}
PROXIED = {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
FAR = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture
def client():
    """At this machine, where no code is asked for."""
    return Client(HTTP_HOST="localhost")


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

    monkeypatch.setattr("crm.accounts.owner.has_owner", find_nobody_together)

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
    assert Client(enforce_csrf_checks=True, HTTP_HOST="localhost").post(reverse("welcome"), TYPED).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("road", [{"HTTP_HOST": "testserver"}, FAR, PROXIED], ids=["other name", "far", "proxied"])
def test_who_comes_from_elsewhere_is_asked_for_the_code(client, db, road):
    make_code()
    assert "Set-up code" in client.get("/welcome/", **road).content.decode()

    for code in ({}, {"set_up_code": "ABCD-EFGH-JKLM-NPQR"}, {"set_up_code": ""}):
        client.post("/welcome/", TYPED | code, **road)

    assert not User.objects.exists()


def test_the_code_that_was_printed_lets_in(db):
    code = make_code()

    visitor = Client(**FAR)
    response = visitor.post("/welcome/", TYPED | {"set_up_code": f" {code.lower().replace('-', ' ')} "})

    assert response.url == "/"
    assert visitor.get("/settings/").status_code == 200


def test_who_sits_at_this_machine_is_asked_for_none(client, db):
    make_code()

    assert "Set-up code" not in client.get("/welcome/").content.decode()
    assert client.post("/welcome/", TYPED).url == "/"


def test_a_mistake_elsewhere_does_not_lose_the_code(client, db):
    code = make_code()

    page = client.post("/welcome/", TYPED | {"set_up_code": code, "email": "x"}, **FAR).content.decode()

    assert f'value="{code}"' in page


def test_a_new_code_voids_the_former(client, db):
    former = make_code()
    make_code()

    page = client.post("/welcome/", TYPED | {"set_up_code": former}, **FAR).content.decode()

    assert "a newer one was made since" in page


def test_without_a_code_nobody_comes_in_from_elsewhere(client, db):
    client.post("/welcome/", TYPED | {"set_up_code": "x"}, **FAR)

    assert not User.objects.exists()


def test_the_code_is_kept_as_a_hash_and_gone_with_the_first_account(client, db):
    code = make_code()
    assert code not in SetUpCode.objects.get().code_hash

    client.post("/welcome/", TYPED)

    assert not SetUpCode.objects.exists()


def test_the_code_is_not_guessed(client, db):
    cache.clear()
    code = make_code()
    for _ in range(20):
        client.post("/welcome/", TYPED | {"set_up_code": "wrong"}, **FAR)

    assert client.post("/welcome/", TYPED | {"set_up_code": code}, **FAR).status_code == 429
    assert client.post("/welcome/", TYPED).url == "/"


def test_the_command_prints_a_code_until_somebody_lives_here(client, db, capsys):
    call_command("set_up_code")
    code = capsys.readouterr().out.strip()
    assert client.post("/welcome/", TYPED | {"set_up_code": code}, **FAR).url == "/"

    call_command("set_up_code")
    assert capsys.readouterr().out == ""

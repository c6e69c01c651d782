import pytest
from django.test import Client, override_settings

from tests.factories import make_contact, make_user

OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nothing/"]
OWN_PAGES = ["/", "/settings/", "/accounts/password/change/", "/contacts/", "/rejections/", "/nothing/"]


def check(response):
    headers = response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_first_page_of_all_carries_the_headers(client, db):
    check(client.get("/welcome/"))
    check(client.get("/"))


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_pages_carry_the_headers(client, db, path):
    make_user()

    check(client.get(path))


@pytest.mark.parametrize("path", OWN_PAGES)
def test_own_pages_carry_the_headers(client, db, path):
    client.force_login(make_user())

    check(client.get(path))


def test_foreign_host_is_refused_in_our_look(client, db):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    check(response)


def test_form_without_a_token_is_refused_in_our_look(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())

    response = client.post("/settings/", {})

    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
    check(response)


def test_missing_page_is_in_our_look(client, db):
    client.force_login(make_user())

    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
    assert 'aria-label="Main"' in response.content.decode()


def test_address_of_a_button_is_explained(client, db):
    owner = make_user()
    client.force_login(owner)

    response = client.get(f"/contacts/{make_contact(owner).pk}/pause/")

    assert response.status_code == 405
    assert "belongs to a button" in response.content.decode()
    assert response.headers["Allow"] == "POST"
    check(response)


def test_failing_page_needs_neither_database_nor_context(db, monkeypatch):
    def fail(request):
        raise OSError("the database is away")

    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    monkeypatch.setattr("crm.context.read_instance", fail)

    response = client.get("/settings/")

    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    check(response)


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=3600)
def test_plain_http_is_led_to_https_where_the_site_is_secure(client, db):
    make_user()

    response = client.get("/accounts/login/")

    assert response.status_code == 301
    assert response.url.startswith("https://")
    secure = client.get("/accounts/login/", secure=True)
    assert "max-age=3600" in secure.headers["Strict-Transport-Security"]

"""What every answer carries, whoever asks, for what, and however it ends."""

import json
import os
import subprocess
import sys
from itertools import product

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from contacts.models import Peer
from contacts.resumes import check_resume, keep_resume
from crm.api.urls import urlpatterns as api_patterns
from crm.models import User
from tests.belongings import make_belongings
from tests.contacts.resume_files import PDF
from tests.factories import make_contact, make_user
from tests.running import CODE, clean_environment
from tests.test_strangers import CONVERTERS, PUBLIC, address_of

OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nothing/"]
# What a site on https sets; the tests run as on http.
OF_HTTPS = [
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_REDIRECT_EXEMPT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
]
HTTPS = clean_environment(SITE_URL="https://afterword.example", DATA_DIR=os.environ["DATA_DIR"])
OWN_PAGES = ["/", "/settings/", "/accounts/password/change/", "/contacts/", "/rejections/", "/nothing/"]


def check(response, *, is_file=False):
    headers = response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "sandbox" in policy or policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert is_file or "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    has_body = response.streaming or response.content
    assert not has_body or "charset=utf-8" in headers["Content-Type"] or not is_text(headers["Content-Type"])


def is_text(content_type):
    return content_type.startswith("text/") and not content_type.startswith("text/css")


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


def test_foreign_host_is_refused_over_http_too_where_the_site_is_secure(https, db):
    response = https.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    check(response)


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


def addresses(owner):
    belongings = make_belongings(owner, "Zither")
    keep_resume(belongings[Peer], check_resume("cv.pdf", PDF))
    for name, converters in CONVERTERS.items():
        yield reverse(name, args=["x"] * len(converters)) if name in PUBLIC else address_of(name, belongings)
    for pattern in api_patterns:
        yield reverse(f"api:{pattern.name}", args=[1] if pattern.pattern.converters else [])


def test_no_answer_of_any_address_goes_without_the_headers(client, db):
    owner = make_user()
    client.force_login(owner)
    for address, visitor, method in product(addresses(owner), (Client(), client), ("get", "delete")):
        response = getattr(visitor, method)(address)
        assert response.status_code < 500 or address == "/healthz", (address, method)
        try:
            check(response)
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"{method} {address}: {response.status_code} {dict(response.headers)}") from error


def test_files_of_the_look_carry_them_too_and_may_be_kept(client):
    response = client.get("/static/css/page.css")
    assert response.status_code == 200
    check(response, is_file=True)


@pytest.fixture(scope="module")
def shipped():
    """The shipped settings of a site on https."""
    say = f"import json, crm.settings as s; print(json.dumps({{n: getattr(s, n) for n in {OF_HTTPS}}}))"
    done = subprocess.run([sys.executable, "-c", say], env=HTTPS, cwd=CODE, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def https(shipped):
    with override_settings(**shipped):
        yield Client(headers={"host": "afterword.example"})


def test_plain_http_is_led_to_https_where_the_site_is_secure(https, db):
    make_user()
    response = https.get("/accounts/login/")
    assert (response.status_code, response.url) == (301, "https://afterword.example/accounts/login/")
    check(response)


def test_every_answer_over_https_asks_for_https_for_a_year(https, db):
    make_user()
    for address in ("/accounts/login/", "/", "/nothing/", "/api/v1/me", "/static/css/page.css"):
        response = https.get(address, secure=True)
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", address


def test_a_program_that_speaks_plain_http_is_refused_and_not_led(https, db):
    response = https.get("/api/v1/me")
    assert (response.status_code, response.json()["error"]["code"]) == (403, "https_only")
    assert https.get("/api/v1/me", secure=True).status_code == 401


def test_cookies_over_https_are_bound_to_the_host(https, db):
    User.objects.create_user("tim@example.org", "a quiet desk")
    https.get("/accounts/login/", secure=True)
    typed = {"login": "tim@example.org", "password": "a quiet desk"}
    cookies = https.post("/accounts/login/", typed, secure=True).cookies
    assert "__Host-sessionid" in cookies
    assert "__Host-csrftoken" in {**cookies, **https.cookies}
    for name, cookie in {**https.cookies, **cookies}.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"], name
        assert cookie["samesite"] == "Lax", name


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Port": "666"},
        {"X-Forwarded-Proto": "https"},
        {"X-Original-URL": "/settings/"},
        {"X-Rewrite-URL": "/settings/"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"Forwarded": "host=evil.example;proto=https"},
    ],
)
def test_headers_of_a_proxy_that_anybody_can_send_change_nothing(db, forged):
    make_user()
    plain, told = Client().get("/contacts/"), Client().get("/contacts/", headers=forged)
    assert (told.status_code, told.url) == (plain.status_code, plain.url)
    asked = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers=forged)
    assert "evil" not in asked.url + asked.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "a b", "", "[::2]"]
)
def test_a_forged_host_is_refused(db, host):
    response = Client().get("/accounts/login/", headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    check(response)


def test_the_shipped_settings_pass_the_deployment_check():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=HTTPS, cwd=CODE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr

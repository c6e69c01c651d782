"""No page of the accounts has the raw look of the library: found by walking its addresses."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.crm.accounts_cases import add_app, confirm, make_owner, sign_in
from tests.passkeys import Device

pytestmark = pytest.mark.django_db


def walk(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern)
        elif pattern.callback.__module__.startswith("allauth."):
            yield pattern


LIBRARYS = {pattern.name: list(pattern.pattern.regex.groupindex) for pattern in walk(get_resolver())}
# These show no page of their own.
NO_PAGES = {"mfa_download_recovery_codes", "mfa_login_webauthn"}


def address_of(name):
    given = {"key": "wrong", "uidb36": "1"}
    return reverse(name, kwargs={each: given[each] for each in LIBRARYS[name]})


def check_look(page, name):
    text = page.content.decode()
    assert page.status_code in {200, 404}, name
    assert 'class="main' in text, name
    assert "Menu:" not in text, name
    assert not re.search(r"\bEmail\b|Sign In\b|Two-Factor", text), name


def librarys_templates(page):
    sources = {template.origin.name for template in page.templates if template.name and template.name.endswith("html")}
    return [source for source in sources if "/allauth/templates/" in source]


def test_the_walk_finds_what_there_is():
    some = {"account_login", "account_signup", "account_email", "mfa_activate_totp", "mfa_authenticate"}
    assert some <= set(LIBRARYS)
    assert len(LIBRARYS) > 20


@pytest.mark.parametrize("who", ["nobody", "owner", "owner with factors"])
def test_no_page_has_the_raw_look_of_the_library(who, client):
    owner = make_owner()
    if who == "owner with factors":
        add_app(owner)
        answered = {"name": "My phone", "credential": Device().register(b"")}
        Authenticator.objects.create(user=owner, type="webauthn", data=answered)
    if who != "nobody":
        client.force_login(owner)
        confirm(client, "/settings/security/")
    seen = set()
    for name in LIBRARYS:
        if name in NO_PAGES:
            continue
        page = client.get(address_of(name), follow=True)
        if page.status_code == 404 and not page.templates:
            continue
        check_look(page, name)
        assert librarys_templates(page) == [], name
        seen.add(page.request["PATH_INFO"])
    assert len(seen) > (4 if who == "nobody" else 8)


def test_the_steps_between_password_and_door_are_in_our_look(client):
    add_app(make_owner())

    answer = sign_in(client)
    page = client.get(answer.url)

    assert answer.url == reverse("mfa_authenticate")
    assert "One more step" in page.content.decode()
    check_look(page, "mfa_authenticate")


def test_a_flood_is_answered_in_our_look():
    make_owner()
    client = Client()
    for _ in range(21):
        page = client.post("/accounts/password/reset/", {"email": "x@example.org"})

    assert page.status_code == 429
    assert 'class="entrance"' in page.content.decode()

"""Signing in in a real browser, whose device holds passkeys in software (WebAuthn's virtual authenticator)."""

import re

import pytest
from playwright.sync_api import expect

from crm.accounts import create_owner
from tests.crm.accounts_cases import code_now
from tests.e2e.pages import follow
from tests.e2e.test_look import DESK, PASSWORD, PHONE, check, listen, too_small

pytestmark = pytest.mark.django_db(transaction=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server):
    create_owner(email="ada@example.org", password=PASSWORD, name="Ada Lovelace", time_zone="Europe/Zurich")
    assert live_server.url.startswith("http://localhost:"), "passkeys need a name, not an address"
    return live_server.url


def open_page(new_context, **options):
    page = new_context(**options).new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def only_trouble(said):
    """Chromium tells what signing out cleared."""
    return [line for line in said if not line.startswith("Clear-Site-Data")]


def look(page):
    check(page)
    assert page.viewport_size != PHONE or too_small(page) == [], page.url


def sign_in(page, site):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))


def confirm(page):
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Continue"))


def sign_out(page, site):
    page.goto(f"{site}/accounts/logout/")
    follow(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="Good to see you again")).to_be_visible()


def test_a_passkey_is_added_and_signs_in(new_context, site):
    page = open_page(new_context, viewport=PHONE, color_scheme="dark")
    said = listen(page)
    sign_in(page, site)
    page.goto(f"{site}/settings/security/")
    look(page)
    follow(page.get_by_role("link", name="Passkeys"))
    look(page)
    confirm(page)
    page.get_by_label("Name").fill("My phone")
    look(page)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.locator("#codes li")).to_have_count(10)
    look(page)
    page.goto(f"{site}/accounts/2fa/passkeys/")
    expect(page.get_by_role("main")).to_contain_text("My phone")
    look(page)
    sign_out(page, site)
    look(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/settings/sessions/")
    expect(page.get_by_role("main")).to_contain_text("this one")
    look(page)
    assert only_trouble(said) == []


def test_codes_and_recovery_codes_let_in_and_a_device_is_remembered(new_context, site):
    page = open_page(new_context, viewport=DESK)
    said = listen(page)
    sign_in(page, site)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    confirm(page)
    secret = page.locator("#secret").inner_text().strip()
    look(page)
    page.get_by_label("Code").fill(code_now(secret))
    follow(page.get_by_role("button", name="Set up"))
    codes = page.locator("#codes li").all_inner_texts()
    sign_out(page, site)

    sign_in(page, site)
    look(page)
    page.get_by_label("Code").fill(codes[0])
    follow(page.get_by_role("button", name="Sign in"))
    look(page)
    follow(page.get_by_role("button", name="Not this one"))
    expect(page).to_have_url(f"{site}/")
    sign_out(page, site)

    sign_in(page, site)
    page.get_by_label("Code").fill(code_now(secret, later=1))
    follow(page.get_by_role("button", name="Sign in"))
    follow(page.get_by_role("button", name="Remember it"))
    expect(page).to_have_url(f"{site}/")
    sign_out(page, site)
    sign_in(page, site)
    expect(page).to_have_url(f"{site}/")
    assert only_trouble(said) == []


def test_everything_but_passkeys_works_without_javascript(new_context, site):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    sign_in(page, site)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/passkeys/add/")
    confirm(page)
    expect(page.get_by_role("main")).to_contain_text("This browser offers no passkeys here")
    expect(page.get_by_role("button", name="Add passkey")).to_have_count(0)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    secret = page.locator("#secret").inner_text().strip()
    page.get_by_label("Code").fill(code_now(secret))
    follow(page.get_by_role("button", name="Set up"))
    code = page.locator("#codes li").first.inner_text()
    assert re.fullmatch(r"\d{8}", code)
    page.goto(f"{site}/accounts/logout/")
    follow(page.get_by_role("button", name="Sign out"))
    sign_in(page, site)
    page.get_by_label("Code").fill(code)
    follow(page.get_by_role("button", name="Sign in"))
    follow(page.get_by_role("button", name="Not this one"))
    expect(page).to_have_url(f"{site}/")


def test_a_device_that_says_no_is_told_in_words(new_context, site):
    page = open_page(new_context, viewport=DESK, color_scheme="dark")
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing happened")
    look(page)

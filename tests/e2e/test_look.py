"""The look in a real browser: both widths, both schemes, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from crm.accounts import create_owner
from followups.rejections import log_rejection
from tests.e2e.pages import follow

PASSWORD = "a quiet desk"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(live_server):
    return create_owner(email="ada@example.org", password=PASSWORD, name="Ada Lovelace", time_zone="Europe/Zurich")


@pytest.fixture
def contact(owner):
    logged = log_rejection(
        owner,
        company_name="Zephyr Cold Chain",
        role="Data engineer",
        rejected_on=owner.today(),
        contact_name="Dana Whitlock",
        contact_email="dana@zephyr.example",
        interests=["sailing"],
    )
    return logged.contact


def sign_in(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def listen(page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def check(page):
    assert Axe().run(page).violations_count == 0, page.url
    assert page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth"), f"{page.url} is too wide"


def too_small(page):
    """Targets under 44 px, links within a sentence apart."""
    return page.locator("a:visible, button:visible, input:visible, select:visible, summary:visible").evaluate_all(
        """found => found
            .filter(target => getComputedStyle(target).display !== "inline")
            .filter(target => !target.closest(".form-check, .skip, .visually-hidden"))
            .filter(target => target.getBoundingClientRect().height < 43.5)
            .map(target => target.outerHTML)"""
    )


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_pages_are_accessible_quiet_and_fit(new_context, live_server, contact, scheme, size):
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    said = listen(page)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        page.goto(live_server.url + path)
        check(page)
    sign_in(page, live_server)
    places = [
        "/",
        "/contacts/",
        f"/contacts/{contact.pk}/",
        "/rejections/",
        "/rejections/new/",
        "/ideas/",
        "/ideas/new/",
        "/feeds/",
        "/feeds/new/",
        "/feeds/import/",
        "/outbox/",
        "/settings/",
        "/settings/tokens/",
        "/settings/history/",
        "/import/",
        "/duplicates/",
        f"/contacts/{contact.pk}/merge/",
        "/settings/long-ended/",
        f"/contacts/{contact.pk}/erase/",
        "/api/v1/docs",
    ]
    for path in [*places, "/companies/", "/accounts/password/change/", "/accounts/email/", "/accounts/logout/"]:
        assert page.goto(live_server.url + path).ok, path
        check(page)
        if size is PHONE:
            assert too_small(page) == [], path
    assert said == []


def test_first_visit_guesses_the_time_zone_and_signs_in(new_context, live_server):
    page = new_context(viewport=PHONE, timezone_id="America/New_York").new_page()
    said = listen(page)
    page.goto(live_server.url)
    expect(page.get_by_label("Time zone")).to_have_value("America/New_York")
    check(page)

    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    follow(page.get_by_role("button", name="Create account"))

    expect(page).to_have_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/settings/")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    assert said == []


def test_settings_are_saved_without_javascript(new_context, live_server, owner):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))

    page.goto(f"{live_server.url}/settings/")
    page.get_by_label("Nudge time").fill("07:41")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Nudge time")).to_have_value("07:41")


def test_letter_is_copied_with_one_click_and_said(new_context, live_server, contact):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/")

    page.get_by_role("button", name="Copy").first.click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Copied")
    assert "Dana" in page.evaluate("navigator.clipboard.readText()")


def test_double_click_submits_once(new_context, live_server, owner):
    page = new_context().new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/settings/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.get_by_role("button", name="Save").dblclick()

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert len(sent) == 1
    expect(page.get_by_role("button", name="Save")).to_be_enabled()


def test_note_is_told_to_screen_readers(new_context, live_server, owner):
    page = new_context().new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/settings/")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#live")).to_have_text("Saved.")


def test_keyboard_skips_to_the_page(new_context, live_server, owner):
    page = new_context().new_page()
    sign_in(page, live_server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()

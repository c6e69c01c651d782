"""A friend is put forward, in a real browser: consent, opening, letter with the résumé, and what came of it."""

from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import pytest
from playwright.sync_api import expect

from crm.accounts import create_owner
from followups.people import add_contact
from tests.contacts.resume_files import PDF
from tests.e2e.pages import follow
from tests.e2e.test_look import DESK, PASSWORD, PHONE, check, listen, sign_in, too_small

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dana(live_server):
    owner = create_owner(email="ada@example.org", password=PASSWORD, name="Ada Lovelace", time_zone="Europe/Zurich")
    return add_contact(owner, name="Dana Whitlock", email="dana@zephyr.example", company_name="Zephyr")


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with-javascript", "without"])
def test_a_friend_is_put_forward(new_context, live_server, dana, tmp_path, has_javascript):
    size, scheme = (DESK, "light") if has_javascript else (PHONE, "dark")
    page = new_context(java_script_enabled=has_javascript, viewport=size, color_scheme=scheme).new_page()
    said = listen(page)
    sign_in(page, live_server)
    add_friend(page, live_server, tmp_path)
    page.get_by_text("They agreed already").click()
    follow(page.get_by_role("button", name="They agreed"))
    expect(page.get_by_role("heading", name="Jule agreed to be referred")).to_be_visible()

    add_opening(page, live_server, dana)
    expect(page.get_by_text("Fits: UX writer, Figma")).to_be_visible()
    follow(page.get_by_role("link", name="Refer Jule Brandt"))
    follow(page.get_by_role("button", name="Go to the letter"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Download .eml").click()
    mail = message_from_bytes(Path(download.value.path()).read_bytes(), policy=modern)
    assert [part.get_content() for part in mail.iter_attachments()] == [PDF]
    follow(page.get_by_role("button", name="I sent it"))
    expect(page.get_by_role("heading", name="Sent today")).to_be_visible()
    page.get_by_role("button", name="They replied").click()
    expect(page.get_by_text("Noted: they replied.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Sent today")).to_be_visible()
    assert said == []


def add_friend(page, live_server, tmp_path):
    (tmp_path / "CV Jule.pdf").write_bytes(PDF)
    page.goto(f"{live_server.url}/network/")
    follow(page.get_by_role("link", name="Add a peer").first)
    page.get_by_label("Name", exact=True).fill("Jule Brandt")
    page.get_by_label("Headline").fill("UX writer")
    page.get_by_label("Skills").fill("Figma, user research")
    page.get_by_label("Résumé").set_input_files(tmp_path / "CV Jule.pdf")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("link", name="CV Jule.pdf")).to_be_visible()


def add_opening(page, live_server, dana):
    page.goto(f"{live_server.url}/contacts/{dana.pk}/")
    follow(page.get_by_role("link", name="Add an opening at Zephyr"))
    expect(page.get_by_label("Company")).to_have_value("Zephyr")
    page.get_by_label("Role").fill("UX writer")
    page.get_by_label("What it asks for").fill("Words, and Figma.")
    follow(page.get_by_role("button", name="Save"))


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk-dark", "phone-light"])
def test_the_network_is_accessible_and_fits(new_context, live_server, dana, tmp_path, size, scheme):
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    said = listen(page)
    sign_in(page, live_server)

    def look(*paths):
        for path in paths:
            assert page.goto(live_server.url + path).ok, path
            check(page)
            assert size is DESK or too_small(page) == [], path

    look("/network/", "/openings/", "/referrals/", "/network/new/", "/openings/new/")
    add_friend(page, live_server, tmp_path)
    friend = page.url.removeprefix(live_server.url)
    look(friend, f"{friend}edit/", f"{friend}delete/")
    page.goto(live_server.url + friend)
    follow(page.get_by_role("button", name="I sent it"))
    check(page)
    follow(page.get_by_role("button", name="They agreed"))
    add_opening(page, live_server, dana)
    opening = page.url.removeprefix(live_server.url)
    look("/network/", friend, "/openings/", opening, f"{opening}edit/", f"{opening}delete/")
    page.goto(live_server.url + opening)
    follow(page.get_by_role("link", name="Refer Jule Brandt"))
    check(page)
    follow(page.get_by_role("button", name="Go to the letter"))
    check(page)
    follow(page.get_by_role("button", name="I sent it"))
    look(page.url.removeprefix(live_server.url), "/referrals/")
    assert said == []

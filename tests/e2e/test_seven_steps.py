"""What a new user does, from the first page to the moved date: on `manage.py up`, with a real mail server."""

import re
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from followups.months import add_months
from tests.e2e.pages import follow
from tests.running import Up, own_database, own_folder, wait_until
from tests.smtp_server import SmtpServer

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "color_scheme": "dark"}

# Where it is night: the nudge time of the day, 09:00, has not come, and midnight is far. None that a browser calls by
# another name than we do, as Chromium says Asia/Calcutta for Asia/Kolkata.
ZONES = ["Pacific/Auckland", "Asia/Tokyo", "Asia/Karachi", "Europe/Berlin", "America/New_York", "Pacific/Honolulu"]
ZONE = next(zone for zone in ZONES if 1 <= datetime.now(ZoneInfo(zone)).hour < 8)
TODAY = datetime.now(ZoneInfo(ZONE)).date()
ASKED_ON = TODAY - timedelta(days=40)
REJECTION = f"""From: Dana Whitlock <dana.whitlock@zephyr-cold.example>
Date: {ASKED_ON - timedelta(days=1):%a, %d %b %Y} 10:12:00 +0200
Subject: Your application as Data Engineer at Zephyr Cold Chain

Hi Tim,

thank you for the time you took for our conversations. We have decided to go forward with another candidate
for the Data Engineer position.

Best regards,
Dana Whitlock
Head of Data
Zephyr Cold Chain
"""


@pytest.fixture
def server():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def up(server):
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    with own_folder() as folder, own_database() as database, Up(folder, **mail, **database) as up:
        yield up.wait_until_well()
        up.stop()


def watch(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def look_at(page: Page) -> None:
    """Every page on the way is accessible and fits the screen."""
    assert Axe().run(page).violations_count == 0, page.url
    assert page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth"), page.url


def make_the_account(page: Page, up: Up) -> None:
    page.goto(up.address)
    expect(page).to_have_url(f"{up.address}/welcome/")
    look_at(page)
    page.get_by_label("E-mail", exact=True).fill("tim@example.org")
    page.get_by_label("Password", exact=True).fill("a quiet desk by the window")
    expect(page.get_by_label("Time zone")).to_have_value(ZONE)
    follow(page.get_by_role("button", name="Create account"))


def log_the_rejection(page: Page) -> None:
    look_at(page)
    page.get_by_role("link", name="Log a rejection").first.click()
    page.get_by_label("Paste the rejection e-mail").fill(REJECTION)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_label("Company", exact=True)).to_have_value("Zephyr Cold Chain")
    expect(page.get_by_label("Contact name", exact=True)).to_have_value("Dana Whitlock")
    page.get_by_label("Interests", exact=True).fill("cold chain, sailing")
    look_at(page)
    follow(page.get_by_role("button", name="Log rejection"))


def send_the_request(page: Page) -> None:
    expect(page.get_by_role("heading", name="Dana Whitlock")).to_be_visible()
    look_at(page)
    letter = page.get_by_label("Your letter")
    expect(letter).to_have_value(re.compile(r"Hi Dana,.*Data Engineer.*Tim", re.DOTALL))
    letter.fill("Hi Dana,\n\nthank you. One question & a half: what was missing?\n\nTim")
    mailto = page.get_by_role("link", name="Open in my mail program")
    expect(mailto).to_have_attribute("href", re.compile(r"^mailto:dana\.whitlock@.*One%20question%20%26%20a%20half"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .eml").click()
    assert "One question & a half" in download.value.path().read_text()
    page.get_by_label("Sent on").fill(ASKED_ON.isoformat())
    page.get_by_role("button", name="I sent it").click()
    expect(page.locator("#next-on")).to_have_attribute("datetime", add_months(ASKED_ON, 1).isoformat())


def choose_a_nudge_time_that_has_come(page: Page, up: Up) -> None:
    page.goto(f"{up.address}/settings/")
    look_at(page)
    page.get_by_label("Nudge time").fill("00:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def read_the_mail(up: Up, server: SmtpServer) -> EmailMessage:
    """The scheduler rings once a minute; the second bell saves the wait and mails no second time."""
    assert up.manage("tick").returncode == 0
    wait_until(lambda: server.accepted, 90)
    return server.accepted[0].message


def sent_it_link(mail: EmailMessage) -> str:
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"I sent it: (http\S+)", text)[1]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_first_page_to_the_moved_date(new_context, up, server, screen):
    page = new_context(timezone_id=ZONE, accept_downloads=True, **screen).new_page()
    said = watch(page)
    make_the_account(page, up)
    expect(page).to_have_url(f"{up.address}/")
    log_the_rejection(page)
    send_the_request(page)

    page.goto(up.address)
    expect(page.get_by_role("heading", name="One letter to write")).to_be_visible()
    look_at(page)
    choose_a_nudge_time_that_has_come(page, up)
    mail = read_the_mail(up, server)
    assert mail["To"] == "tim@example.org"
    assert "Dana Whitlock" in mail["Subject"]

    stranger = new_context(**PHONE).new_page()
    words = watch(stranger)
    stranger.goto(sent_it_link(mail))
    look_at(stranger)
    follow(stranger.get_by_role("button", name="Yes, I sent it"))
    expect(stranger.get_by_role("button", name="Undo")).to_be_visible()
    look_at(stranger)

    follow(page.get_by_role("link", name="People"))
    follow(page.get_by_role("link", name="Dana Whitlock").first)
    expect(page.get_by_text("You asked for feedback").first).to_be_visible()
    look_at(page)
    next_on = date.fromisoformat(page.locator("#next-on").get_attribute("datetime"))
    assert next_on == add_months(TODAY, 1)
    page.goto(f"{up.address}/outbox/")
    expect(page.get_by_text("Dana Whitlock").first).to_be_visible()
    assert len(server.accepted) == 1
    assert said == words == []

"""An end, and the way back, in a real browser on a phone, without JavaScript: every step can be taken back."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Rejection
from crm.accounts import create_owner
from followups.feedback import choose_not_to_ask
from followups.months import add_months
from followups.rejections import log_rejection
from followups.touchpoints import log_touchpoint
from tests.e2e.pages import follow
from tests.e2e.test_look import DESK, PASSWORD, PHONE, check, listen, sign_in, too_small

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(live_server):
    return create_owner(email="ada@example.org", password=PASSWORD, name="Ada Lovelace", time_zone="Europe/Zurich")


@pytest.fixture
def dana(owner):
    """Turned Ada down half a year ago; four letters since, and no answer."""
    rejection = log_rejection(
        owner,
        company_name="Zephyr Cold Chain",
        role="Data engineer",
        rejected_on=add_months(owner.today(), -6),
        stage="final",
        contact_name="Dana Whitlock",
        contact_email="dana@zephyr.example",
    )
    choose_not_to_ask(rejection.feedback_request)
    for months in (5, 4, 3, 2):
        log_touchpoint(rejection.contact, kind="check_in", on=add_months(owner.today(), -months))
    return rejection.contact


@pytest.fixture
def page(new_context, live_server, dana) -> Page:
    page = new_context(viewport=PHONE, color_scheme="dark", java_script_enabled=False).new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/contacts/{dana.pk}/")
    return page


def undo(page: Page) -> None:
    follow(page.locator(".note").get_by_role("button", name="Undo"))


def test_silence_is_spoken_of_and_the_answer_can_be_taken_back(page, dana):
    expect(page.locator("#silence")).to_contain_text("four letters without an answer")
    follow(page.get_by_role("button", name="Every 2 months from now on"))
    expect(page.locator("#silence")).to_have_count(0)
    undo(page)
    follow(page.get_by_role("button", name="Not now"))
    expect(page.locator("#silence")).to_have_count(0)
    dana.refresh_from_db()
    assert dana.cadence == 1


def test_what_they_wrote_ends_the_silence_and_is_a_small_win(page, live_server):
    follow(page.get_by_role("link", name="They wrote"))
    page.get_by_label("What they wrote").fill("Good to hear from you, Ada.")
    follow(page.get_by_role("button", name="Note it"))
    expect(page.locator("#timeline")).to_contain_text("Good to hear from you, Ada.")
    expect(page.locator("#silence")).to_have_count(0)
    page.goto(live_server.url)
    expect(page.locator(".wins")).to_contain_text("Dana wrote back")


def test_they_moved_on_and_something_came_of_it(page, live_server):
    follow(page.get_by_role("link", name="They moved on"))
    page.get_by_label("New company").fill("Fernweh Maps")
    page.get_by_label("New e-mail").fill("dana@fernweh.example")
    follow(page.get_by_role("button", name="Save"))
    expect(page.locator("#timeline")).to_contain_text("Dana moved on")
    expect(page.get_by_role("main")).to_contain_text("dana@fernweh.example")

    follow(page.get_by_role("link", name="Something came of it"))
    page.get_by_label("What came of it").select_option("It led to an interview")
    follow(page.get_by_role("button", name="Note it"))
    expect(page.locator("#timeline")).to_contain_text("Dana led you to an interview")
    undo(page)
    expect(page.locator("#timeline")).not_to_contain_text("interview")


def test_who_asked_to_stop_is_out_of_reach_for_good(page, live_server):
    page.locator("summary", has_text="They asked me to stop").click()
    follow(page.get_by_role("button", name="They asked me to stop"))
    expect(page.locator(".next-on, #next-on")).to_have_count(0)
    follow(page.get_by_role("link", name="Erase everything about them"))
    follow(page.get_by_role("button", name="Erase everything about them"))

    page.goto(f"{live_server.url}/contacts/new/")
    page.get_by_label("Contact name").fill("Dana again")
    page.get_by_label("Contact e-mail").fill("Dana+work@zephyr.example")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".notes")).to_contain_text("asked not to be contacted")


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_these_pages_are_accessible_quiet_and_fit(new_context, live_server, owner, dana, size, scheme):
    company = dana.company
    Rejection.objects.bulk_create(
        Rejection(
            owner=owner,
            company=company,
            contact=dana,
            role="Analyst",
            stage="task",
            rejected_on=owner.today() - timedelta(days=30 * number),
        )
        for number in range(12)
    )
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    said = listen(page)
    sign_in(page, live_server)
    contact = f"/contacts/{dana.pk}/"
    for path in ("/insights/", f"/incoming-messages/new/?contact={dana.pk}", f"{contact}moved/", f"{contact}outcome/"):
        assert page.goto(live_server.url + path).ok, path
        check(page)
        assert size is not PHONE or too_small(page) == [], path
    page.goto(f"{live_server.url}/insights/")
    expect(page.get_by_role("img", name="Rejections by month")).to_be_visible()
    page.get_by_text("The numbers").first.click()
    check(page)
    assert said == []

"""Ideas in a real browser: what is typed stays, and what is read elsewhere comes here with one press."""

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from followups.drafts import draft_for
from tests.e2e.test_look import check, contact, listen, owner, sign_in, too_small  # noqa: F401 (fixtures)
from tests.factories import make_article, make_idea

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
MINE = "Hi Dana,\n\nwords of my own.\n\nBest,\nAda"


@pytest.fixture
def idea(contact):  # noqa: F811
    contact.feedback_requests.all().delete()  # the question would come first
    article = make_article(contact.owner, "A new map for coastal sailing", needs_matching=False)
    Contact.objects.update(needs_matching=False)
    return make_idea(contact, article=article)


def test_what_is_typed_stays_while_ideas_come_and_go(new_context, live_server, contact, idea):  # noqa: F811
    page = new_context(viewport=PHONE).new_page()
    said = listen(page)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/?write=1")
    page.get_by_label("Your letter").fill(MINE)

    page.get_by_role("button", name="Not for them").click()
    expect(page.locator("#ideas")).to_contain_text("Not for Dana")
    page.locator("#ideas").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Save for later").click()
    expect(page.locator("#ideas")).to_contain_text("Saved for later")
    expect(page.get_by_label("Your letter")).to_have_value(MINE)

    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("heading", name="What about the letter you began?")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Add it to my letter").click()
    expect(page.get_by_label("Your letter")).to_have_value(
        f"Hi Dana,\n\nwords of my own.\n\nA new map for coastal sailing\n{idea.article.url}\n\nBest,\nAda"
    )
    check(page)
    assert too_small(page) == []
    assert said == []


def test_without_javascript_an_idea_is_saved_used_and_sent(new_context, live_server, contact, idea):  # noqa: F811
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/ideas/")

    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Saved for later: “A new map for coastal sailing”.")).to_be_visible()
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_label("Your letter")).to_have_value(draft_for(idea).text)
    page.get_by_role("button", name="I sent it").click()

    expect(page.locator("#timeline").get_by_role("link", name="A new map for coastal sailing")).to_be_visible()
    idea.refresh_from_db()
    assert idea.state == "used"


def test_the_bookmarklet_brings_the_page_that_is_read(new_context, live_server, settings, owner):  # noqa: F811
    settings.SITE_URL = live_server.url
    browser = new_context()
    browser.route(
        "https://example.org/**",
        lambda route: route.fulfill(content_type="text/html", body="<title>Knots & more</title>"),
    )
    page = browser.new_page()
    said = listen(page)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/ideas/new/")
    check(page)
    link = page.locator("a[data-bookmarklet]")
    link.click()
    expect(page.get_by_text("Drag it to your bookmarks: it works from there.").first).to_be_visible()
    code = link.get_attribute("href")
    assert said == []

    page.goto("https://example.org/knots?page=2#end")
    page.evaluate(code.removeprefix("javascript:"))

    expect(page.get_by_label("Address")).to_have_value("https://example.org/knots?page=2#end")
    expect(page.get_by_label("Title")).to_have_value("Knots & more")

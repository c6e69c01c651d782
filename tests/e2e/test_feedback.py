"""The way of a feedback request in a real browser: ask, wait, answered, thanked; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import follow
from tests.e2e.test_look import check, contact, listen, owner, sign_in, too_small  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
HURTS = "Your live coding put the panel off."
PASTED = f"""Hi Ada,

thank you for asking. {HURTS} More practice with window functions would have tipped it.

Best
Dana

On Mon, 3 May 2026 at 10:00, Ada Lovelace <ada@example.org> wrote:
> One question"""


def step(page):
    return page.locator(".arc [aria-current=step]")


def look_at(page):
    check(page)
    assert too_small(page) == []


def test_ask_in_another_voice_note_the_answer_fold_what_hurts_and_thank(new_context, live_server, contact):  # noqa: F811
    page = new_context(viewport=PHONE).new_page()
    said = listen(page)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/contacts/{contact.pk}/")
    expect(step(page)).to_have_text("Ask")
    look_at(page)

    letter = page.get_by_label("Your letter")
    page.get_by_role("button", name="Formal").click()
    expect(letter).to_have_value(re.compile("^Dear Dana Whitlock,"))
    expect(page.get_by_role("button", name="Formal")).to_have_attribute("aria-pressed", "true")
    letter.fill("Hi Dana,\n\nmy own words: what was missing?\n\nAda")
    page.get_by_role("button", name="Brief").click()
    expect(page.get_by_text("You changed this letter.")).to_be_visible()
    expect(letter).to_have_value("Hi Dana,\n\nmy own words: what was missing?\n\nAda")
    look_at(page)
    page.get_by_role("button", name="Use this one instead").click()
    expect(letter).to_have_value(re.compile("A line by e-mail is plenty"))
    page.get_by_role("button", name="Undo").click()
    expect(letter).to_have_value("Hi Dana,\n\nmy own words: what was missing?\n\nAda")
    page.get_by_role("button", name="I sent it").click()
    expect(step(page)).to_have_text("Waiting")
    look_at(page)

    page.get_by_text("They answered", exact=True).click()
    page.get_by_label("What they wrote").fill(PASTED)
    page.get_by_label("Technical").check()
    page.get_by_label("In your own words").fill("salary")
    look_at(page)
    page.get_by_role("button", name="Note the answer").click()
    expect(step(page)).to_have_text("Thank")
    expect(page.locator(".from-them")).to_contain_text("window functions")
    expect(page.locator(".from-them")).not_to_contain_text("One question")
    expect(page.get_by_text("salary", exact=True)).to_be_visible()

    page.get_by_text("Fold away what hurts").click()
    page.get_by_label(HURTS).check()
    look_at(page)
    page.get_by_role("button", name="Fold away", exact=True).click()
    expect(page.locator(".folded")).to_contain_text("folded away")
    expect(page.locator(".folded")).to_have_js_property("open", False)
    expect(page.locator("#timeline")).not_to_contain_text(HURTS)
    expect(letter).to_have_value(re.compile("More practice with window functions"))
    look_at(page)
    page.locator(".folded summary").click()
    expect(page.locator(".folded")).to_have_js_property("open", True)
    expect(page.locator(".folded")).to_contain_text(HURTS)

    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=2).first).to_have_text("Owed a thank-you")
    follow(page.get_by_role("link", name="Write the thank-you"))
    page.get_by_role("button", name="I sent it").click()
    expect(page.locator(".arc li").last).to_contain_text("Thanked")
    look_at(page)
    assert said == []


def test_without_javascript_too(new_context, live_server, contact):  # noqa: F811
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/letter-templates/new/")
    page.get_by_label("Name", exact=True).fill("Short and kind")
    page.get_by_label("Letter", exact=True).fill("Hello {nmae}, what was missing?")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("did you mean {name}?")).to_be_visible()
    page.get_by_label("Letter", exact=True).fill("Hello {name}, what was missing?")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#preview .letter")).to_contain_text("Hello Dana, what was missing?")
    follow(page.get_by_role("button", name="Save"))

    page.goto(f"{live_server.url}/contacts/{contact.pk}/")
    page.get_by_role("button", name="Short and kind").click()
    expect(page.get_by_label("Your letter")).to_have_value("Hello Dana, what was missing?")
    # Enter in the subject saves the draft, and chooses no other voice.
    page.get_by_label("Subject").fill("A question")
    page.get_by_label("Subject").press("Enter")
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    expect(page.get_by_label("Your letter")).to_have_value("Hello Dana, what was missing?")
    page.get_by_role("button", name="I’d rather not ask").click()
    expect(step(page)).to_have_text("Chose not to ask")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_templates_are_accessible_and_fit(new_context, live_server, contact, scheme):  # noqa: F811
    page = new_context(viewport=PHONE, color_scheme=scheme).new_page()
    said = listen(page)
    sign_in(page, live_server)
    for path in ("/letter-templates/", "/letter-templates/new/", "/letter-templates/new/?kind=article"):
        page.goto(live_server.url + path)
        look_at(page)
    page.get_by_text("Placeholders", exact=True).click()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#preview")).to_contain_text("Left out")
    look_at(page)
    assert said == []

"""No script that somebody wrote ever runs: every page and every mail, opened in a real browser."""

from email import message_from_bytes, policy
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Peer
from contacts.resumes import check_resume, keep_resume
from crm.giving import describe_person, write_file
from followups.kept_mail import keep_mail
from followups.links import ACTIONS, UNSUBSCRIBE, nudge_link, unsubscribe_link
from followups.mails import build_nudge_mail
from followups.models import Nudge, NudgeMail
from tests.belongings import make_belongings
from tests.contacts.resume_files import PDF
from tests.factories import make_user
from tests.hostile.poison import LONG, TAG, poison
from tests.test_strangers import CONVERTERS, PUBLIC, address_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)

# What the browser made of what was written: a tag, a handler or a link that is not ours.
HANDLERS = ", ".join(f"[on{event}]" for event in ("click", "error", "load", "focus"))
FOUND = f"""() => [...document.querySelectorAll(
    "{TAG}, {HANDLERS}, iframe, [srcdoc], [href^='javascript:' i]:not([data-bookmarklet]), [action^='javascript:' i]"
)].map(found => found.outerHTML.slice(0, 300))"""
CLOSING = {"account_logout"}
# How the scripts begin, shown or run.
HELD = ["&quot;&#x27;&gt;", "\"'>", TAG]


@pytest.fixture
def poisoned(transactional_db):
    owner = make_user(is_owner=True)
    belongings = make_belongings(owner, "Zither")
    keep_resume(belongings[Peer], check_resume("<script>alert(1)</script>.pdf", PDF))
    assert poison(owner) > 50
    mail = NudgeMail.objects.get()
    keep_mail(build_nudge_mail(mail).message, mail.public_id)
    return belongings


@pytest.fixture
def page(new_context, live_server, poisoned):
    """A browser that is signed in, and tells of every script, dialog, report and request that is not for us."""
    client = Client()
    client.force_login(poisoned[Contact].owner)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = new_context()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: None if is_ours(request.url, live_server) else page.said.append(request.url))
    page.on("dialog", lambda dialog: (page.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
    return page


def is_ours(address, live_server):
    return address.startswith((f"{live_server.url}/", "data:", "about:"))


def pages_of(belongings, client):
    """Every page on which something of it stands, the lists also as they are when scripts are searched for."""
    for name, converters in CONVERTERS.items():
        address = reverse(name, args=["x"] * len(converters)) if name in PUBLIC else address_of(name, belongings)
        answer = client.get(address) if name not in CLOSING else None
        if answer and is_html(answer) and not is_file(answer):
            if any(sign in text_of(answer) for sign in HELD):
                yield address
            searched = f"{address}?q={quote(LONG)}"
            if TAG in text_of(client.get(searched)).replace(text_of(answer), ""):
                yield searched
    nudge, owner = Nudge.objects.get(), belongings[Contact].owner
    for action in ACTIONS:
        link = unsubscribe_link(owner, nudge.mail) if action == UNSUBSCRIBE else nudge_link(nudge, action, owner)
        yield link.removeprefix(settings.SITE_URL)
    yield reverse("api:docs")


def is_html(answer):
    return answer.status_code < 400 and answer.get("Content-Type", "").startswith("text/html")


def is_file(answer):
    return answer.get("Content-Disposition", "").startswith("attachment")


def test_no_page_runs_or_even_holds_what_somebody_wrote(page, live_server, poisoned):
    """Nor does any ask another host for anything."""
    client = Client()
    client.force_login(poisoned[Contact].owner)
    found, opened = {}, list(pages_of(poisoned, client))
    for address in opened:
        page.goto(live_server.url + address)
        if held := page.evaluate(FOUND) + page.said:
            found[address] = held
        page.said.clear()
    assert found == {}
    assert len(opened) > 60


def test_no_mail_runs_or_even_holds_what_somebody_wrote(page, poisoned):
    """A mail program has no policy of ours: what is in the mail is all that keeps it quiet."""
    mail = NudgeMail.objects.get()
    message = message_from_bytes(build_nudge_mail(mail, list(mail.nudges.all())).message, policy=policy.default)
    (html,) = [part for part in message.walk() if part.get_content_type() == "text/html"]
    page.set_content(html.get_content())
    assert TAG in page.locator("body").inner_text()
    assert page.evaluate(FOUND) == []
    assert page.locator("script, img, link, object, embed").count() == 0
    assert page.said == []


def test_the_file_about_a_person_runs_and_holds_nothing_of_the_kind(page, poisoned):
    page.set_content(write_file(describe_person(Contact.objects.get())))
    assert TAG in page.locator("body").inner_text()
    assert page.evaluate(FOUND) == []
    assert page.said == []

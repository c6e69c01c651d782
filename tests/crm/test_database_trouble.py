"""A form sent while the database is away or its disk is full loses nothing."""

from html.parser import HTMLParser

import pytest
from django.db import OperationalError

from contacts.models import Rejection
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TYPED = {
    "company": "Zephyr & Sons",
    "role": "Data engineer",
    "rejected_on": "2026-01-12",
    "cadence": "1",
    "notes": "First line.\n\n<b>Second</b> line.",
}


class Fields(HTMLParser):
    """What a browser would send from the page's form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == "input":
            self.found[names["name"]] = names.get("value", "")
        self.open = names["name"] if tag == "textarea" else ""

    def handle_endtag(self, tag):
        self.open = ""

    def handle_data(self, data):
        if self.open:
            self.found[self.open] = self.found.get(self.open, "") + data.removeprefix("\n")


@pytest.fixture
def page(client):
    client.force_login(make_user())
    return client


def test_what_was_typed_can_be_sent_again(page, monkeypatch):
    def fail(*_words, **_fields):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as trouble:
        trouble.setattr("contacts.views.rejections.log_rejection", fail)
        answer = page.post("/rejections/new/", TYPED)
    assert answer.status_code == 503
    fields = Fields(answer.content.decode()).found
    assert {name: fields[name] for name in TYPED} == TYPED
    assert page.post("/rejections/new/", fields).status_code == 302
    assert Rejection.objects.get().company.name == "Zephyr & Sons"


def test_it_may_be_lost_before_a_page_is_reached(page, monkeypatch):
    def fail(*_session):
        raise OperationalError("connection timeout expired")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
    page.raise_request_exception = False
    answer = page.post("/rejections/new/", TYPED)
    assert answer.status_code == 503
    fields = Fields(answer.content.decode()).found
    assert {name: fields[name] for name in TYPED} == TYPED


def test_a_password_is_not_written_into_the_page(page, monkeypatch):
    def fail(*_words, **_fields):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("allauth.account.views.PasswordChangeView.form_valid", fail)
    monkeypatch.setattr("allauth.account.views.PasswordChangeView.form_invalid", fail)
    answer = page.post("/accounts/password/change/", {"oldpassword": "quiet-desk", "password1": "quieter-desk"})
    assert "desk" not in answer.content.decode()
    assert answer.status_code in {302, 503}

"""A word on the user's device beside each nudge mail: one, and only then."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.fetching import FetchRefused
from followups.models import Push, PushTarget
from followups.telling.pushing import add_target, claim, find_mails_to_push, push_mails, read_host
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.web_server import WebServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_call_loopback(settings, time_machine):
    settings.FEEDS_ALLOW_PRIVATE = True
    time_machine.move_to("2026-05-06 12:00:00+00:00", tick=False)


@pytest.fixture
def service():
    with WebServer() as server:
        for path in ("/", "/hook/", "/gotify/message", "/a-topic"):
            server.put(path, "{}")
        yield server


def send_nudge_mail(user, *names: str, **fields):
    mail = make_nudge_mail(user, date(2026, 5, 6), **{"state": "sent", "settled_at": timezone.now(), **fields})
    for name in names:
        make_nudge(make_contact(user, name=name), date(2026, 5, 6), mail=mail)
    return mail


KINDS = [
    ("ntfy", "/", {"topic": "a-topic"}, "/", "message"),
    ("ntfy", "/", {"topic": "a-topic", "token": "tk_secret"}, "/", "message"),
    ("gotify", "/gotify", {"token": "AbCdEfGhIjKlMnO"}, "/gotify/message", "message"),
    ("json", "/hook", {}, "/hook/", "message"),
]


@pytest.mark.parametrize(("kind", "address", "how", "path", "field"), KINDS)
def test_it_says_who_could_hear_from_the_user(tim, service, kind, address, how, path, field):
    target = add_target(tim, kind=kind, address=service.url(address), **how)
    send_nudge_mail(tim, "Dana Weber", "Omar Haddad")
    assert push_mails(timezone.now()) == 1
    (call,) = service.asked
    assert call.path.rstrip("/") == path.rstrip("/")
    said = json.loads(call.body)[field]
    assert "Dana, Omar" in said and "Weber" not in said
    assert read_host(target) == "127.0.0.1"
    assert Push.objects.get().state == Push.State.SENT


def test_an_address_keeps_its_own_query_and_turns_no_switch(tim, service):
    service.put("/hook/?method=GET&verify=no", "{}")
    add_target(tim, kind="json", address=service.url("/hook?method=GET&verify=no"))
    send_nudge_mail(tim, "Dana Weber")
    assert push_mails(timezone.now()) == 1
    assert service.paths() == ["/hook/?method=GET&verify=no"]


def test_one_for_each_mail_however_often_it_is_looked(tim, service):
    add_target(tim, kind="json", address=service.url("/hook"))
    send_nudge_mail(tim, "Dana Weber")
    for _time in range(3):
        push_mails(timezone.now())
    assert len(service.asked) == 1
    assert find_mails_to_push(timezone.now()) == []


@pytest.mark.parametrize("state", ["planned", "claimed", "handing", "unsure", "failed", "cancelled"])
def test_only_a_mail_that_was_accepted_is_told(tim, service, state):
    add_target(tim, kind="json", address=service.url("/hook"))
    send_nudge_mail(tim, "Dana Weber", state=state)
    assert push_mails(timezone.now()) == 0
    assert service.asked == []


def test_what_was_before_or_long_ago_is_not_told(tim, service):
    send_nudge_mail(tim, "Dana Weber", settled_at=timezone.now() - timedelta(minutes=1))
    add_target(tim, kind="json", address=service.url("/hook"))
    assert push_mails(timezone.now()) == 0


def test_nobody_hears_of_another_users_mail(tim, service):
    add_target(tim, kind="json", address=service.url("/hook"))
    send_nudge_mail(make_user(), "Dana Weber")
    assert push_mails(timezone.now()) == 0


def test_a_worker_that_dies_with_a_push_in_hand_sends_no_second_one(tim, service):
    target = add_target(tim, kind="json", address=service.url("/hook"))
    mail = send_nudge_mail(tim, "Dana Weber")
    assert claim(target.pk, mail.pk)
    assert claim(target.pk, mail.pk) is None
    assert push_mails(timezone.now()) == 0
    assert service.asked == []


def test_a_failure_is_shown_and_touches_no_mail(tim, tims_page, service):
    service.put("/hook/", status=500)
    add_target(tim, kind="json", address=service.url("/hook"))
    mail = send_nudge_mail(tim, "Dana Weber")
    assert push_mails(timezone.now()) == 0
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert "did not go through" in tims_page.get(reverse("push_targets")).content.decode()


def test_a_private_address_is_not_called(tim, service, settings):
    add_target(tim, kind="json", address=service.url("/hook"))
    send_nudge_mail(tim, "Dana Weber")
    settings.FEEDS_ALLOW_PRIVATE = False
    assert push_mails(timezone.now()) == 0
    assert service.asked == []


def test_a_redirect_is_not_followed(tim, service):
    service.put("/hook/", status=307, location=service.url("/"))
    add_target(tim, kind="json", address=service.url("/hook"))
    send_nudge_mail(tim, "Dana Weber")
    assert push_mails(timezone.now()) == 0
    assert service.paths() == ["/hook/"]


def test_what_is_secret_in_the_address_is_kept_encrypted(tim):
    target = add_target(tim, kind="ntfy", address="https://ntfy.example", topic="hard-to-guess")
    assert b"hard-to-guess" not in bytes(target.sealed_url)


@pytest.mark.parametrize("address", ["ftp://example.org", "https://a:b@example.org", "nonsense", "https://"])
def test_what_is_no_address_is_refused(tim, address):
    with pytest.raises(FetchRefused):
        add_target(tim, kind="json", address=address)


def test_a_target_is_added_tried_and_ended(tims_page, service):
    typed = {"kind": "ntfy", "address": service.url("/"), "topic": "a-topic"}
    tims_page.post(reverse("push_targets"), typed)
    target = PushTarget.objects.get()
    tims_page.post(reverse("push_test", args=[target.pk]))
    assert len(service.asked) == 1
    tims_page.post(reverse("push_delete", args=[target.pk]))
    assert not PushTarget.objects.exists()


@pytest.mark.parametrize(("kind", "said"), [("ntfy", "Which topic?"), ("gotify", "application’s token")])
def test_what_is_missing_is_said(tims_page, kind, said):
    page = tims_page.post(reverse("push_targets"), {"kind": kind, "address": "https://example.org"}).content.decode()
    assert said in page and "https://example.org" in page

"""Programs are told what happened: signed, at least once, and no longer than they want to hear it."""

import hmac
import json
from base64 import b64decode, b64encode
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.encryption import decrypt
from followups.feedback import propose_request, record_answer
from followups.models import Delivery, Touchpoint, Webhook
from followups.people import add_contact, erase_contact
from followups.telling.deliveries import CLAIM, GIVE_UP_AFTER, claim, deliveries_are_due, make_deliveries
from followups.telling.events import note_mailed_nudges
from followups.telling.webhooks import MOST_WEBHOOKS, add_webhook, renew_secret, send_again, send_test
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_rejection
from tests.web_server import WebServer

pytestmark = pytest.mark.django_db
MAY = "2026-05-06 12:00:00+00:00"


@pytest.fixture(autouse=True)
def may_call_loopback(settings, time_machine):
    settings.FEEDS_ALLOW_PRIVATE = True
    time_machine.move_to(MAY, tick=False)


@pytest.fixture
def program():
    with WebServer() as server:
        server.put("/hook")
        yield server


@pytest.fixture
def hooked(tim, program):
    webhook, _secret = add_webhook(tim, url=program.url("/hook"))
    return webhook


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber")


def told(program) -> list[dict]:
    return [json.loads(asked.body) for asked in program.asked]


def test_a_letter_that_was_noted_is_told(hooked, program, dana):
    letter = log_touchpoint(dana, kind="article", on=date(2026, 5, 5), text="private words")
    assert make_deliveries(timezone.now()) == 1
    (said,) = told(program)
    assert (said["type"], said["data"]["id"]) == ("touchpoint.logged", letter.pk)
    assert said["data"] | {"contact": dana.pk, "contact_name": "Dana Weber", "kind": "article"} == said["data"]
    assert b"private" not in program.asked[0].body


def test_an_answer_that_was_noted_is_told(hooked, program, dana):
    request = propose_request(make_rejection(dana, date(2026, 4, 21)))
    record_answer(request, text="More depth.", on=date(2026, 5, 2))
    make_deliveries(timezone.now())
    assert [said["type"] for said in told(program)] == ["answer.recorded"]
    assert told(program)[0]["data"]["answered_on"] == "2026-05-02"


def test_a_nudge_that_was_mailed_is_told_once(hooked, program, tim, dana):
    mail = make_nudge_mail(tim, date(2026, 5, 6), state="sent", settled_at=timezone.now())
    nudge = make_nudge(dana, date(2026, 5, 6), mail=mail)
    assert note_mailed_nudges(timezone.now()) == 1
    assert note_mailed_nudges(timezone.now() + timedelta(hours=3)) == 0
    make_deliveries(timezone.now())
    assert told(program)[0]["data"]["id"] == nudge.pk


def test_a_mail_that_was_not_accepted_is_not_told(hooked, tim, dana):
    for state in ("planned", "handing", "unsure", "failed"):
        mail = make_nudge_mail(tim, date(2026, 5, 6), state=state, settled_at=timezone.now())
        make_nudge(dana, date(2026, 5, 6), mail=mail)
        assert note_mailed_nudges(timezone.now()) == 0
        mail.nudges.all().delete()
        mail.delete()


def test_what_was_before_the_webhook_is_not_told(tim, dana, program, time_machine):
    mail = make_nudge_mail(tim, date(2026, 5, 6), state="sent", settled_at=timezone.now())
    make_nudge(dana, date(2026, 5, 6), mail=mail)
    time_machine.move_to("2026-05-06 12:01:00+00:00", tick=False)
    add_webhook(tim, url=program.url("/hook"))
    assert note_mailed_nudges(timezone.now()) == 0


def test_only_what_it_wants_is_told(tim, dana, program):
    add_webhook(tim, url=program.url("/hook"), on_touchpoint_logged=False)
    log_touchpoint(dana, kind="article", on=date(2026, 5, 5))
    assert not Delivery.objects.exists()


def test_what_was_imported_is_no_news(hooked, dana):
    log_touchpoint(dana, kind="article", on=date(2025, 5, 5), source=Touchpoint.Source.IMPORT)
    assert not Delivery.objects.exists()


def test_nobody_is_told_of_another_users_letters(hooked):
    log_touchpoint(make_contact(), kind="article", on=date(2026, 5, 5))
    assert not Delivery.objects.exists()


def test_who_calls_and_when_can_be_proven(tim, program, dana):
    _webhook, secret = add_webhook(tim, url=program.url("/hook"))
    log_touchpoint(dana, kind="article", on=date(2026, 5, 5))
    make_deliveries(timezone.now())
    (call,) = program.asked
    stamp, name = call.headers["webhook-timestamp"], call.headers["webhook-id"]
    assert int(stamp) == int(timezone.now().timestamp())
    signed = hmac.new(b64decode(secret.removeprefix("whsec_")), f"{name}.{stamp}.".encode() + call.body, sha256)
    assert call.headers["webhook-signature"] == f"v1,{b64encode(signed.digest()).decode()}"


def test_the_secret_and_the_address_are_kept_encrypted(tim, program):
    webhook, secret = add_webhook(tim, url=program.url("/hook"))
    assert secret.encode() not in bytes(webhook.sealed_secret)
    assert b"/hook" not in bytes(webhook.sealed_url)
    anew = renew_secret(webhook)
    assert decrypt(bytes(Webhook.objects.get().sealed_secret)).decode() == anew != secret


def test_a_call_that_fails_is_tried_again_under_the_same_name_and_later_each_time(hooked, program, time_machine):
    program.put("/hook", status=500)
    send_test(hooked)
    pauses = []
    for _time in range(3):
        delivery = Delivery.objects.get()
        time_machine.move_to(delivery.next_try_at, tick=False)
        assert make_deliveries(timezone.now()) == 0
        pauses.append(Delivery.objects.get().next_try_at - timezone.now())
    assert pauses == sorted(set(pauses))
    program.put("/hook")
    time_machine.move_to(Delivery.objects.get().next_try_at, tick=False)
    assert make_deliveries(timezone.now()) == 1
    assert len({asked.headers["webhook-id"] for asked in program.asked}) == 1
    assert (Delivery.objects.get().attempts, Webhook.objects.get().failing_since) == (4, None)


def test_after_three_days_it_is_given_up_and_the_webhook_rests(hooked, program, time_machine):
    program.put("/hook", status=500)
    send_test(hooked)
    while Delivery.objects.get().state == Delivery.State.WAITING:
        time_machine.move_to(Delivery.objects.get().next_try_at, tick=False)
        make_deliveries(timezone.now())
    assert timezone.now() <= Delivery.objects.get().created_at + GIVE_UP_AFTER
    send_test(hooked)
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    make_deliveries(timezone.now())
    assert Webhook.objects.get().rests_since
    assert not deliveries_are_due(timezone.now() + timedelta(days=1))


def test_gone_for_good_it_rests_at_once(hooked, program, dana):
    program.put("/hook", status=410)
    send_test(hooked)
    make_deliveries(timezone.now())
    assert Webhook.objects.get().rests_since
    log_touchpoint(dana, kind="article", on=date(2026, 5, 5))
    assert Delivery.objects.count() == 1


def test_a_redirect_is_not_followed(hooked, program):
    program.put("/hook", status=307, location=program.url("/elsewhere"))
    send_test(hooked)
    assert make_deliveries(timezone.now()) == 0
    assert program.paths() == ["/hook"]


def test_a_private_address_is_refused_when_it_is_called(hooked, program, settings):
    settings.FEEDS_ALLOW_PRIVATE = False
    send_test(hooked)
    assert make_deliveries(timezone.now()) == 0
    assert program.asked == []
    assert "private network" in Delivery.objects.get().answer or "port" in Delivery.objects.get().answer


def test_a_worker_that_dies_with_a_delivery_in_hand_loses_nothing(hooked, program):
    waiting = send_test(hooked)
    assert claim(waiting.pk)
    assert claim(waiting.pk) is None
    assert make_deliveries(timezone.now()) == 0
    Delivery.objects.update(next_try_at=timezone.now())  # as when the claim has ended
    assert make_deliveries(timezone.now()) == 1
    assert timedelta(seconds=10) < CLAIM


def test_what_was_given_up_can_be_sent_again(hooked, program):
    send_test(hooked)
    Delivery.objects.update(state=Delivery.State.GIVEN_UP)
    assert make_deliveries(timezone.now()) == 0
    send_again(Delivery.objects.get())
    assert make_deliveries(timezone.now()) == 1


def test_what_was_told_of_an_erased_person_is_erased_too(hooked, tim):
    erased = add_contact(tim, name="Zaphod")
    log_touchpoint(erased, kind="article", on=date(2026, 5, 5))
    assert Delivery.objects.exists()
    erase_contact(erased)
    assert not Delivery.objects.exists()


# The pages.


def test_a_webhook_is_made_tried_changed_and_ended(tims_page, program):
    page = tims_page.post(reverse("webhook_list"), {"url": program.url("/hook"), "on_touchpoint_logged": "on"})
    assert "whsec_" in page.content.decode()
    webhook = Webhook.objects.get()
    assert (webhook.on_touchpoint_logged, webhook.on_nudge_mailed) == (True, False)
    assert "whsec_" not in tims_page.get(reverse("webhook_list")).content.decode()
    tims_page.post(reverse("webhook_test", args=[webhook.pk]))
    make_deliveries(timezone.now())
    log = tims_page.get(reverse("webhook", args=[webhook.pk])).content.decode()
    assert "A test" in log and "It answered 200." in log
    tims_page.post(reverse("delivery_again", args=[Delivery.objects.get().pk]))
    assert make_deliveries(timezone.now()) == 1
    assert "whsec_" in tims_page.post(reverse("webhook_secret", args=[webhook.pk])).content.decode()
    tims_page.post(reverse("webhook", args=[webhook.pk]), {"url": program.url("/other"), "on_nudge_mailed": "on"})
    assert Webhook.objects.get().on_nudge_mailed
    tims_page.post(reverse("webhook_delete", args=[webhook.pk]))
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "ftp://example.org", "on_nudge_mailed": "on"}, "begins with https"),
        ({"url": "https://tim:secret@example.org", "on_nudge_mailed": "on"}, "with a name or a password"),
        ({"url": "https://example.org"}, "Choose what it is to be told."),
        ({"url": "", "on_nudge_mailed": "on"}, "Which address is to be called?"),
    ],
)
def test_what_cannot_be_called_is_said_and_stays_in_the_form(tims_page, typed, said):
    page = tims_page.post(reverse("webhook_list"), typed).content.decode()
    assert said in page and typed["url"] in page
    assert not Webhook.objects.exists()


def test_there_are_ten_at_most(tims_page, tim):
    for number in range(MOST_WEBHOOKS):
        add_webhook(tim, url=f"https://example.org/{number}")
    page = tims_page.post(reverse("webhook_list"), {"url": "https://example.org/x", "on_nudge_mailed": "on"})
    assert "as many as there may be" in page.content.decode()
    assert Webhook.objects.count() == MOST_WEBHOOKS

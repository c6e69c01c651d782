from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.environment import MailServer
from followups.kept_mail import keep_mail, kept_mail_path
from followups.mails import build_nudge_mail
from followups.models import Nudge, NudgeMail, StateChange
from followups.reading_kept_mail import read_kept_mail, sanitise
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 28)
NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def user(client):
    user = make_user(email="tim@example.org", time_zone="Europe/Berlin")
    client.force_login(user)
    return user


@pytest.fixture
def over_smtp(settings):
    settings.MAIL_SERVER = MailServer("mail.example.org", 587, "starttls", "me", "secret")


def make_mail(user, name="Dana Weber", on=ON, **fields):
    mail = make_nudge_mail(user, on, **fields)
    make_nudge(make_contact(user, name=name, added_on=date(2026, 3, 28)), on, mail=mail)
    return NudgeMail.objects.get(pk=mail.pk)


def keep(mail):
    keep_mail(build_nudge_mail(mail).message, mail.public_id)


def read(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_outbox_says_what_will_come(client, user):
    page = read(client, "outbox")

    assert "No mail yet" in page
    assert "mails stay on this machine" in page


@pytest.mark.usefixtures("over_smtp")
def test_the_top_says_where_mail_goes_without_the_password(client, user):
    page = read(client, "outbox")

    assert "They go to tim@example.org through the mail server mail.example.org:587." in page
    assert "secret" not in page


@pytest.mark.usefixtures("over_smtp")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "planned"}, "Waiting to be sent"),
        ({"state": "claimed"}, "Being sent"),
        ({"state": "sent"}, "Sent"),
        ({"state": "unsure"}, "May not have arrived"),
        ({"state": "failed", "error": "The mail server refused your address: 550 no"}, "550 no"),
        ({"state": "held"}, "Held back"),
        ({"state": "planned", "attempts": 3, "error": "Nothing answers"}, "Trying again"),
        ({"state": "planned", "attempts": 3, "error": "Nothing answers"}, "3 attempts"),
        ({"state": "planned", "attempts": 3, "error": "Nothing answers"}, "Nothing answers"),
        (
            {"state": "planned", "error": "x", "not_before": datetime(2026, 4, 28, 12, 30, tzinfo=UTC)},
            "Next attempt: 28 April, 14:30",
        ),
    ],
)
def test_each_mail_has_its_state_in_plain_words_and_names_its_contacts(client, user, fields, said):
    make_mail(user, **fields)

    page = read(client, "outbox")

    assert said in page
    assert "Dana Weber" in page


def test_a_mail_that_does_not_get_through_says_what_to_do(client, user):
    make_mail(user, on=ON - timedelta(days=9), state="failed")
    make_mail(user, name="Nora Lind", state="sent")
    assert "manage.py doctor" not in read(client, "outbox")

    NudgeMail.objects.filter(on=ON).update(state="planned", error="Nothing answers")
    assert "manage.py doctor" in read(client, "outbox")


def test_a_failed_mail_still_names_whom_it_carried(client, user):
    failed, later = make_mail(user, state="failed"), make_nudge_mail(user, ON + timedelta(days=1))
    nudge = Nudge.objects.get()
    nudge.earlier_mails.add(failed)
    Nudge.objects.update(mail=later)

    assert read(client, "outbox").count("Dana Weber") == 2


def test_the_list_is_paged(client, user):
    for place in range(51):
        make_nudge_mail(user, ON - timedelta(days=place), state="sent")

    first = read(client, "outbox")
    after = first.partition("?after=")[2].partition('"')[0]
    second = read(client, "outbox", after=after)

    assert "2026-03-10" in first
    assert "2026-03-09" not in first
    assert "2026-03-09" in second
    assert 'rel="next"' not in second


def test_the_list_costs_the_same_with_one_mail_and_with_many(client, user):
    def count(mails):
        for number in range(mails):
            make_mail(user, name=f"Person {number}", on=ON - timedelta(days=mails * 10 + number), state="sent")
        read(client, "outbox")
        with CaptureQueriesContext(connection) as queries:
            read(client, "outbox")
        return len(queries)

    assert count(1) == count(3)


@pytest.mark.parametrize("after", ["nonsense", "%00", "🚀", "1:2", "OTk5OTk5OTk5OTk5OTk5OTk5OTk6MjAyNi0wNC0yOA"])
def test_a_broken_page_address_is_no_error(client, user, after):
    make_mail(user)

    assert client.get(reverse("outbox"), {"after": after}).status_code == 200


def test_a_kept_mail_is_read_in_the_page(client, user):
    mail = make_mail(user)
    keep(mail)

    response = client.get(reverse("outbox_mail", args=[mail.pk]))
    page = response.content.decode()

    assert "A good week to write to Dana Weber" in page
    assert 'class="letter"' in page
    assert "/n/s" in page
    assert "mailto:" in page
    assert "style=" not in page.partition("<main")[2]
    assert "As plain text" in page
    assert page.count("<h1") == 1
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<p style="background:url(//evil.example/x)">x</p>',
        '<div class="entrance side" onclick="x()">x</div>',
        "<form action=//evil.example><input name=password></form>",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<style>body{display:none}</style>",
    ],
)
def test_what_a_kept_mail_says_is_made_safe(evil):
    safe = sanitise(f"<html><head><title>x</title></head><body><div class=mail>{evil}</div></body></html>")

    for word in [
        "script",
        "onerror",
        "onclick",
        "javascript:",
        "data:",
        "style",
        "<form",
        "<img",
        "<svg",
        "entrance",
        "display",
    ]:
        assert word not in safe.replace("&lt;", "")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/alternative\n\nx", b"Subject: x\n\nplain"]
)
def test_a_spoilt_file_is_no_error(client, user, content):
    mail = make_mail(user, state="sent")
    keep_mail(content, mail.public_id)

    assert "Dana Weber" in read(client, "outbox_mail", mail.pk)


@pytest.mark.usefixtures("over_smtp")
def test_a_mail_sent_over_smtp_shows_its_history(client, user):
    mail = make_mail(user, state="sent", subject="A good week to write to Dana Weber", reply="250 Ok queued as 12")
    for old, new, by in [
        ("", "planned", "planner"),
        ("planned", "claimed", "worker"),
        ("claimed", "handing", "worker"),
    ]:
        StateChange.objects.create(mail=mail, old=old, new=new, by=by)

    page = read(client, "outbox_mail", mail.pk)

    for said in ["A good week to write to Dana Weber", "Planned", "Handing over begun", "250 Ok queued as 12"]:
        assert said in page
    assert "no copy is kept here" in page


def test_try_now_brings_a_waiting_mail_forward(client, user):
    mail = make_mail(user, attempts=4, error="Nothing answers", not_before=NOON + timedelta(hours=4))
    assert "Try now" in read(client, "outbox_mail", mail.pk)

    response = client.post(reverse("outbox_retry", args=[mail.pk]), follow=True)

    assert "tried again within a minute" in response.content.decode()
    mail.refresh_from_db()
    assert mail.not_before == NOON


@pytest.mark.parametrize(("name", "state"), [("outbox_arrived", "sent"), ("outbox_lost", "planned")])
def test_the_user_settles_an_unsure_mail(client, user, name, state):
    mail = make_mail(user, state="unsure")
    page = read(client, "outbox_mail", mail.pk)
    assert "It arrived" in page
    assert "It didn’t arrive" in page

    for _time in range(2):
        assert client.post(reverse(name, args=[mail.pk])).status_code == 302

    mail.refresh_from_db()
    assert mail.state == state
    assert StateChange.objects.filter(mail=mail, new=state).count() == 1


@pytest.mark.parametrize("name", ["outbox_retry", "outbox_arrived", "outbox_lost"])
def test_buttons_change_nothing_by_get(client, user, name):
    mail = make_mail(user, state="unsure")

    assert client.get(reverse(name, args=[mail.pk])).status_code == 405


@pytest.mark.parametrize("name", ["outbox_mail", "outbox_retry", "outbox_arrived", "outbox_lost"])
def test_a_stranger_finds_nothing(client, user, name):
    mail = make_mail(make_user(), state="unsure")
    keep(mail)

    response = (
        client.get(reverse(name, args=[mail.pk]))
        if name == "outbox_mail"
        else client.post(reverse(name, args=[mail.pk]))
    )

    assert response.status_code == 404
    assert "Dana" not in read(client, "outbox")
    mail.refresh_from_db()
    assert mail.state == "unsure"


def test_a_mail_whose_file_is_gone_is_still_shown(client, user):
    mail = make_mail(user, state="sent")
    keep(mail)
    kept_mail_path(mail.public_id).unlink()

    assert read_kept_mail(mail) is None
    assert "Dana Weber" in read(client, "outbox_mail", mail.pk)

"""The pages about the user's mailbox, and the door for providers that hand mails on."""

import base64
import json
import re
from datetime import date

import pytest
from django.urls import reverse

from contacts.models import Rejection
from crm.models import Instance
from followups.fetching import FetchRefused
from followups.mailbox.addresses import read_log_address
from followups.mailbox.taking import take_copied_mail
from followups.models import IncomingMessage, MailboxMail, SentFolder, Touchpoint
from tests.factories import make_contact
from tests.followups.mailbox.letters import REJECTION, forward, write_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber", email="dana@example.com")


@pytest.fixture
def waiting(tim, tims_address) -> MailboxMail:
    """A mail about nobody who is known."""
    (mail,) = take_copied_mail(write_mail("Nice to meet you", To=tims_address, Subject="The fair").as_bytes())
    return mail


def read(page, name: str, *args) -> str:
    answer = page.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_address_is_made_made_anew_and_ended(tims_page, tim):
    assert "Give me an address" in read(tims_page, "mailbox")
    tims_page.post(reverse("mailbox_address"))
    first = read_log_address(tim)
    assert re.fullmatch(r"log\+[a-z2-7]{26}@afterword\.example", first)
    assert first in read(tims_page, "mailbox")
    tims_page.post(reverse("mailbox_address"))
    assert read_log_address(tim) not in ("", first)
    tims_page.post(reverse("mailbox_address"), {"drop": "1"})
    assert read_log_address(tim) == ""


def test_without_a_mailbox_of_the_installation_it_says_what_is_missing(tims_page, settings):
    settings.INBOX_ADDRESS = ""
    assert "INBOX_ADDRESS" in read(tims_page, "mailbox")
    assert tims_page.post(reverse("mailbox_address")).status_code == 404


def test_today_tells_that_a_mail_waits(tims_page, waiting):
    Instance.objects.create(pk=1, mark="here")
    assert reverse("mailbox") in read(tims_page, "today")
    tims_page.post(reverse("mailbox_leave_out", args=[waiting.pk]))
    assert reverse("mailbox") not in read(tims_page, "today")


def test_what_waits_is_shown_with_the_reason(tims_page, waiting):
    page = read(tims_page, "mailbox")
    assert "The fair" in page and "Nobody you know here was found in it." in page
    assert "Nice to meet you" in read(tims_page, "mailbox_mail", waiting.pk)


@pytest.mark.parametrize(
    ("whom", "kind", "made"),
    [("dana weber", "sent", Touchpoint), ("Dana@example.com", "received", IncomingMessage)],
)
def test_it_goes_on_the_timeline_of_whom_the_user_names(tims_page, dana, waiting, whom, kind, made):
    answer = tims_page.post(reverse("mailbox_mail", args=[waiting.pk]), {"contact": whom, "kind": kind})
    assert answer.url == dana.get_absolute_url()
    assert (made.objects.get().contact, made.objects.get().on) == (dana, date(2026, 5, 5))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sealed_mail) == (MailboxMail.State.LOGGED, None)
    assert tims_page.get(reverse("mailbox_mail", args=[waiting.pk])).status_code == 404


@pytest.mark.parametrize(
    ("whom", "said"),
    [("", "Please name a person."), ("Nobody", "You know nobody"), ("Dana Weber", "Several people have this name.")],
)
def test_whom_it_is_about_has_to_be_clear(tims_page, tim, dana, waiting, whom, said):
    make_contact(tim, name="Dana Weber")
    make_contact(name="Nobody")
    answer = tims_page.post(reverse("mailbox_mail", args=[waiting.pk]), {"contact": whom, "kind": "sent"})
    assert said in answer.content.decode()


def test_left_out_nothing_of_it_is_kept(tims_page, waiting):
    tims_page.post(reverse("mailbox_leave_out", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sealed_mail) == (MailboxMail.State.LEFT_OUT, None)


def test_a_rejection_is_logged_by_the_form_and_then_waits_no_more(tims_page, tims_address):
    (mail,) = take_copied_mail(forward(REJECTION, sender="Dana Weber <dana@nw.example>", to=tims_address).as_bytes())
    address = f"{reverse('rejection_new')}?mailbox_mail={mail.pk}"
    assert address in read(tims_page, "mailbox_mail", mail.pk)
    form = tims_page.get(address).context["form"]
    assert form["company"].value() == "Northwind Logistics"
    assert form["contact_email"].value() == "dana@nw.example"
    assert not Rejection.objects.exists()
    typed = {name: form[name].value() or "" for name in form.fields} | {"cadence": "1"}
    assert tims_page.post(address, typed).status_code == 302
    assert Rejection.objects.get().company.name == "Northwind Logistics"
    mail.refresh_from_db()
    assert mail.state == MailboxMail.State.LOGGED


def test_a_form_that_is_not_yet_right_keeps_the_mail(tims_page, tims_address):
    (mail,) = take_copied_mail(forward(REJECTION, sender="Dana <dana@nw.example>", to=tims_address).as_bytes())
    assert tims_page.post(f"{reverse('rejection_new')}?mailbox_mail={mail.pk}", {"company": ""}).status_code == 200
    mail.refresh_from_db()
    assert mail.state == MailboxMail.State.WAITING


def test_a_mailbox_that_cannot_be_read_keeps_what_was_typed(tims_page, monkeypatch):
    def refuse(*_args, **_options):
        raise FetchRefused("The mail server did not accept this name and password.")

    monkeypatch.setattr("followups.views.mailbox.watch_sent_folder", refuse)
    typed = {"user_name": "tim@example.org", "password": "secret word", "host": "imap.example.org", "security": "tls"}
    page = tims_page.post(reverse("sent_folder"), {**typed, "since": "2026-05-01"}).content.decode()
    assert "did not accept" in page and "imap.example.org" in page
    assert "secret word" not in page
    assert not SentFolder.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("password", "", "Please give the app password."),
        ("host", "https://mail.example.org/x", "name alone"),
        ("since", "2031-01-01", "is still to come"),
        ("port", "99999", "65535"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(tims_page, name, value, said):
    typed = {"user_name": "tim", "password": "x", "host": "imap.example.org", "security": "tls", "since": "2026-05-01"}
    assert said in tims_page.post(reverse("sent_folder"), {**typed, name: value}).content.decode()


def post_to_hook(client, mail, *, secret="postmark:a-long-enough-secret", provider="postmark"):
    given = base64.b64encode(secret.encode()).decode()
    body = {"RawEmail": mail.as_string(), "OriginalRecipient": "", "FromFull": {"Email": ""}, "Headers": []}
    return client.post(
        reverse("mailbox_hook", args=[provider]),
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {given}"},
    )


def test_a_provider_hands_a_mail_on(client, dana, tims_address):
    assert post_to_hook(client, write_mail(Bcc=tims_address)).status_code == 200
    assert Touchpoint.objects.get().contact == dana


def test_a_large_mail_is_taken_too(client, dana, tims_address):
    mail = write_mail(Bcc=tims_address)
    mail.add_attachment(b"x" * 2_000_000, maintype="application", subtype="pdf", filename="resume.pdf")
    assert post_to_hook(client, mail).status_code == 200
    assert Touchpoint.objects.exists()


@pytest.mark.parametrize("secret", ["postmark:wrong", "", "postmark", ":"])
def test_who_does_not_know_the_secret_hands_nothing_on(client, dana, tims_address, secret):
    assert post_to_hook(client, write_mail(Bcc=tims_address), secret=secret).status_code == 401
    assert not Touchpoint.objects.exists()


def test_there_is_no_such_door_where_no_secret_is_set(client, settings, tims_address):
    settings.INBOX_WEBHOOK_SECRET = ""
    assert post_to_hook(client, write_mail(), secret="").status_code == 404
    assert post_to_hook(client, write_mail(), provider="elsewhere").status_code == 404


def test_what_is_no_mail_is_refused(client, tims_address):
    given = base64.b64encode(b"postmark:a-long-enough-secret").decode()
    for body in ("", "{", "[]", "null", '{"Headers": 5}'):
        answer = client.post(
            reverse("mailbox_hook", args=["postmark"]),
            body,
            content_type="application/json",
            headers={"Authorization": f"Basic {given}"},
        )
        assert answer.status_code == 400

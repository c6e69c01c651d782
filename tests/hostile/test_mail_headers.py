"""No name, subject or address adds a header to a mail, or a recipient to a letter."""

from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Peer
from contacts.resumes import check_resume, keep_resume
from crm.models import User
from followups.drafts import Draft, mailto_url
from followups.mails import build_nudge_mail
from followups.models import FeedbackRequest, NudgeMail, Referral
from tests.belongings import make_belongings, owned_models
from tests.contacts.resume_files import PDF
from tests.factories import make_user
from tests.hostile.poison import is_text

pytestmark = pytest.mark.django_db
BREAK = "Dana\r\nBcc: spy@evil.example\r\n\r\n<b>body</b>"
EVIL = [
    BREAK,
    BREAK.replace("\r", ""),
    BREAK.replace("\n", ""),
    "Dana\u2028Bcc: spy@evil.example\u2029\x85\x0b\x0cBcc: spy@evil.example",
    "=?utf-8?q?Dana=0D=0ABcc=3A_spy=40evil=2Eexample?=",
    "=?utf-8?b?RGFuYQ0KQmNjOiBzcHlAZXZpbC5leGFtcGxl?=",
    'Dana" <spy@evil.example>, "x',
    "\u202eanaD\u2066",
    "D" * 10_000,
    "é🚀" * 2_500,
]
LETTERS = ["feedback_eml", "thanks_eml", "check_in_eml", "referral_eml", "peer_consent_eml"]
ROWS = {"feedback": FeedbackRequest, "thanks": FeedbackRequest, "check_in": Contact, "referral": Referral, "peer": Peer}


@pytest.fixture
def belongings():
    belongings = make_belongings(make_user(), "Zither")
    keep_resume(belongings[Peer], check_resume("cv.pdf", PDF))
    return belongings


def write_everywhere(owner, text):
    """As no form would take it, but an older version or a file might have."""
    for model, way in {**owned_models(), User: "pk"}.items():
        rows = model._base_manager.filter(**{way: owner.pk})
        rows = model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
        names = {"name", "title", "role", "subject", "draft_subject", "headline", "topic", "email"}
        for field in model._meta.concrete_fields:
            if field.name in names and is_text(field):
                rows.update(**{field.name: text[: field.max_length]})


def headers_of(message):
    read = message_from_bytes(message, policy=policy.default)
    assert "spy@evil.example" not in [address.addr_spec for name in ("Bcc", "Cc") for address in addresses(read, name)]
    return sorted(name.lower() for name in read)


def addresses(read, name):
    return read[name].addresses if read[name] else ()


@pytest.mark.parametrize("text", EVIL)
def test_letters_to_open_in_a_mail_program(belongings, text):
    client, owner = Client(), belongings[Contact].owner
    client.force_login(owner)
    paths = [
        reverse(name, args=[belongings[ROWS[name.removesuffix("_eml").removesuffix("_consent")]].pk])
        for name in LETTERS
    ]
    plain = {path: client.get(path) for path in paths}
    write_everywhere(owner, text)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == plain[path].status_code
        if answer.status_code == 200 and answer["Content-Type"] == "message/rfc822":
            assert set(headers_of(answer.content)) <= {*headers_of(plain[path].content), "to"}
            assert answer["Content-Disposition"].startswith("attachment") and "\n" not in answer["Content-Disposition"]


@pytest.mark.parametrize("text", EVIL)
def test_the_nudge_mail(belongings, text):
    (planned,) = NudgeMail.objects.all()
    plain = headers_of(build_nudge_mail(planned, list(planned.nudges.all())).message)
    write_everywhere(belongings[Contact].owner, text)
    planned = NudgeMail.objects.get()
    message = build_nudge_mail(planned, list(planned.nudges.all())).message
    assert headers_of(message) == plain
    assert max(map(len, message.split(b"\r\n"))) < 1_000
    assert b"\n" not in message.replace(b"\r\n", b"") and b"\r" not in message.replace(b"\r\n", b"")


@pytest.mark.parametrize("text", EVIL)
def test_mails_about_the_account(text):
    user = User.objects.create_user("tim@example.org", "a quiet desk", name=text[:120])
    answer = Client().post(reverse("account_reset_password"), {"email": f"tim@example.org{text}"})
    assert answer.status_code in {200, 302}
    Client().post(reverse("account_reset_password"), {"email": user.email})
    for sent in mail.outbox:
        assert sent.recipients() == ["tim@example.org"]
        assert "spy@evil.example" not in str(sent.message()["Subject"]) + str(sent.message()["To"])
        assert sent.message()["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["dana@a.example?bcc=spy@evil.example", "dana@a.example&bcc=x@y.example", 'd"\r\nBcc: x@y.example']
)
def test_a_link_to_write_has_one_recipient_and_no_copies(address):
    draft = Draft("Hello&bcc=spy@evil.example\r\nBcc: x@y.example", "Dear Dana?&cc=x@y.example")
    parts = urlsplit(mailto_url(address, draft))
    assert set(parse_qs(parts.query)) == {"subject", "body"}
    assert "\n" not in parts.path and "?" not in parts.path

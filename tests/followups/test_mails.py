import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default as modern
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact, Interest
from followups.links import read_token
from followups.mails import build_nudge_mail, read_contents
from followups.mime import BadHeader, make_message
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from tests.factories import make_company, make_contact, make_nudge, make_nudge_mail, make_rejection, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe",
    "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
]  # fmt: skip
EVIL = [
    "Dana\r\nBcc: x@y.z",
    "Dana\nBcc: x@y.z",
    "Dana\rBcc: x@y.z",
    "Dana\x00\x0b\x0c",
    "Dana\u2028Bcc: x@y.z\u2029\x85",
    "=?utf-8?q?Dana=0ABcc:_x?=",
    "\u202eanaD",
    "דנה כהן 🚀",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "D" * 200,
    "é" * 200,
]


@pytest.fixture
def tim():
    return make_user(email="tim@example.org", name="Tim Berg")


def make_full_contact(owner, **fields):
    """A contact of whom everything is known that a mail can tell."""
    fields = {"name": "Dana Weber", "title": "Head of Data", "email": "dana@zephyr.example", **fields}
    contact = make_contact(owner, company=make_company(owner), **fields)
    rejection = make_rejection(contact, date(2026, 9, 3), stage="final")
    Interest.objects.create(contact=contact, topic="cold chain", source="interview, 3 May")
    FeedbackRequest.objects.create(
        owner=owner, rejection=rejection, contact=contact, state="thanked", answer="Passed it on. I missed a number.",
        answered_on=date(2026, 9, 21),
    )  # fmt: skip
    for on, kind in [(date(2026, 10, 20), "article"), (date(2026, 9, 21), "thank_you")]:
        Touchpoint.objects.create(contact=contact, kind=kind, on=on, text="Hi Dana,\n\nmonitors at sea.\n\nTim")
    return contact


def plan(owner, number=1, *, digest=False, days=0, **fields):
    mail = make_nudge_mail(owner, ON, is_digest=digest)
    for place in range(number):
        contact = make_full_contact(owner, **{"name": f"Dana Weber-{place}" if number > 1 else "Dana Weber", **fields})
        make_nudge(contact, ON + timedelta(days=days * place), mail=mail)
    return NudgeMail.objects.get(pk=mail.pk)


def read(rendered):
    return message_from_bytes(rendered.message, policy=modern)


def text_of(rendered):
    return read(rendered).get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(rendered):
    return read(rendered).get_body(("html",)).get_content()


def test_the_mail_tells_who_they_are_and_what_was_said(tim):
    text = text_of(build_nudge_mail(plan(tim)))

    for said in [
        "A good week to write to Dana Weber",
        "Your last letter went out on 20 October.",
        "Head of Data, Company",
        "You met over the Data engineer role",
        "Final round, September",
        "On 21 September they wrote: “Passed it on. I missed a number.”",
        "Cares about cold chain (interview, 3 May).",
        "- 20 October: Article. “monitors at sea.”",
        "A letter to start from, to dana@zephyr.example:\n\nHi Dana,",
        "No need to reply.",
        "You get this at 09:00",
    ]:
        assert said in text


def test_both_parts_say_the_same(tim):
    rendered = build_nudge_mail(plan(tim, 3))
    shown = unescape(re.sub(r"<[^>]+>", " ", html_of(rendered)))
    words = set(" ".join(shown.split()).split())

    for line in text_of(rendered).splitlines():
        for word in line.removeprefix("- ").split():
            if not word.startswith(("http", "----", "(")):
                assert word.rstrip(":") in words or word in words, line


def test_the_first_link_of_each_contact_in_the_text_is_sent_it(tim):
    text = text_of(build_nudge_mail(plan(tim, 12, digest=True)))

    for place in range(12):
        after_name = text[text.index(f"\nDana Weber-{place}") :]
        link = re.search(r"https?://\S+/n/(\S+)/", after_name)
        assert read_token(link[1]).action == "sent"
        assert read_token(link[1]).nudge.contact.name == f"Dana Weber-{place}"


def test_every_link_of_a_contact_is_in_both_parts(tim):
    rendered = build_nudge_mail(plan(tim))

    for part in (text_of(rendered), unescape(html_of(rendered))):
        actions = [read_token(token).action for token in re.findall(r"/n/([^/\s\"]+)/", part)]
        assert actions == ["sent", "not_this_month", "pause", "stop", "unsubscribe"]
        assert re.search(r"/contacts/\d+/", part)
    assert "mailto:dana@zephyr.example?subject=" in html_of(rendered)


def test_headers_are_those_of_a_machines_mail(tim, settings):
    settings.DEFAULT_FROM_EMAIL = "afterword@example.net"
    mail = plan(tim)
    message = read(build_nudge_mail(mail))

    assert list(message.keys()) == HEADERS
    assert message["From"] == "Afterword <afterword@example.net>"
    assert message["To"] == "tim@example.org"
    assert message["Subject"] == "A good week to write to Dana Weber"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<http://127\.0\.0\.1:8000/n/([^/]+)/>", message["List-Unsubscribe"])
    assert read_token(link[1]).action == "unsubscribe"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_relay_that_removes_repeats_gets_the_key(tim, settings):
    settings.EMAIL_RELAY_DEDUPES = True
    mail = plan(tim)

    assert read(build_nudge_mail(mail))["Resend-Idempotency-Key"] == mail.public_id


def test_the_message_is_seven_bits_with_crlf_and_short_lines(tim):
    tim.name = "Тим"
    message = build_nudge_mail(plan(tim, 3, name="Дана Вебер 🚀")).message

    assert message.isascii()
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert max(len(line) for line in message.split(b"\r\n")) < 300
    assert read(build_nudge_mail(plan(make_user(), name="Дана 🚀")))["Subject"] == "A good week to write to Дана 🚀"


@pytest.mark.parametrize("evil", EVIL)
def test_no_name_breaks_the_message(tim, evil):
    tim.name = evil
    contact = make_full_contact(tim)
    # Written past the forms, as an import or a raw statement could; PostgreSQL takes no NUL.
    evil_in_database = evil.replace("\x00", "")
    type(contact).objects.filter(pk=contact.pk).update(name=evil_in_database, title=evil_in_database)
    type(contact.company).objects.filter(pk=contact.company_id).update(name=evil_in_database)
    Interest.objects.filter(contact=contact).update(topic=evil_in_database[:120])
    mail = make_nudge_mail(tim, ON)
    make_nudge(contact, ON, mail=mail)

    rendered = build_nudge_mail(NudgeMail.objects.get(pk=mail.pk))

    message = read(rendered)
    assert list(message.keys()) == HEADERS
    assert "\n" not in rendered.subject
    assert len(rendered.subject) <= 150
    assert "<script" not in html_of(rendered)
    assert "\u202e" not in html_of(rendered) + text_of(rendered) + rendered.subject
    assert "{{ 7|add:7 }}" in html_of(rendered) if "add" in evil else True
    assert len(list(message.iter_parts())) == 2


def test_a_header_with_a_line_break_is_not_written():
    with pytest.raises(BadHeader):
        make_message({"Subject": "a\r\nBcc: x@y.z"}, text="", html="", boundary="b")


def test_a_text_that_looks_like_the_boundary_ends_nothing():
    message = message_from_bytes(
        make_message({"Subject": "x"}, text="--=_b--\r\n.\r\n--=_b\n", html="--=_b--", boundary="b"), policy=modern
    )

    assert [part.get_content().split() for part in message.iter_parts()] == [["--=_b--", ".", "--=_b"], ["--=_b--"]]


def test_a_mail_tried_again_is_the_same_message(tim):
    mail = plan(tim)
    mail.first_tried_at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with time_machine.travel(mail.first_tried_at):
        first = build_nudge_mail(mail)
    with time_machine.travel(mail.first_tried_at + timedelta(days=3)):
        assert build_nudge_mail(mail).message == first.message


@pytest.mark.parametrize(
    ("number", "subject"),
    [
        (2, "Two letters to write: Dana Weber-0 and Dana Weber-1"),
        (3, "Three letters to write: Dana Weber-0, Dana Weber-1 and Dana Weber-2"),
        (5, "Five letters to write: Dana Weber-0, Dana Weber-1 and 3 others"),
    ],
)
def test_subjects_name_people(tim, number, subject):
    assert build_nudge_mail(plan(tim, number)).subject == subject


def test_only_open_nudges_are_in_the_mail(tim):
    mail = plan(tim, 2)
    gone = mail.nudges.get(contact__name="Dana Weber-0")
    Nudge.objects.filter(pk=gone.pk).update(state="withdrawn")

    rendered = build_nudge_mail(mail)

    assert rendered.nudge_ids == [mail.nudges.get(contact__name="Dana Weber-1").pk]
    assert "Weber-0" not in text_of(rendered)


def test_a_mail_is_about_the_nudges_it_is_given(tim):
    mail = plan(tim, 3)
    nudges = list(mail.nudges.order_by("id"))[1:]

    assert build_nudge_mail(mail, nudges).nudge_ids == [nudge.pk for nudge in nudges]


def test_a_digest_has_ten_in_full_and_the_rest_on_a_line(tim):
    rendered = build_nudge_mail(plan(tim, 12, digest=True, days=1))
    text = text_of(rendered)

    assert rendered.subject == "Your letters for November: Dana Weber-0, Dana Weber-1 and 10 others"
    assert text.count("A letter to start from") == 10
    assert "You may write from today on." in text
    assert "You may write from 2 December on." in text
    assert "Dana Weber-11 (Head of Data, Company" in text
    assert "You may write from 4 December on." in text
    assert html_of(rendered).count("<h2") == 11


def test_ten_contacts_stay_under_100_kilobytes(tim):
    mail = plan(tim, 12, digest=True)
    Touchpoint.objects.update(text="x" * 50_000)
    FeedbackRequest.objects.update(answer="y " * 20_000)

    assert len(build_nudge_mail(mail).message) < 100_000


def test_a_huge_digest_is_cut(tim):
    mail = plan(tim, 1, digest=True)
    nudge = mail.nudges.get()

    rendered = build_nudge_mail(mail, [nudge] * 1000)

    text = text_of(rendered)
    left_out = int(re.search(r"(\d+) more are on Today", text)[1])
    assert text.count("I sent it: ") == 1000 - left_out > 30
    assert text.count("A letter to start from") == 10
    assert len(rendered.message) <= 100_000


def test_a_contact_without_an_address_or_a_past(tim):
    mail = make_nudge_mail(tim, ON)
    make_nudge(make_contact(tim, name="Nova", email=""), ON, mail=mail)

    text = text_of(build_nudge_mail(mail))

    assert "This would be your first letter." in text
    assert "their address is not known yet" in text
    assert "\n\n\n" not in text


def test_thanks_and_requests_travel_along(tim):
    mail = plan(tim)
    for name, state, written_on in [
        ("Eli Sand", "answered", ON - timedelta(days=3)),
        ("Kim Ash", "proposed", ON - timedelta(days=40)),
        ("Lou Moor", "proposed", ON - timedelta(days=5)),
        ("Max Stone", "not_asked", ON - timedelta(days=40)),
    ]:
        contact = make_contact(tim, name=name)
        rejection = make_rejection(contact, date(2026, 11, 2), role="Analyst")
        FeedbackRequest.objects.create(
            owner=tim, rejection=rejection, contact=contact, state=state, answered_on=date(2026, 11, 20)
        )
        Touchpoint.objects.create(contact=contact, kind="check_in", on=written_on)

    text = text_of(build_nudge_mail(mail))

    assert "Eli Sand answered you on 20 November: a thank-you is due." in text
    assert "Kim Ash: you have not asked yet" in text
    assert "Lou Moor" not in text  # was written to within the month
    assert "Max Stone" not in text


def test_who_else_is_due_is_counted(tim):
    mail = plan(tim)
    for fields in [{}, {"paused_until": ON + timedelta(days=1)}, {"standing": "ended", "next_on": None}]:
        make_contact(tim, added_on=date(2026, 1, 10), **fields)
    make_contact(make_user())
    # A date moved by hand must not count somebody who is paused.
    Contact.objects.filter(paused_until__isnull=False).update(next_on=ON)

    assert "One more is due and comes tomorrow." in text_of(build_nudge_mail(mail))


@pytest.mark.parametrize(("state", "is_said"), [("unsure", True), ("sent", False)])
def test_an_unsure_mail_before_is_said(tim, state, is_said):
    make_nudge_mail(tim, ON - timedelta(days=2), state="unsure" if state == "sent" else "sent")
    make_nudge_mail(tim, ON - timedelta(days=1), state=state)

    text = text_of(build_nudge_mail(plan(tim)))

    assert ("The mail of 22 November may not have reached you." in text) == is_said


def test_a_batch_is_read_in_a_constant_number_of_queries(django_assert_num_queries):
    def read_batch(number):
        mails = [plan(make_user(), 2) for _mail in range(number)]
        nudges = {mail.pk: list(mail.nudges.all()) for mail in mails}
        with CaptureQueriesContext(connection) as queries:
            contents = read_contents(mails, nudges)
        with django_assert_num_queries(0):
            for mail in mails:
                build_nudge_mail(mail, nudges[mail.pk], contents)
        return len(queries)

    assert read_batch(1) == read_batch(4) <= 12


def test_the_mail_asks_nothing_of_the_network(tim):
    html = html_of(build_nudge_mail(plan(tim, 3)))

    assert not re.search(r"<(img|link|script|iframe|object)|url\(|@import|@font-face", html)
    assert "prefers-color-scheme: dark" in html
    assert html.count("<style") == 1
    assert 'class="card" style="' in html


def test_an_international_domain_is_written_as_idna():
    user = make_user(email="tim@bücher.example")

    assert read(build_nudge_mail(plan(user)))["To"] == "tim@xn--bcher-kva.example"

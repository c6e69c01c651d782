"""What is made to choke whoever reads it: every door refuses it in words, within 5 seconds and 100 megabytes."""

import gzip
import resource
import time
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.models import Resume
from followups.models import Feed
from tests.contacts.resume_files import make_docx, make_zip
from tests.crm.api.conftest import Program
from tests.factories import make_peer, make_user
from tests.hostile.readers import READERS

pytestmark = pytest.mark.django_db
MEGABYTE = 1024**2
LAUGHS = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "ha">',
        *(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)),
        b"]><opml><body><outline text='&j;' xmlUrl='https://a.example/'/></body></opml>",
    ]
)
OUTSIDE = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://a.example/"/></body></opml>'


@contextmanager
def small_and_quick():
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.fixture
def tim(client):
    tim = make_user()
    client.force_login(tim)
    return tim


def upload(client, address, field, content, **more):
    with small_and_quick():
        answer = client.post(address, {field: SimpleUploadedFile("file", content), **more}, follow=True)
    assert answer.status_code in {200, 400, 413}
    return answer.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LAUGHS, "declares entities"),
        (OUTSIDE, "declares entities"),
        (b"<opml>" + b"<outline>" * 100_000, "nested too deeply"),
        (b"<opml><body>" + b"<outline xmlUrl='https://a.example'/>" * 20_000, "more than 500"),
        (b"<opml " + b"a" * 900_000 + b"='1'>", "no OPML"),
        (b"<opml>" + b" " * 2 * MEGABYTE, "larger than 1 MB"),
        (gzip.compress(bytes(50 * MEGABYTE)), "no OPML"),
        (b"\x00" * 1000, "no OPML"),
        ("\ufeff<opml>".encode("utf-16"), "no OPML"),
    ],
    ids=["laughs", "outside", "deep", "many", "long", "large", "packed", "zeros", "broken utf-16"],
)
def test_lists_of_feeds(client, tim, content, said):
    assert said in upload(client, reverse("feeds_import"), "file", content)
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (make_docx(**{"word/media/bomb.bin": bytes(100 * MEGABYTE)}), "far more"),
        (make_docx(**{f"word/{number}.xml": "" for number in range(5_000)}), "far more"),
        (make_zip({"inner.zip": make_zip({"a": bytes(20 * MEGABYTE)})}), "another kind of document"),
        (gzip.compress(bytes(50 * MEGABYTE)), "no PDF"),
        (b"a" * 6 * MEGABYTE, "too large"),
    ],
    ids=["unpacks to much", "many parts", "within another", "packed", "too large"],
)
def test_resumes(client, tim, content, said):
    peer = make_peer(tim)
    said_there = upload(
        client, reverse("peer_edit", args=[peer.pk]), "resume", content, name=peer.name, version=peer.version
    )
    assert said in said_there
    assert not Resume.objects.exists()


@pytest.mark.parametrize("unit", ["a", "\n", "> ", "From: ", "=?utf-8?q?", "(((", "Dear Dana, "])
def test_pasted_mails(client, tim, unit):
    text = unit * (900_000 // len(unit))
    with small_and_quick():
        answer = client.post(reverse("rejection_new"), {"paste": text, "read": ""})
    assert answer.status_code == 200


def test_a_form_of_more_than_a_megabyte_is_refused(client, tim):
    with small_and_quick():
        assert client.post(reverse("rejection_new"), {"paste": "a" * 2 * MEGABYTE}).status_code in {400, 413}


def test_a_form_of_very_many_fields_is_refused(client, tim):
    with small_and_quick():
        fields = "&".join(f"f{number}=1" for number in range(5_000))
        kind = "application/x-www-form-urlencoded"
        assert client.post(reverse("settings"), fields, content_type=kind).status_code == 400


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@b.example\r\n" + b"X: y\r\n" * 100_000,
        b"From: " + b"a@b.example, " * 50_000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * 20_000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 2_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
        b"Content-Type: text/html\r\n\r\n" + b"<p>" * 200_000,
    ],
    ids=["headers", "senders", "parts", "deep", "words", "tags"],
)
def test_mails(content):
    with small_and_quick():
        READERS["mail"](content)


@pytest.mark.parametrize(
    "body", [b"[" * 500_000, b'{"name":' * 100_000, b'{"name": "' + b"a" * 1_000_000 + b'"}', b"9" * 900_000]
)
def test_bodies_of_the_api(tim, body):
    program = Program(tim)
    with small_and_quick():
        answer = program.generic(
            "POST", "/api/v1/companies", body, "application/json", headers={"Authorization": f"Bearer {program.secret}"}
        )
    assert answer.status_code in {400, 413, 422}

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.reading import UnreadableMail, open_eml, read_rejection

TODAY = date(2026, 11, 20)
HEAD = b"From: Dana Weiss <dana@zephyr.example>\nSubject: x\nDate: Tue, 8 Sep 2026 16:12:44 +0200\nMIME-Version: 1.0\n"
PIECES = [
    HEAD,
    b"Content-Type: multipart/mixed; boundary=b\n\n",
    b"Content-Type: text/html; charset=utf-16\n\n",
    b"Content-Type: text/plain; charset=\xff\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"Content-Type: message/rfc822\n\n",
    b"Subject: =?utf-7?b?+AGE=?=\n",
    b"\n--b\n",
    b"\n--b--\n",
    b"\0",
    b"<p>Unfortunately not &nbsp;",
    b"On Tue, Mar 3, 2026 Dana wrote:\n> no",
]
nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(400))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"Buy milk.",
        b"\xd0\xcf\x11\xe0" * 100,
        HEAD + nested,
        HEAD + b"\n" + b"a" * 1_000_001,
        HEAD + b"X: y\n" * 30_000 + b"\n\nHello",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 1000,
        HEAD + b"Content-Type: message/rfc822\n\n" * 40,
    ],
    ids=["empty", "zeros", "prose", "msg", "nested", "long line", "long head", "parts", "letters in letters"],
)
def test_what_is_no_mail_or_made_to_choke_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        open_eml(raw)


def test_what_a_page_says_is_read_without_its_styles() -> None:
    html = HEAD + b"Content-Type: text/html\n\n<style>p{}</style><p>We&rsquo;ll not <b>go</b>\n on<br>Dana</p>"
    assert open_eml(html).rpartition("\n\n")[2].split("\n") == ["We’ll not go on", "Dana", ""]


@pytest.mark.parametrize("charset", ["iso-8859-1", "x-unknown", "utf-8"])
def test_a_letter_is_read_whatever_its_charset_is_called(charset: str) -> None:
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\n\nGrüße".encode()
    assert "Grüße" in open_eml(raw)
    assert "Grüße" in open_eml(HEAD + b"Content-Type: text/plain; charset=iso-8859-1\n\nGr\xfc\xdfe")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=30), max_size=12).map(b"".join))
def test_any_bytes_are_a_letter_or_refused(raw: bytes) -> None:
    try:
        text = open_eml(raw)
    except UnreadableMail:
        return
    read = read_rejection(text, TODAY)
    assert read.rejected_on is None or read.rejected_on <= TODAY


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([piece.decode("latin-1") for piece in PIECES]) | st.text(max_size=30), max_size=12))
def test_any_text_is_read(pieces: list[str]) -> None:
    read = read_rejection("".join(pieces), TODAY)
    assert read.rejected_on is None or read.rejected_on <= TODAY


def test_the_source_of_a_long_mail_is_read_behind_its_attachment() -> None:
    picture = (
        b"--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\n" + b"aGVsbG8K\n" * 20_000
    )
    letter = b"--b\nContent-Type: text/plain\n\nThank you for applying to Zephyr.\n--b--\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + picture + letter
    read = read_rejection(raw.decode(), TODAY)
    assert (read.company, read.contact_name, read.rejected_on) == ("Zephyr", "Dana Weiss", date(2026, 9, 8))

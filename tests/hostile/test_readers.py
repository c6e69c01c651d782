"""A moment of noise for every reader; `make fuzz` has more of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.noise import noise
from tests.hostile.readers import READERS


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_noise_is_read_or_refused_in_words(name, data):
    READERS[name](data.draw(noise(READERS[name].seeds)))


@pytest.mark.parametrize("name", READERS)
def test_what_is_right_is_not_refused(name):
    reader = READERS[name]
    for seed in reader.seeds if name != "link" else ():
        reader.read(seed)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "unit", [b"(", b"<a ", b"\n", b" ", b"a@", b"> ", b"Dear ", b"--", b"=?utf-8?q?", "é".encode(), b"\x00", b"a, "]
)
def test_twenty_thousand_of_anything_take_no_time(name, unit):
    READERS[name](unit * (20_000 // len(unit)))


# What noise has found so far.
FOUND = [
    ("pasted mail", b"From: a@b.example\nSubject: =?utf-8?b?A?=\n\nHi Kim,\n\nI'm afraid we chose somebody else.\n"),
    ("pasted mail", b"Hi Kim,\n\nI'm afraid we chose somebody else.\n\nRegards,\n\x00Recruitment Consultant\n"),
    ("pasted mail", b"From: =?utf-8?q?Dana=00_Weber?= <d@b.example>\n\nI'm afraid we chose somebody else.\n"),
    ("feed", b'<?xml version="1.0" encoding="\x80UTF-8"?><rss version="2.0"><channel><title>A</title></channel></rss>'),
    ("feed", '<rdf:RDF xmlns:rdf="h\u2028ttp://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/></rdf:RDF>'.encode()),
]


@pytest.mark.parametrize(("name", "content"), FOUND)
def test_what_was_found_once_is_not_found_again(name, content):
    READERS[name](content)


def test_a_broken_card_is_not_quoted_in_the_log(caplog):
    READERS["cards"](b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana\r\nXylophone;;;\r\n<<Zither\r\nEND:VCARD\r\n")
    assert caplog.text == ""

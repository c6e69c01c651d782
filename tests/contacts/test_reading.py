import time
from datetime import date

import pytest

from contacts.reading import ReadRejection, read_rejection
from contacts.reading.days import read_day
from contacts.reading.phrases import PHRASES
from contacts.reading.reader import clean_company
from contacts.reading.roles import clean_role
from tests.contacts.rejection_mails import MAILS, Mail

TODAY = date(2026, 11, 20)
EXAMPLES = [(phrase, *example) for phrase in PHRASES for example in phrase.examples]


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.style)
def test_a_mail_fills_what_it_tells_and_nothing_else(mail: Mail) -> None:
    assert read_rejection(mail.text, TODAY) == ReadRejection(
        mail.company, mail.role, mail.contact_name, mail.contact_email, mail.contact_title, mail.rejected_on
    )


@pytest.mark.parametrize(("phrase", "sentence", "role", "company"), EXAMPLES)
def test_a_phrase_reads_its_own_examples(phrase, sentence, role, company) -> None:
    match = phrase.regex.search(sentence)
    assert match
    found = match.groupdict()
    assert (clean_role(found.get("role") or "") or None) == role
    assert (clean_company(found.get("company") or "") or None) == company


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 8 Sep 2026 16:12:44 +0200", date(2026, 9, 8)),
        ("Wednesday, October 14, 2026 5:32 PM", date(2026, 10, 14)),
        ("Mittwoch, 4. November 2026 11:20", date(2026, 11, 4)),
        ("12.10.2026", date(2026, 10, 12)),
        ("31/10/2026", date(2026, 10, 31)),
        ("10/31/2026", date(2026, 10, 31)),
        ("03/05/2026", None),
        ("Tue, Dec 1, 10:11 AM", date(2025, 12, 1)),
        ("21 November 2026 (it is tomorrow where they sit)", date(2026, 11, 20)),
        ("22 November 2026", None),
        ("31 February 2026", None),
        ("29 Feb", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_when_it_is_one_day_and_past(written, day) -> None:
    assert read_day(written, TODAY) == day


@pytest.mark.parametrize("address", ["no-reply@zephyr.example", "jobs@zephyr.example", "dana@us.greenhouse-mail.io"])
def test_an_address_that_is_no_persons_is_never_the_contacts(address: str) -> None:
    read = read_rejection(
        f"From: Dana Weiss <{address}>\nSubject: x\n\nUnfortunately not.\n\nBest,\nDana Weiss\n", TODAY
    )
    assert read.contact_email is None
    assert read.contact_name == "Dana Weiss"


@pytest.mark.parametrize(
    "hostile",
    [
        "> " * 40_000,
        "From: " * 20_000,
        "On " + "a " * 40_000 + "wrote:",
        "for the " * 15_000,
        "position at A " * 8_000,
        "A" * 100_000,
        "(" * 60_000 + ")" * 60_000,
        "\n".join(["Best,"] * 20_000),
        "application for " + "Senior " * 15_000,
        "Content-Type: multipart/mixed; boundary=x\nFrom: a\n\n" + "--x\n" * 20_000,
        "\u202e\u200f" * 30_000,
        "\x00" * 60_000,
    ],
)
def test_hostile_text_is_read_in_no_time(hostile: str) -> None:
    before = time.process_time()
    read_rejection(hostile, TODAY)
    assert time.process_time() - before < 2


def test_nothing_is_read_out_of_nothing() -> None:
    assert read_rejection("", TODAY) == ReadRejection()
    assert read_rejection("   \n\n\t ", TODAY) == ReadRejection()

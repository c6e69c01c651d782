from datetime import date

import pytest

from followups.wording import body_of, cut, day_in_words, month_in_words, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Dana\r\nBcc: x", "Dana Bcc: x"),
        ("a\x00b\x01c\x7fd\x9fe", "a b c d e"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("a\ud800b", "a b"),
        ("\u202eanaD\u2066!", "anaD!"),
        ("  two   words\t", "two words"),
        ("דנה 👩🏽‍🚀 Ünal", "דנה 👩🏽‍🚀 Ünal"),
    ],
)
def test_one_line_is_one_line(text, line):
    assert one_line(text) == line


def test_cut_ends_at_a_word():
    assert cut("The quick brown fox jumps", 16) == "The quick brown…"
    assert cut("short", 16) == "short"
    assert cut("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("letter", "body"),
    [
        ("Hi Tim,\n\nthe case was strong.\nGood luck\nDana", "the case was strong."),
        ("Dear all!\nBest regards are due to Tim.\n> quoted", "Best regards are due to Tim."),
        ("One line only", "One line only"),
        ("Hi Tim,", "Hi Tim,"),
        ("It was close.\nDana", "It was close."),
        ("", ""),
    ],
)
def test_the_body_is_what_was_meant(letter, body):
    assert body_of(letter) == body


def test_days_of_another_year_say_so():
    today = date(2026, 11, 23)

    assert day_in_words(date(2026, 10, 20), today) == "20 October"
    assert day_in_words(date(2025, 10, 20), today) == "20 October 2025"
    assert month_in_words(date(2026, 9, 3), today) == "September"
    assert month_in_words(date(2025, 9, 3), today) == "September 2025"

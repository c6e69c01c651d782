"""What is made to choke whoever reads it: refused or read, clearly, and without more memory than any file takes."""

import io
import tracemalloc
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Contact
from crm.importing.cards import read_cards
from crm.importing.charsets import find_charset
from crm.importing.columns import guess_columns
from crm.importing.dates import NoDay, parse_day
from crm.importing.files import open_text
from crm.importing.problems import CannotRead
from crm.importing.tables import find_layout, read_table
from crm.portable.formulas import DANGEROUS, disarm, rearm
from tests.crm.importing.bringing import bring, look, read, reasons

MB = 1024 * 1024


def test_a_line_that_never_ends_is_refused(user):
    with pytest.raises(CannotRead, match="longer than a million"):
        look(user, b"Name,E-mail\n" + b"a" * (3 * MB))


def test_a_cell_that_never_ends_is_refused_with_its_line(user):
    with pytest.raises(CannotRead, match="Line 2"):
        look(user, b'Name,E-mail\n"' + b"a,b\n" * 50_000)


def test_a_million_rows_are_refused_at_once(user, monkeypatch):
    monkeypatch.setattr("crm.importing.looking.MOST_LINES", 1000)
    with pytest.raises(CannotRead, match="1500 lines"):
        look(user, b"a,b\n" * 1500)


def test_more_rows_than_can_be_read_are_refused_with_their_number(user, monkeypatch):
    monkeypatch.setattr("crm.importing.tables.MOST_ROWS", 100)
    run = read(user, "Name,E-mail\n" + "".join(f"P {number},p{number}@x.example\n" for number in range(101)))
    assert (run.state, run.rows.count()) == ("refused", 0)
    assert "100 rows" in run.problem


def test_a_file_above_the_limit_is_refused(user, settings):
    settings.LARGEST_IMPORT = 1000
    with pytest.raises(CannotRead, match="too large"):
        look(user, b"Name\n" + b"a\n" * 1000)


def test_a_photo_of_many_megabytes_costs_no_memory():
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Weber\r\nPHOTO;ENCODING=b:" + "A" * 8 * MB + "\r\n " + "B" * MB
    text = io.StringIO(card + "\r\nEMAIL:d@example.org\r\nEND:VCARD\r\n")
    tracemalloc.start()
    (read_one,) = read_cards(text)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (read_one.fields["name"], read_one.fields["email"]) == ("Dana Weber", "d@example.org")
    assert most < 4 * MB


def test_zeros_lone_halves_and_marks_of_direction_are_left_out(user):
    bring(user, "Name,E-mail,Notes\nDa\x00na \u202eWeber,d@example.org,one\x00two\n".encode())
    assert Contact.objects.values_list("name", "notes").get() == ("Dana Weber", "onetwo")
    halves = b"Name,E-mail\nDana \xed\xa0\x80Weber,w@example.org\n"
    assert read(user, halves).state == "ready"


def test_one_broken_card_costs_no_other(user):
    cards = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN;ENCODING=NONSENSE:x\nBEGIN:VCARD\nVERSION:4.0\nFN:Zoe\nEND:VCARD\n"
    run = read(user, cards, "a.vcf")
    assert (run.counts["new"], run.counts["refused"]) == (1, 1)
    assert list(reasons(run)) == [1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600))
def test_whatever_the_bytes_a_table_is_read_or_refused(content):
    try:
        charset = find_charset([content])
        layout, samples = find_layout([content], content, charset)
    except CannotRead:
        return
    layout.columns = guess_columns(layout.headings, samples)
    rows, _raw = read_table([content], layout)
    with suppress(CannotRead):
        assert all(isinstance(cell, str) for _line, row in rows for cell in row)


PIECES = """BEGIN:VCARD
END:VCARD
FN:Zoë
N:a;b;c
PHOTO:x
 y
EMAIL;PREF=1:a@b.c
TEL
NOTE;ENCODING=QUOTED-PRINTABLE:=E4=
item1.ORG:x;y
VERSION:2.1
\x00
;:;:
BDAY:1604-01-01
""".splitlines(keepends=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=14))
def test_whatever_the_lines_cards_are_read_or_named_with_their_problem(lines):
    text, _raw = open_text(["".join(lines).encode("utf-8", "replace")], "utf-8")
    for card in read_cards(text):
        assert card.problem or isinstance(card.fields["name"], str)


@given(st.text(max_size=30), st.sampled_from([True, False, None]))
def test_whatever_the_text_it_is_a_day_or_none(text, day_first):
    with suppress(NoDay):
        assert isinstance(parse_day(text, day_first=day_first), date | None)


@given(st.text(alphabet=st.sampled_from([*DANGEROUS, "'", "a", " "]), max_size=8) | st.text())
def test_no_cell_is_a_formula_and_none_is_changed(cell):
    assert disarm(cell)[:1] not in DANGEROUS or not cell
    assert rearm(disarm(cell)) == cell

"""What leaves: tables that calculate nothing, cards that other programs read, sheets of paper; and one's own alone."""

import csv
import io
import json
from datetime import date

import pytest
import vobject
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Contact, Interest
from crm.exporting.cards import escape, fold, write_card
from crm.models import AuditEvent
from crm.portable.formulas import DANGEROUS, disarm, rearm
from crm.views.exports import PIECE, join
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db
DOWNLOADS = ["export_contacts", "export_rejections", "export_touchpoints", "export_cards", "export_document"]


@pytest.fixture
def tim(db):
    return make_user("tim@example.org", name="Tim Berg")


@pytest.fixture
def page(tim, client):
    client.force_login(tim)
    return client


@pytest.fixture
def dana(tim):
    contact = make_contact(tim, name="Dana Weber", title="Head; of, Data", notes="first\nsecond")
    Interest.objects.create(contact=contact, topic="cold chain", topic_key="cold chain")
    make_rejection(contact, date(2026, 1, 12))
    log_touchpoint(contact, kind="article", on=date(2026, 1, 13), text="=SUM(A1)")
    return contact


def read(page, name: str, *args) -> str:
    answer = page.get(reverse(name, args=args))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def table(page, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(page, name).removeprefix("\ufeff"))))


def test_a_table_of_contacts(page, dana):
    (row,) = table(page, "export_contacts")
    assert (row["Name"], row["E-mail"], row["Title"]) == ("Dana Weber", dana.email, "Head; of, Data")
    assert (row["Interests"], row["Cadence"], row["Last contacted"]) == ("cold chain", "1", "2026-01-13")
    assert row["Notes"] == "first\nsecond"


def test_a_table_of_rejections_and_one_of_letters(page, dana):
    (rejection,) = table(page, "export_rejections")
    assert (rejection["Role"], rejection["Rejected on"], rejection["Contact name"]) == (
        "Data engineer",
        "2026-01-12",
        "Dana Weber",
    )
    (letter,) = table(page, "export_touchpoints")
    assert (letter["Day"], letter["Kind"], letter["Text"]) == ("2026-01-13", "article", "'=SUM(A1)")


@pytest.mark.parametrize("sign", sorted(DANGEROUS - {"\x00"}))
def test_no_cell_is_calculated(page, tim, sign):
    make_contact(tim, name="x", notes=f"{sign}1+1")
    (row,) = table(page, "export_contacts")
    assert row["Notes"].startswith(f"'{sign}") and rearm(row["Notes"]) == f"{sign}1+1"


@given(st.text())
def test_what_was_disarmed_comes_back_unchanged(cell):
    assert rearm(disarm(cell)) == cell
    assert disarm(cell)[:1] not in DANGEROUS


def test_cards_are_read_by_another_program(page, dana):
    (card,) = vobject.readComponents(read(page, "export_cards"))
    assert (card.version.value, card.fn.value, card.email.value) == ("4.0", "Dana Weber", dana.email)
    assert (card.title.value, card.note.value) == ("Head; of, Data", "first\nsecond")
    assert (card.n.value.family, card.n.value.given) == ("Weber", "Dana")
    assert card.org.value == [dana.company.name] if dana.company else True


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_a_line_of_a_card_is_75_bytes_at_most_and_loses_nothing(text):
    folded = fold(f"NOTE:{escape(text)}")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"NOTE:{escape(text)}"


def test_a_card_keeps_its_identity(dana):
    first = write_card(Contact.objects.get(pk=dana.pk))
    Contact.objects.filter(pk=dana.pk).update(name="Dana Weber-Klein")
    again = write_card(Contact.objects.get(pk=dana.pk))
    assert first.splitlines()[2] == again.splitlines()[2] != ""


def test_everything_is_one_document(page, dana):
    document = json.loads(read(page, "export_document"))
    assert (document["format"], document["version"]) == ("afterword", 1)
    assert [row["name"] for row in document["contacts"]] == ["Dana Weber"]


def test_a_sheet_of_paper_tells_all_of_one_person(page, dana):
    sheet = read(page, "contact_sheet", dana.pk)
    for word in ("Dana Weber", "Head; of, Data", "cold chain", "13 January 2026", "Data engineer"):
        assert word in sheet
    assert "<script" not in sheet and "style=" not in sheet


def test_there_is_a_sheet_for_each(page, tim, dana):
    make_contact(tim, name="Omar <b>")
    sheets = read(page, "export_sheets")
    assert sheets.count('<article class="sheet">') == 2
    assert "Omar &lt;b&gt;" in sheets


@pytest.mark.parametrize("name", [*DOWNLOADS, "export_sheets"])
def test_nothing_of_another_users_is_in_it(page, name):
    stranger = make_user("ada@example.org")
    log_touchpoint(make_contact(stranger, name="Xylophone", notes="Xylophone"), kind="article", on=date(2026, 1, 2))
    make_rejection(stranger.contacts.get(), date(2026, 1, 1), role="Xylophone")
    assert "Xylophone" not in read(page, name)


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_has_a_name_with_the_day_and_is_noted_in_the_history(page, tim, name):
    answer = page.get(reverse(name))
    assert f"-{tim.today()}." in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith('attachment; filename="afterword-')
    assert AuditEvent.objects.filter(user=tim, kind="exported").count() == 1


def test_without_anybody_there_are_headings_alone(page):
    assert table(page, "export_contacts") == []
    assert "It is all yours" in page.get(reverse("exports")).content.decode()


def test_it_is_sent_piece_by_piece():
    pieces = list(join("x" * 1000 for _number in range(1000)))
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 2 * PIECE

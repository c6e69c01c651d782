"""Files as LinkedIn, Google, Outlook, Apple and people with a spreadsheet export them."""

from datetime import date

import pytest

from contacts.models import Contact, Rejection
from crm.importing.problems import CannotRead
from tests.crm.importing.bringing import bring, look, read, reasons

LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Dana,Weber,https://www.linkedin.com/in/dana,dana@example.org,Acme,Head of Data,26 Nov 2019
Jo,"Brandt, MBA",https://www.linkedin.com/in/jo,,Möller GmbH,CTO,01 Jan 2020
"""
GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value\n"
    "Dana,M.,Weber,Acme,Head of Data,met at a fair,* myContacts,Work,"
    "dana@example.org ::: d@example.org,dw@home.example,+49 30 1\n"
)
OLD_GOOGLE = (
    "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name,Organization 1 - Title\n"
    "Dana Weber,Dana,Weber,* Work,dana@example.org,Acme,Head of Data\n"
)
OUTLOOK = """First Name,Middle Name,Last Name,Title,Company,Department,Job Title,E-mail Address,E-mail 2 Address,Notes
Dana,,Weber,Dr.,Acme,Data,Head of Data,dana@example.org,,
"""
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Weber;Dana;;;\r\nFN:Dana Weber\r\nORG:Acme;Data\r\nTITLE:Head of Data\r\n"
    "item1.EMAIL;type=INTERNET;type=pref:dana@example.org\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nTEL;type=CELL:+1 555\r\n"
    "BDAY:1604-04-12\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRgABAQ\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen\r\n"
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =\r\nM=C3=BCller\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoë Four\r\nEMAIL;TYPE=home:z@home.example\r\n"
    "EMAIL;PREF=1:mailto:zoe@four.example\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut off"
)
TRACKER = """Company,Position,Status,Last Updated,Contact,Contact Email,Stage
Acme,Engineer,Rejected,2026-02-03,Dana Weber,dana@example.org,Final interview
Acme,Lead,rejected ,2026-03-03,Dana Weber,dana@example.org,
Beta,Analyst,Applied,2026-02-03,,,
Gamma,Writer,No longer under consideration,2026-04-05,,,
Delta,Writer,I declined the offer,2026-04-05,,,
"""


def only(**narrowing):
    contact = Contact.objects.select_related("company").get(**narrowing)
    return contact.name, contact.email, contact.title, contact.company.name if contact.company else ""


DANA = ("Dana Weber", "dana@example.org", "Head of Data", "Acme")


def test_linkedin_is_known_below_its_preamble_and_asks_nothing(user):
    run = bring(user, LINKEDIN, "Connections.csv")
    assert (run.shape, run.state) == ("linkedin", "done")
    assert only(name="Dana Weber") == DANA
    assert only(name="Jo Brandt, MBA") == ("Jo Brandt, MBA", "", "CTO", "Möller GmbH")
    assert "Connected On: 26 Nov 2019" in Contact.objects.get(name="Dana Weber").notes


@pytest.mark.parametrize(("text", "shape"), [(OLD_GOOGLE, "google"), (OUTLOOK, "outlook")])
def test_address_books_are_known_by_their_headings(user, text, shape):
    run = bring(user, text)
    assert (run.shape, only()) == (shape, DANA)


def test_google_writes_several_addresses_into_a_cell(user):
    assert bring(user, GOOGLE).shape == "google"
    assert only() == ("Dana M. Weber", *DANA[1:])
    assert "E-mail 2 - Value: dw@home.example" in Contact.objects.get().notes


def test_cards_of_all_versions_are_read_each_by_itself(user):
    run = bring(user, CARDS, "cards.vcf")
    assert (run.counts["new"], run.counts["refused"]) == (3, 1)
    assert only(name="Dana Weber") == DANA
    assert only(name="Jürgen Müller")
    assert only(name="Zoë Four")[1] == "zoe@four.example"
    notes = Contact.objects.get(name="Dana Weber").notes
    assert "Phone: +1 555" in notes and "Birthday: 04-12" in notes and "SkZJ" not in notes
    assert ["no end" in reason for reason in reasons(run).values()] == [True]


def test_of_a_trackers_list_the_rejected_become_rejections(user):
    run = bring(user, TRACKER)
    assert run.shape == "tracker"
    told = set(Rejection.objects.values_list("company__name", "role", "rejected_on", "stage", "contact__name"))
    assert told == {
        ("Acme", "Engineer", date(2026, 2, 3), "final", "Dana Weber"),
        ("Acme", "Lead", date(2026, 3, 3), "", "Dana Weber"),
        ("Gamma", "Writer", date(2026, 4, 5), "", None),
    }
    assert set(reasons(run)) == {4, 6}
    assert "Applied" in reasons(run)[4]


@pytest.mark.parametrize(
    ("charset", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ";"), ("cp1252", ";"), ("cp1250", "|")],
)
def test_encodings_and_separators_are_found_out(user, charset, delimiter):
    name, company = ("Łukasz Żółć Őry", "Dąb") if charset == "cp1250" else ("Jürgen Groß", "Søn & Fils")
    rows = [["Wer", "E-Mail-Adresse", "Firma"], [name, "j@example.org", company]]
    run = read(user, "\r\n".join(delimiter.join(row) for row in rows).encode(charset))
    assert run.rows.get().name == name


def test_a_file_without_headings_is_read_by_what_stands_in_it(user):
    run = look(user, "dana@example.org,Dana Weber\nbob@example.org,Bob Stone\n")
    assert run.layout["columns"] == ["email", "name"]
    assert read(user, "dana@example.org,Dana Weber\nbob@example.org,Bob Stone\n").counts["new"] == 2


def test_columns_are_remembered_for_the_same_headings(user):
    columns = ["name", "email", "interests"]
    bring(user, "Aa,Bb,Cc\nDana Weber,dana@example.org,sailing\n", columns=columns)
    again = look(user, "Aa,Bb,Cc\nBob Stone,bob@example.org,\n")
    assert again.state == "ready" and again.layout["columns"] == columns


def test_a_day_that_can_be_read_both_ways_is_asked_about(user):
    run = look(user, "Name,Last contacted\nDana Weber,03/04/2026\n")
    assert (run.state, run.layout["day_first"]) == ("choosing", None)
    clear = look(user, "Name,Last contacted\nDana Weber,03/14/2026\n")
    assert clear.layout["day_first"] is False


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"%PDF-1.7 rest", "no list"),
        (b"\x00" * 4000, "nothing"),
        (b"   \n\n", "nothing"),
        (b'{"people": []}', "JSON"),
        (b"<html></html>", "no list"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(user, content, said):
    with pytest.raises(CannotRead, match=said):
        look(user, content)


def test_each_refused_row_has_its_line_and_reason(user):
    text = (
        "Name,E-mail,Last contacted\nDana Weber,dana@,\n,,2026-01-01\nBob,,31.02.2026\nZoe,,2099-01-01\n"
        + "x" * 201
        + ",,\n"
    )
    said = reasons(read(user, text))
    assert "no e-mail address" in said[2]
    assert "neither a name" in said[3]
    assert "no day" in said[4]
    assert "still to come" in said[5]
    assert "201 characters" in said[6]

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.models import Company, Contact, DoNotContact, Rejection
from contacts.paging import ROWS_PER_PAGE
from followups.models import FeedbackRequest
from followups.people import stop_contact
from tests.factories import make_contact, make_rejection

pytestmark = pytest.mark.django_db

NEW = "/rejections/new/"
MAIL = """From: Dana Weiss <dana@zephyr.example>
Date: Mon, 2 Nov 2026 10:00:00 +0100
Subject: Your application for Data engineer at Zephyr

Hi, unfortunately we chose another candidate.

Best,
Dana Weiss
Head of Data
"""


def typed(**changes):
    return {
        "company": "Zephyr Cold Chain",
        "role": "Data engineer",
        "rejected_on": "2026-11-02",
        "stage": "final",
        "contact_name": "Dana Weiss",
        "contact_email": "Dana@Zephyr.example",
        "contact_title": "Head of Data",
        "field": "logistics",
        "interests": "cold chain, sailing, Sailing",
        "cadence": "2",
        "notes": "It was close.",
        "submission": str(uuid4()),
        **changes,
    }


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=True):
        yield


def test_a_rejection_brings_company_contact_and_request(client_of_tim, tim):
    response = client_of_tim.post(NEW, typed())
    contact = Contact.objects.get()
    assert response.url == f"/contacts/{contact.pk}/#feedback"
    assert (contact.owner, contact.email, contact.cadence) == (tim, "dana@zephyr.example", 2)
    assert [interest.topic for interest in contact.interests.all()] == ["cold chain", "Sailing"]
    rejection = Rejection.objects.get()
    assert (rejection.company.name, rejection.stage, rejection.notes) == ("Zephyr Cold Chain", "final", "It was close.")
    assert FeedbackRequest.objects.get().rejection == rejection


def test_a_double_click_logs_one_rejection(client_of_tim):
    twice = typed()
    assert client_of_tim.post(NEW, twice).url == client_of_tim.post(NEW, twice).url
    assert Rejection.objects.count() == 1
    assert Contact.objects.count() == 1


def test_company_and_role_are_enough(client_of_tim):
    only = {"company": "Quillworks", "role": "Writer", "rejected_on": "2026-11-19", "cadence": "1"}
    response = client_of_tim.post(NEW, only, follow=True)
    rejection = Rejection.objects.get()
    assert response.request["PATH_INFO"] == f"/rejections/{rejection.pk}/edit/"
    assert "Whom could you ask for feedback?" in response.content.decode()


def test_nothing_typed_is_lost_when_something_is_missing(client_of_tim):
    response = client_of_tim.post(NEW, typed(company="", notes="Keep <this>"))
    assert "Please name the company." in response.content.decode()
    assert "Keep &lt;this&gt;" in response.content.decode()
    assert not Rejection.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rejected_on", "2026-11-21", "21 November 2026 is still to come. Today is 20 November 2026."),
        ("rejected_on", "2026-02-30", "This is not a day in the calendar."),
        ("rejected_on", "0026-02-03", "Please check the year."),
        ("contact_name", "x" * 10_000, "Please use 200 characters at most; these are 10000."),
        ("company", "x" * 201, "Please use 200 characters at most; these are 201."),
        ("contact_email", "dana at zephyr", "This does not look like an e-mail address"),
        ("contact_email", "dana@zephyr.example\nBcc: all@zephyr.example", "This does not look like an e-mail address"),
        ("interests", "x" * 121, "An interest has 120 characters at most"),
        ("notes", "x" * 20_001, "Please use 20000 characters at most"),
        ("cadence", "0", "Select a valid choice"),
    ],
)
def test_bad_input_is_told_clearly_and_kept(client_of_tim, field, value, said):
    response = client_of_tim.post(NEW, typed(**{field: value}))
    text = response.content.decode()
    assert response.status_code == 200
    assert said in text
    assert "Head of Data" in text
    assert text.count("autofocus") == 1
    assert not Rejection.objects.exists()


def test_today_is_the_users_own_day(client_of_tim):
    # In Berlin it is the 21st already.
    with time_machine.travel("2026-11-20T23:30:00Z"):
        assert 'value="2026-11-21"' in client_of_tim.get(NEW).content.decode()
        client_of_tim.post(NEW, typed(rejected_on="2026-11-21"))
    assert Rejection.objects.get().rejected_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Dana\r\nWeiss", "Dana Weiss"),
        ("  Dana \t Weiss\n", "Dana Weiss"),
        ("ליאת כהן", "ליאת כהן"),
        ("محمد الأمين", "محمد الأمين"),
        ("Dana 🧊 Weiss", "Dana 🧊 Weiss"),
        ("Da\u202ena\x00\x07 Weiss", "Dana Weiss"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_name_is_kept_on_one_line_whatever_its_script(client_of_tim, name, kept):
    response = client_of_tim.post(NEW, typed(contact_name=name), follow=True)
    assert Contact.objects.get().name == kept
    assert "<script>alert" not in response.content.decode()


def test_an_address_alone_names_the_contact(client_of_tim):
    client_of_tim.post(NEW, typed(contact_name="", contact_email="nadia.haddad@cedar.example"))
    assert Contact.objects.get().name == "Nadia Haddad"


def test_a_known_address_is_the_same_person(client_of_tim, tim):
    known = make_contact(tim, name="Dana W.", email="dana@zephyr.example")
    client_of_tim.post(NEW, typed())
    assert Contact.objects.get() == known
    assert Rejection.objects.get().contact == known


def test_who_asked_not_to_be_contacted_stays_so(client_of_tim, tim):
    stop_contact(make_contact(tim, email="dana@zephyr.example"))
    response = client_of_tim.post(NEW, typed(), follow=True)
    assert "asked not to be contacted" in response.content.decode()
    assert DoNotContact.objects.count() == 1
    assert Contact.objects.get().standing == Contact.Standing.STOPPED


def test_a_pasted_mail_fills_the_form_and_keeps_what_was_typed(client_of_tim):
    response = client_of_tim.post(NEW, {"read": "1", "paste": MAIL, "role": "Analyst", "notes": "mine", "cadence": "3"})
    initial = response.context["form"].initial
    assert (initial["company"], initial["contact_email"]) == ("Zephyr", "dana@zephyr.example")
    assert (initial["rejected_on"], initial["contact_title"]) == ("2026-11-02", "Head of Data")
    assert (initial["role"], initial["notes"], initial["cadence"]) == ("Analyst", "mine", "3")
    text = response.content.decode()
    marks = {finding.name: finding.is_marked for finding in response.context["findings"]}
    assert marks.pop("role", False) is False
    assert marks == dict.fromkeys(["company", "contact_name", "contact_email", "contact_title", "rejected_on"], True)
    assert "Please name" not in text
    assert not Rejection.objects.exists()


def test_a_second_mail_replaces_what_the_first_one_filled(client_of_tim):
    first = client_of_tim.post(NEW, {"read": "1", "paste": MAIL, "cadence": "1"}).context["form"].initial
    again = {**first, "read": "1", "paste": "Thank you for applying to Quillworks. Unfortunately not.", "notes": "mine"}
    second = client_of_tim.post(NEW, again).context["form"].initial
    assert (second["company"], second["contact_email"], second["notes"]) == ("Quillworks", "", "mine")
    assert second["submission"] == first["submission"]


def test_a_mail_that_tells_nothing_says_so(client_of_tim):
    response = client_of_tim.post(NEW, {"read": "1", "paste": "Buy milk.", "company": "Zephyr", "filled": "[broken"})
    assert "Nothing in it was certain enough" in response.content.decode()
    assert response.context["form"].initial["company"] == "Zephyr"


def read_mail(client, **fields):
    """The page after *Read it*, as a browser would send it back."""
    page = client.post(NEW, {"read": "1", "cadence": "1", **fields})
    sent = {name: str(value) for name, value in page.context["form"].initial.items() if name != "eml"}
    accepted = [finding.name for finding in page.context["findings"] if finding.is_marked]
    return {**sent, "accept": ["", *accepted]}


def test_a_finding_without_its_mark_is_left_out(client_of_tim):
    sent = read_mail(client_of_tim, paste=MAIL, role="Analyst")
    sent["accept"].remove("contact_title")
    client_of_tim.post(NEW, sent)
    rejection = Rejection.objects.get()
    assert (rejection.company.name, rejection.role, rejection.contact.title) == ("Zephyr", "Analyst", "")


def test_a_newly_marked_finding_takes_the_place_of_what_was_typed(client_of_tim):
    sent = read_mail(client_of_tim, paste=MAIL, role="Analyst", company="My spelling")
    assert (sent["company"], "company" in sent["accept"]) == ("My spelling", False)
    sent["accept"].append("company")
    page = client_of_tim.post(NEW, {**sent, "mark": "1"})
    assert page.context["form"].initial["company"] == "Zephyr"
    assert not Rejection.objects.exists()


def test_a_filled_field_that_was_corrected_by_hand_stays_so(client_of_tim):
    sent = read_mail(client_of_tim, paste=MAIL, role="Analyst")
    sent["company"] = "Zephyr Cold Chain"
    sent["accept"].remove("company")
    client_of_tim.post(NEW, sent)
    assert Rejection.objects.get().company.name == "Zephyr Cold Chain"


def test_a_mail_is_read_from_its_file(client_of_tim):
    content = b"MIME-Version: 1.0\r\n" + MAIL.replace("\n", "\r\n").encode()
    upload = SimpleUploadedFile("mail.eml", content, "message/rfc822")
    page = client_of_tim.post(NEW, {"eml": upload, "role": "Analyst", "cadence": "1"})
    initial = page.context["form"].initial
    assert (initial["company"], initial["role"]) == ("Zephyr", "Analyst")
    assert "Dana" in initial["paste"]


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"PK\x03\x04 no mail", b"Subject: x\n\n" + b"a" * 1_000_001])
def test_a_file_that_is_no_mail_is_refused_and_loses_nothing(client_of_tim, content):
    sent = {"eml": SimpleUploadedFile("mail.eml", content), "read": "1", "role": "Analyst", "paste": "a draft"}
    page = client_of_tim.post(NEW, sent)
    assert "could not be read as a mail" in page.content.decode()
    initial = page.context["form"].initial
    assert (initial["role"], initial["paste"]) == ("Analyst", "a draft")


def test_a_file_that_is_too_large_is_refused(client_of_tim, settings):
    settings.LARGEST_UPLOAD = 1000
    upload = SimpleUploadedFile("mail.eml", MAIL.encode() + b"a\n" * 1000)
    assert "larger than" in client_of_tim.post(NEW, {"eml": upload, "read": "1"}).content.decode()


def test_logging_with_only_a_mail_pasted_reads_it_first(client_of_tim):
    response = client_of_tim.post(NEW, {"paste": MAIL, "cadence": "1", "rejected_on": "2026-11-20"})
    assert response.context["form"].initial["company"] == "Zephyr"
    assert not Rejection.objects.exists()


def test_what_a_mail_told_was_told_by_mail(client_of_tim):
    client_of_tim.post(NEW, typed(paste=MAIL))
    assert Rejection.objects.get().told_by == "email"


def edited(rejection, **changes):
    return {
        "version": str(rejection.version),
        "company": rejection.company.name,
        "role": rejection.role,
        "rejected_on": rejection.rejected_on.isoformat(),
        "contact": str(rejection.contact_id or ""),
        **changes,
    }


def test_a_rejection_is_corrected(client_of_tim, tim):
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    client_of_tim.post(f"/rejections/{rejection.pk}/edit/", edited(rejection, role="Data lead", reason="Too senior"))
    rejection.refresh_from_db()
    assert (rejection.role, rejection.reason, rejection.version) == ("Data lead", "Too senior", 2)


def test_a_contact_is_added_later(client_of_tim, tim):
    client_of_tim.post(NEW, {"company": "Quillworks", "role": "Writer", "rejected_on": "2026-11-19", "cadence": "1"})
    rejection = Rejection.objects.get()
    client_of_tim.post(f"/rejections/{rejection.pk}/edit/", edited(rejection, contact_name="Priya Raman"))
    rejection.refresh_from_db()
    assert rejection.contact is not None
    assert (rejection.contact.name, rejection.contact.company) == ("Priya Raman", rejection.company)
    assert FeedbackRequest.objects.get().contact == rejection.contact


def test_anothers_contact_cannot_be_tied(client_of_tim, tim):
    theirs = make_contact()
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    response = client_of_tim.post(f"/rejections/{rejection.pk}/edit/", edited(rejection, contact=str(theirs.pk)))
    assert response.status_code == 200
    assert Rejection.objects.get(pk=rejection.pk).contact != theirs


def test_the_second_of_two_tabs_is_held_up_once_and_loses_nothing(client_of_tim, tim):
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    address = f"/rejections/{rejection.pk}/edit/"
    second_tab = edited(rejection, role="From the second tab")
    client_of_tim.post(address, edited(rejection, role="From the first tab"))
    held_up = client_of_tim.post(address, second_tab)
    text = held_up.content.decode()
    assert "changed in another tab" in text
    assert "From the first tab" in text
    assert 'value="From the second tab"' in text
    assert Rejection.objects.get().role == "From the first tab"
    new_version = held_up.context["form"]["version"].value()
    assert client_of_tim.post(address, {**second_tab, "version": new_version}).status_code == 302
    assert Rejection.objects.get().role == "From the second tab"


def test_saving_twice_by_a_double_click_is_one_change(client_of_tim, tim):
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    change = edited(rejection, role="Data lead")
    address = f"/rejections/{rejection.pk}/edit/"
    assert client_of_tim.post(address, change).status_code == client_of_tim.post(address, change).status_code == 302
    assert Rejection.objects.get().version == 2


def test_deleting_asks_first(client_of_tim, tim):
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    assert client_of_tim.get(f"/rejections/{rejection.pk}/delete/").status_code == 200
    assert Rejection.objects.exists()
    client_of_tim.post(f"/rejections/{rejection.pk}/delete/")
    assert not Rejection.objects.exists()


def test_the_list_goes_on_where_it_stopped(client_of_tim, tim):
    company = Company.objects.create(owner=tim, name="Zephyr")
    # Many on one day, so that the id decides.
    Rejection.objects.bulk_create(
        Rejection(owner=tim, company=company, role=f"r{n}", rejected_on=date(2026, 1, 1) + timedelta(days=n // 40))
        for n in range(120)
    )
    seen, address = [], "/rejections/"
    while address:
        response = client_of_tim.get(address)
        rows = response.context["page"].rows
        assert len(rows) <= ROWS_PER_PAGE
        seen += [row.role for row in rows]
        address = response.context["next_url"]
    assert seen == [f"r{n}" for n in reversed(range(120))]


def test_an_empty_list_says_what_to_do_first(client_of_tim):
    assert "Log a rejection" in client_of_tim.get("/rejections/").content.decode()


@pytest.mark.parametrize("position", ["x", "MTIz", "8J-Yig", "MTpub3QtYS1kYXk", "\x00"])
def test_a_position_that_makes_no_sense_is_the_start(client_of_tim, tim, position):
    make_rejection(make_contact(tim), date(2026, 10, 1))
    assert len(client_of_tim.get("/rejections/", {"after": position}).context["page"].rows) == 1


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_a_stranger_finds_nothing(client_of_a_stranger, tim, action):
    rejection = make_rejection(make_contact(tim), date(2026, 10, 1))
    assert client_of_a_stranger.get(f"/rejections/{rejection.pk}/{action}/").status_code == 404
    assert client_of_a_stranger.post(f"/rejections/{rejection.pk}/{action}/").status_code == 404
    assert "Data engineer" not in client_of_a_stranger.get("/rejections/").content.decode()

"""Three calm steps, without JavaScript."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.models import Contact
from crm.models import AuditEvent, ImportRun
from tests.crm.importing.bringing import work
from tests.factories import make_company, make_contact
from tests.forms_of import forms_of

COLUMNS = {"column_0": "name", "column_1": "email", "column_2": "company", "cadence": 1}
PEOPLE = "Name,E-mail,Company\nDana Weber,dana@example.org,Acme\nBad,nonsense,\n=1+1,,Acme\n"


@pytest.fixture
def visitor(client, user):
    client.force_login(user)
    return client


def upload(visitor, content, name="people.csv"):
    return visitor.post("/import/", {"file": SimpleUploadedFile(name, content.encode())}, follow=True)


def show(page):
    return " ".join(page.content.decode().split())


def test_a_file_is_chosen_looked_at_and_brought_in(visitor, user):
    page = upload(visitor, PEOPLE)
    assert page.redirect_chain[-1][0].endswith("/columns/")
    form = next(form for form in forms_of(page) if "column_0" in form.fields)
    assert [form.fields[f"column_{at}"] for at in range(3)] == ["name", "email", "company"]
    page = visitor.post(page.redirect_chain[-1][0], form.fields, follow=True)
    said = show(page)
    assert "<b>2</b> new people" in said and "<b>1</b> <a" in said and "“nonsense” is no e-mail address." in said
    run = ImportRun.objects.get()
    assert not Contact.objects.exists()
    page = visitor.post(f"/import/{run.pk}/start/", follow=True)
    assert "They are coming in" in show(page) and 'http-equiv="refresh"' in show(page)
    work(run)
    assert "They are here" in show(visitor.get(f"/import/{run.pk}/"))
    assert Contact.objects.owned_by(user).count() == 2
    assert AuditEvent.objects.get(kind="imported").facts == {"what": "A table (CSV)", "count": 2}


def test_the_bar_ends_with_a_fresh_page(visitor, user):
    run = upload_and_read(visitor)
    answer = visitor.get(f"/import/{run.pk}/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def upload_and_read(visitor):
    upload(visitor, PEOPLE)
    run = ImportRun.objects.get()
    visitor.post(f"/import/{run.pk}/columns/", COLUMNS)
    run.refresh_from_db()
    assert run.state == "ready"
    return run


def test_what_does_not_come_in_can_be_downloaded_and_calculates_nothing(visitor):
    upload(visitor, PEOPLE.replace("Bad,", "=cmd|' /C calc'!A0,"))
    run = ImportRun.objects.get()
    visitor.post(f"/import/{run.pk}/columns/", COLUMNS)
    answer = visitor.get(f"/import/{run.pk}/left-out.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1][:2] == ["3", "'=cmd|' /C calc'!A0, nonsense"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["", "", "company"], "Say which column holds the name"),
        (["name", "name", "company"], "can’t both be"),
        (["name", "status", "company"], "hold the company and the role"),
    ],
)
def test_columns_that_make_no_sense_are_asked_about_again(visitor, columns, said):
    upload(visitor, PEOPLE)
    run = ImportRun.objects.get()
    words = {f"column_{at}": column for at, column in enumerate(columns)}
    page = visitor.post(f"/import/{run.pk}/columns/", {**words, "cadence": 1})
    assert said in show(page)
    assert ImportRun.objects.get().state == "choosing"


def test_days_that_can_be_read_both_ways_have_to_be_told(visitor):
    upload(visitor, "Name,Last contacted\nDana Weber,03/04/2026\n")
    run = ImportRun.objects.get()
    words = {"column_0": "name", "column_1": "last_on", "cadence": 1}
    assert "Which one is right?" in show(visitor.post(f"/import/{run.pk}/columns/", words))
    page = visitor.post(f"/import/{run.pk}/columns/", {**words, "day_first": "month"}, follow=True)
    assert "4 March 2026" in show(page)


def test_who_may_be_one_is_shown_side_by_side(visitor, user):
    known = make_contact(user, name="Weber, Dana", email="", company=make_company(user, "Acme"))
    run = upload_and_read(visitor)
    page = show(visitor.get(f"/import/{run.pk}/"))
    assert "Are these the same people?" in page and "Weber, Dana" in page
    page = show(visitor.post(f"/import/{run.pk}/together/", {"same_2": "yes"}, follow=True))
    assert "Are these the same people?" not in page and "E-mail: dana@example.org" in page
    assert f"/contacts/{known.pk}/" in page


def test_a_file_that_is_left_leaves_nothing(visitor):
    run = upload_and_read(visitor)
    page = visitor.post(f"/import/{run.pk}/discard/", follow=True)
    assert "is deleted" in show(page)
    assert not ImportRun.objects.exists()


def test_an_unreadable_file_says_why(visitor):
    assert "This is a spreadsheet" in show(upload(visitor, "PK\x03\x04", "list.xlsx"))
    assert not ImportRun.objects.exists()


def test_undo_asks_first(visitor):
    run = upload_and_read(visitor)
    visitor.post(f"/import/{run.pk}/start/")
    work(run)
    assert "Undo this import?" in show(visitor.get(f"/import/{run.pk}/undo/"))
    visitor.post(f"/import/{run.pk}/undo/")
    work(run)
    assert "It is taken back" in show(visitor.get(f"/import/{run.pk}/"))
    assert not Contact.objects.exists()


def test_large_kinds_are_shown_page_by_page(visitor):
    upload(visitor, "Name,E-mail\n" + "".join(f"Person {number},nonsense\n" for number in range(60)))
    run = ImportRun.objects.get()
    visitor.post(f"/import/{run.pk}/columns/", {"column_0": "name", "column_1": "email", "cadence": 1})
    first = show(visitor.get(f"/import/{run.pk}/rows/?show=refused"))
    assert "Person 49" in first and "Person 50" not in first and "after=51" in first
    assert "Person 59" in show(visitor.get(f"/import/{run.pk}/rows/?show=refused&after=51"))

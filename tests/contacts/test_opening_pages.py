from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Company, Opening
from contacts.openings import read_openings
from contacts.paging import ROWS_PER_PAGE
from followups.referrals.referring import mark_sent, start_referral
from tests.factories import make_company, make_consenting_peer, make_contact, make_opening, make_peer, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z")


@pytest.fixture
def zephyr(tim):
    return make_company(tim, "Zephyr")


@pytest.fixture
def writer(tim, zephyr):
    return make_opening(tim, company=zephyr, role="UX writer", asks_for="Figma and words")


def typed(opening=None, **changes):
    form = {"company_name": "Zephyr", "role": "UX writer", "url": "", "asks_for": "", "closed_on": "", **changes}
    return form | ({"version": str(opening.version)} if opening else {})


def count_queries(client, address):
    client.get(address)  # whatever is read once per process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def shown(client, address):
    return client.get(address).content.decode()


def test_no_opening_yet_says_what_to_do_first(client_of_tim):
    text = shown(client_of_tim, "/openings/")
    assert "No opening noted yet" in text and 'href="/openings/new/"' in text


def test_an_opening_is_added_at_a_company_known_or_new(client_of_tim, zephyr):
    form = typed(company_name=" zephyr ", url="zephyr.example/jobs/7", asks_for="Figma")
    response = client_of_tim.post("/openings/new/", form)
    opening = Opening.objects.get()
    assert response.url == f"/openings/{opening.pk}/"
    assert (opening.company, opening.url, opening.asks_for) == (zephyr, "https://zephyr.example/jobs/7", "Figma")
    client_of_tim.post("/openings/new/", typed(company_name="Kranich"))
    assert set(Company.objects.values_list("name", flat=True)) == {"Zephyr", "Kranich"}


def test_the_form_offers_known_companies_and_takes_one_from_the_address(client_of_tim, zephyr):
    text = shown(client_of_tim, "/openings/new/?company=Zephyr")
    assert '<option value="Zephyr">' in text and 'value="Zephyr"' in text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("company_name", "", "Please name the company."),
        ("role", " ", "Please name the role."),
        ("role", "x" * 201, "200 characters at most"),
        ("url", "javascript:alert(1)", "address"),
        ("url", "ftp://zephyr.example/", "begins with https://"),
        ("asks_for", "x" * 20_001, "20000 characters at most"),
        ("closed_on", "soon", "not a day in the calendar"),
    ],
)
def test_bad_input_is_explained_and_the_rest_stays(client_of_tim, field, value, said):
    text = client_of_tim.post("/openings/new/", typed(**{"asks_for": "Typed words", field: value})).content.decode()
    assert said in text
    assert field == "asks_for" or "Typed words" in text
    assert not Opening.objects.exists()


def test_an_edit_is_saved_and_one_from_an_old_tab_is_held_up_once(client_of_tim, writer):
    address = f"/openings/{writer.pk}/edit/"
    assert client_of_tim.post(address, typed(writer, role="Editor")).url == f"/openings/{writer.pk}/"
    text = client_of_tim.post(address, typed(writer, role="Author")).content.decode()
    assert "changed in another tab" in text and "Editor" in text and 'value="Author"' in text
    writer.refresh_from_db()
    assert writer.role == "Editor"
    client_of_tim.post(address, typed(writer, role="Author"))
    writer.refresh_from_db()
    assert writer.role == "Author"


def test_closing_and_reopening(client_of_tim, writer):
    text = client_of_tim.post(f"/openings/{writer.pk}/close/", follow=True).content.decode()
    assert "closed on 20 November" in text and f'action="/openings/{writer.pk}/reopen/"' in text
    client_of_tim.post(f"/openings/{writer.pk}/reopen/")
    writer.refresh_from_db()
    assert writer.closed_on is None


def test_deleting_asks_first(client_of_tim, writer):
    address = f"/openings/{writer.pk}/delete/"
    assert "Delete “UX writer, Zephyr”?" in shown(client_of_tim, address)
    assert Opening.objects.exists()
    assert client_of_tim.post(address).url == "/openings/"
    assert not Opening.objects.exists()


def test_the_page_shows_who_fits_and_why_and_leads_to_the_letter(client_of_tim, tim, zephyr, writer):
    make_contact(tim, name="Dana Weber", company=zephyr)
    jule = make_consenting_peer(tim, name="Jule Brandt", headline="UX writer", skills="Figma")
    make_peer(tim, name="Mo Unasked", skills="Figma")
    make_peer(tim, name="Nina No", skills="Figma", consent="withdrawn")
    text = shown(client_of_tim, f"/openings/{writer.pk}/")
    assert "Jule Brandt" in text and "UX writer, Figma" in text and "Dana Weber" in text
    assert f"/referrals/new/?opening={writer.pk}&amp;peer={jule.pk}" in text
    assert "Mo Unasked" in text and "Ask first" in text
    assert "Nina No" not in text


def test_the_page_shows_what_came_of_it(client_of_tim, tim, zephyr, writer):
    dana = make_contact(tim, name="Dana Weber", company=zephyr)
    jule = make_consenting_peer(tim, name="Jule Brandt")
    mark_sent(start_referral(dana, opening=writer, peer=jule), on=TODAY)
    text = shown(client_of_tim, f"/openings/{writer.pk}/")
    assert "through Dana Weber, Zephyr" in text and "Sent, 20 Nov" in text


def test_a_closed_opening_proposes_nobody(client_of_tim, tim, zephyr):
    closed = make_opening(tim, company=zephyr, closed_on=TODAY, asks_for="Figma")
    make_consenting_peer(tim, name="Jule Brandt", skills="Figma")
    assert "Jule Brandt" not in shown(client_of_tim, f"/openings/{closed.pk}/")


def test_open_ones_come_first_and_the_list_goes_on_where_it_stopped(client_of_tim, tim, zephyr):
    made = [
        Opening(owner=tim, company=zephyr, role=f"Role {n}", closed_on=TODAY if n % 2 else None) for n in range(120)
    ]
    Opening.objects.bulk_create(made)
    seen, address = [], "/openings/"
    while address:
        page = client_of_tim.get(address)
        seen.append([opening.role for opening in page.context["page"].rows])
        address = page.context["next_url"]
    assert [len(rows) for rows in seen] == [ROWS_PER_PAGE, ROWS_PER_PAGE, 20]
    open_first = [f"Role {n}" for n in range(118, -1, -2)] + [f"Role {n}" for n in range(119, 0, -2)]
    assert sum(seen, []) == open_first  # noqa: RUF017


@pytest.mark.parametrize("after", ["x", "open-", "closed-x", "open-²", "open-" + "9" * 30, "\x00", "OPEN-3"])
def test_a_position_that_makes_no_sense_is_the_start(client_of_tim, writer, after):
    assert client_of_tim.get("/openings/", {"after": after}).context["page"].rows == [writer]


def test_the_number_of_queries_does_not_grow(client_of_tim, tim, zephyr, writer):
    pages = ["/openings/", f"/openings/{writer.pk}/"]

    def add():
        contact, peer = make_contact(tim, company=zephyr), make_consenting_peer(tim, skills="Figma")
        mark_sent(start_referral(contact, opening=writer, peer=peer), on=TODAY)
        make_consenting_peer(tim, skills="Figma")
        make_opening(tim, company=make_company(tim))
        make_opening(tim, company=make_company(tim), closed_on=TODAY)

    add()
    one = [count_queries(client_of_tim, page) for page in pages]
    add(), add()
    assert [count_queries(client_of_tim, page) for page in pages] == one


def test_a_companys_openings_are_the_open_ones_newest_first(tim, zephyr, writer):
    make_opening(tim, company=zephyr, closed_on=TODAY)
    newer = make_opening(tim, company=zephyr, closed_on=date(2026, 11, 21))
    make_opening(make_user())
    assert read_openings(zephyr) == [newer, writer]
    assert read_openings(zephyr, on=date(2026, 11, 21)) == [writer]


def test_contact_and_company_pages_lead_to_a_new_opening(client_of_tim, tim, zephyr):
    dana = make_contact(tim, company=zephyr)
    for page in (f"/contacts/{dana.pk}/", f"/companies/{zephyr.pk}/edit/"):
        assert "/openings/new/?company=Zephyr" in shown(client_of_tim, page)

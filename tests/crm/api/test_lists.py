from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Interest, Opening
from followups.feedback import propose_request
from followups.models import IncomingMessage, Referral, Touchpoint
from tests.factories import (
    make_company,
    make_consenting_peer,
    make_contact,
    make_feed,
    make_idea,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "companies",
    "contacts",
    "rejections",
    "touchpoints",
    "incoming-messages",
    "feedback-requests",
    "nudges",
    "openings",
    "peers",
    "referrals",
    "feeds",
]


def make_one_of_each(tim):
    contact = make_contact(tim, company=make_company(tim))
    Interest.objects.create(contact=contact, topic="sailing")
    propose_request(make_rejection(contact, date(2026, 1, 12)))
    touchpoint = Touchpoint.objects.create(contact=contact, kind="article", on=date(2026, 1, 13))
    make_idea(contact, touchpoint=touchpoint, state="used")
    IncomingMessage.objects.create(contact=contact, on=date(2026, 1, 14))
    count = tim.nudge_mails.count()
    mail = make_nudge_mail(tim, date(2026, 3, 1) + timedelta(days=count), state="sent")
    make_nudge(contact, date(2026, 3, 1), mail=mail)
    opening, peer = make_opening(tim, company=contact.company), make_consenting_peer(tim)
    Referral.objects.create(contact=contact, opening=opening, peer=peer)
    make_feed(tim, company=contact.company)
    return contact


def walk(program, path):
    """The ids on all pages."""
    pages = []
    while path:
        page = program.ask("GET", path).json()
        pages.append([item["id"] for item in page["items"]])
        path = page["next"]
    return pages


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_the_database_the_same_for_one_and_for_three(program, tim, path):
    program.ask("GET", "me")  # the first use of a token is noted
    counts = []
    for _more in range(3):
        make_one_of_each(tim)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            items = program.ask("GET", path).json()["items"]
        counts.append(len(queries))
    assert len(items) == 3
    assert counts[0] == counts[2] <= 6


@pytest.mark.parametrize("path", LISTS)
def test_pages_show_each_row_once_and_in_order(program, tim, path):
    for _more in range(5):
        make_one_of_each(tim)
    (whole,) = walk(program, path)
    pages = walk(program, f"{path}?limit=2")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [pk for page in pages for pk in page] == whole and len(set(whole)) == 5


def test_the_next_address_is_whole_and_keeps_the_filters(program, tim):
    for number in range(3):
        make_contact(tim, name=f"Dana {number}")
    make_contact(tim, name="Eve", cadence=2, standing="ended", next_on=None)
    page = program.ask("GET", "contacts?standing=active&limit=2").json()
    assert page["next"].startswith("http://testserver/api/v1/contacts?")
    assert [item["name"] for item in program.ask("GET", page["next"]).json()["items"]] == ["Dana 2"]


@pytest.mark.parametrize("after", ["x", "%00", "MTIz", "OnA", "LTE6"])
@pytest.mark.parametrize("path", ["contacts", "touchpoints", "openings"])
def test_a_position_of_no_sense_is_refused_or_an_end(program, path, after):
    answer = program.ask("GET", f"{path}?after={after}")
    assert answer.status_code in {200, 422}, answer.content


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=101", "limit=x", "limit=1.0", "limit=+1", "limit=1&limit=2", "company=x", "company=0",
        "due=maybe", "due=1", "standing=gone",
    ],
)  # fmt: skip
def test_a_filter_of_no_sense_is_refused(program, query):
    answer = program.ask("GET", f"contacts?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json()["error"]["fields"]


@pytest.mark.parametrize("since", ["yesterday", "1700000000", "2026-02-30", "2026-01-01T00:00:00Z"])
def test_since_is_a_day(program, since):
    assert "since" in program.ask("GET", f"touchpoints?since={since}").json()["error"]["fields"]


def test_contacts_are_found_by_standing_company_and_words(program, tim):
    dana = make_contact(tim, name="Dana", company=make_company(tim, "Zephyr"), title="Head of Data")
    program.ask("PATCH", f"contacts/{dana.pk}", {"interests": ["sailing"]})
    ended = make_contact(tim, name="Milo")
    program.ask("POST", f"contacts/{ended.pk}/end")
    assert walk(program, "contacts?standing=ended") == [[ended.pk]]
    assert walk(program, f"contacts?company={dana.company_id}") == [[dana.pk]]
    assert walk(program, "contacts?q=sail+head") == [[dana.pk]]


def test_contacts_are_due_or_not(program, tim):
    due = make_contact(tim, added_on=tim.today() - timedelta(days=60))
    later = make_contact(tim, added_on=tim.today())
    assert walk(program, "contacts?due=true") == [[due.pk]]
    assert walk(program, "contacts?due=false") == [[later.pk]]


def test_openings_are_open_or_closed(program, tim):
    is_open = make_opening(tim)
    closed = make_opening(tim, closed_on=tim.today())
    assert walk(program, "openings?open=true") == [[is_open.pk]]
    assert walk(program, "openings?open=false") == [[closed.pk]]
    assert Opening.objects.count() == 2


def test_touchpoints_are_found_by_contact_kind_and_day(program, tim):
    dana, milo = make_contact(tim), make_contact(tim)
    old = Touchpoint.objects.create(contact=dana, kind="article", on=date(2026, 1, 1))
    new = Touchpoint.objects.create(contact=dana, kind="check_in", on=date(2026, 3, 1))
    other = Touchpoint.objects.create(contact=milo, kind="article", on=date(2026, 2, 1))
    assert walk(program, f"touchpoints?contact={dana.pk}") == [[new.pk, old.pk]]
    assert walk(program, "touchpoints?kind=article") == [[other.pk, old.pk]]
    assert walk(program, "touchpoints?since=2026-02-01") == [[new.pk, other.pk]]


def test_feeds_fail_or_not(program, tim):
    well, failing = make_feed(tim), make_feed(tim, failing_since=tim.created_at)
    assert walk(program, "feeds?failing=true") == [[failing.pk]]
    assert walk(program, "feeds?failing=false") == [[well.pk]]

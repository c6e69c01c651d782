from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Company, Contact, Interest, name_key
from contacts.paging import ROWS_PER_PAGE
from contacts.search import index_contact
from followups.feedback import mark_asked, propose_request
from followups.nudges import answer_sent
from followups.people import add_contact, end_contact, pause_contact, stop_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_company, make_contact, make_nudge, make_rejection

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=True):
        yield


def names(response):
    return [row.name for row in response.context["page"].rows]


def count_queries(client_of_tim, address):
    client_of_tim.get(address)  # whatever is read once per process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client_of_tim.get(address).status_code == 200
    return len(queries)


def typed(contact=None, **changes):
    return {
        "version": str(contact.version) if contact else "",
        "name": contact.name if contact else "Dana Weiss",
        "email": contact.email if contact else "dana@zephyr.example",
        "title": "",
        "company_name": "",
        "field": "",
        "interests": "",
        "cadence": "1",
        "notes": "",
        **changes,
    }


def test_nobody_yet_says_what_to_do_first(client_of_tim):
    text = client_of_tim.get("/contacts/").content.decode()
    assert "Nobody here yet" in text
    assert 'href="/rejections/new/"' in text


def test_people_are_listed_by_name_with_what_matters(client_of_tim, tim):
    contact = add_contact(
        tim, name="Zoë Müller", title="COO", company_name="Bergbahn", interests=["rope", "snow"], cadence=1
    )
    add_contact(tim, name="aoife byrne")
    response = client_of_tim.get("/contacts/")
    text = response.content.decode()
    assert names(response) == ["aoife byrne", "Zoë Müller"]
    assert "COO, Bergbahn" in text
    assert "snow" in text
    assert "20 Dec<" in text
    assert f'href="/contacts/{contact.pk}/"' in text


def test_what_somebody_typed_is_text_in_a_row(client_of_tim, tim):
    add_contact(tim, name="<b>Dana</b>", title="<i>COO</i>", company_name="<u>Zephyr</u>", interests=['<s class="x">'])
    text = client_of_tim.get("/contacts/").content.decode()
    assert "&lt;b&gt;Dana&lt;/b&gt;" in text
    assert "&lt;i&gt;COO&lt;/i&gt;, &lt;u&gt;Zephyr&lt;/u&gt;" in text
    assert "&lt;s class=&quot;x&quot;&gt;" in text


def test_interests_stand_in_the_order_they_were_noted_in(client_of_tim, tim):
    contact = add_contact(tim, name="Dana")
    for topic in ["snow", "rope", "ale", "elk"]:
        Interest.objects.create(contact=contact, topic=topic, topic_key=topic)
    response = client_of_tim.get("/contacts/")
    [row] = response.context["page"].rows
    assert row.topics == ["snow", "rope", "ale"]
    assert 'title="and more"' in response.content.decode()


def test_the_list_goes_on_where_it_stopped(client_of_tim, tim):
    # Three of each name, so that a page ends between namesakes and the id decides.
    people = [Contact(owner=tim, name=f"Name {n // 3:03}", added_on=TODAY) for n in range(120)]
    for contact in people:
        contact.name_key = name_key(contact.name)
    Contact.objects.bulk_create(people)
    seen, address = [], "/contacts/?q=&show=in_touch"
    while address:
        response = client_of_tim.get(address)
        rows = response.context["page"].rows
        assert len(rows) <= ROWS_PER_PAGE
        seen += [row.pk for row in rows]
        address = response.context["next_url"]
    assert len(seen) == len(set(seen)) == 120
    assert seen == list(Contact.objects.order_by("name_key", "id").values_list("pk", flat=True))


def test_the_list_costs_the_same_for_one_and_for_thirty(client_of_tim, tim):
    def add(number):
        contact = add_contact(tim, name=f"Dana {number}", company_name=f"Company {number}", interests=["a", "b"])
        make_rejection(contact, date(2026, 10, 1))

    add(0)
    with_one = count_queries(client_of_tim, "/contacts/")
    for number in range(1, 30):
        add(number)
    assert count_queries(client_of_tim, "/contacts/") == with_one
    # Session, user, the state of the installation; people with their companies and interests.
    assert with_one <= 4


def test_the_page_of_a_contact_costs_the_same_however_much_happened(client_of_tim, tim):
    contact = add_contact(tim, name="Dana", interests=["a"])
    make_rejection(contact, date(2025, 1, 1))
    log_touchpoint(contact, kind="check_in", on=date(2025, 3, 1))
    address = f"/contacts/{contact.pk}/"
    before = count_queries(client_of_tim, address)
    for number in range(5):
        log_touchpoint(contact, kind="check_in", on=date(2025, 4, 1) + timedelta(days=40 * number))
        Interest.objects.create(contact=contact, topic=f"topic {number}")
    assert count_queries(client_of_tim, address) == before
    # With a letter to write: what it may be about, and the templates.
    assert before <= 9


def test_the_page_of_a_contact_whose_turn_is_later_takes_six_queries(client_of_tim, tim):
    contact = add_contact(tim, name="Dana", interests=["a"], company_name="Zephyr")
    make_rejection(contact, date(2026, 10, 1))
    log_touchpoint(contact, kind="check_in", on=date(2026, 11, 10))
    # Session, user, the state of the installation; the contact, their rejections, the timeline.
    assert count_queries(client_of_tim, f"/contacts/{contact.pk}/") == 6


def test_each_chip_shows_its_own(client_of_tim, tim):
    def add(name, **fields):
        return make_contact(tim, name=name, added_on=fields.pop("added_on", TODAY), **fields)

    add("calm")
    add("due", added_on=date(2026, 1, 1))
    pause_contact(add("paused", added_on=date(2026, 1, 1)), until=date(2027, 1, 1))
    end_contact(add("ended"), outcome="hired")
    stop_contact(add("stopped"))
    waiting = add("waiting")
    request = propose_request(make_rejection(waiting, date(2026, 11, 1)))
    mark_asked(request, on=date(2026, 11, 2))
    expected = {
        "": ["calm", "due", "paused", "waiting"],
        "in_touch": ["calm", "due", "paused", "waiting"],
        "due": ["due"],
        "waiting": ["waiting"],
        "paused": ["paused"],
        "ended": ["ended", "stopped"],
        "everybody": ["calm", "due", "ended", "paused", "stopped", "waiting"],
        "nonsense": ["calm", "due", "paused", "waiting"],
    }
    for show, shown in expected.items():
        assert names(client_of_tim.get("/contacts/", {"show": show})) == shown, show


def test_somebody_nudged_about_is_due_until_written_to(client_of_tim, tim):
    contact = make_contact(tim, name="Dana", added_on=date(2026, 10, 18))
    nudge = make_nudge(contact, date(2026, 11, 18))
    assert contact.next_on == date(2026, 12, 18)
    (row,) = client_of_tim.get("/contacts/", {"show": "due"}).context["page"].rows
    assert (row.name, row.when, row.ring.is_due) == ("Dana", "now", True)
    assert "time to write" in client_of_tim.get(f"/contacts/{contact.pk}/").content.decode()
    answer_sent(nudge, on=TODAY)
    assert names(client_of_tim.get("/contacts/", {"show": "due"})) == []
    assert "time to write" not in client_of_tim.get(f"/contacts/{contact.pk}/").content.decode()


def test_every_word_has_to_be_found_somewhere(client_of_tim, tim):
    dana = add_contact(
        tim, name="Dana Weiß", title="Head of Data", company_name="Zephyr", interests=["Sailing"], notes="met in Gdynia"
    )
    make_rejection(dana, date(2026, 10, 1), role="Analyst", notes="the café near the harbour")
    index_contact(dana)
    add_contact(tim, name="Zoë Müller", email="zoe@bergbahn.example")
    for words, found in {
        "dana": ["Dana Weiß"],
        "WEISS zephyr": ["Dana Weiß"],
        "sail gdynia": ["Dana Weiß"],
        "cafe analyst": ["Dana Weiß"],
        "muller": ["Zoë Müller"],
        "zoe@berg": ["Zoë Müller"],
        "ZOË": ["Zoë Müller"],
        "dana müller": [],
        "100%": [],
        "_": [],
    }.items():
        assert names(client_of_tim.get("/contacts/", {"q": words})) == found, words


def test_a_search_finds_who_is_no_longer_in_touch(client_of_tim, tim):
    contact = add_contact(tim, name="Dana")
    end_contact(contact)
    assert names(client_of_tim.get("/contacts/", {"q": "dana"})) == ["Dana"]
    assert names(client_of_tim.get("/contacts/", {"q": "dana", "show": "in_touch"})) == []


def test_nothing_found_keeps_what_was_searched(client_of_tim, tim):
    add_contact(tim, name="Dana")
    text = client_of_tim.get("/contacts/", {"q": '<b>"nobody"'}).content.decode()
    assert "Nobody found for “&lt;b&gt;&quot;nobody&quot;”" in text
    assert 'value="&lt;b&gt;&quot;nobody&quot;"' in text


def test_a_search_stays_on_the_next_page(client_of_tim, tim):
    for number in range(ROWS_PER_PAGE + 1):
        contact = make_contact(tim, name=f"Dana {number:02}")
        index_contact(contact)
    response = client_of_tim.get("/contacts/", {"q": "dana", "show": "everybody"})
    assert names(client_of_tim.get(response.context["next_url"])) == [f"Dana {ROWS_PER_PAGE}"]


def test_somebody_is_added_by_hand(client_of_tim):
    client_of_tim.post("/contacts/new/", typed(interests="maps; snow", company_name="Bergbahn", cadence="3"))
    contact = Contact.objects.get()
    assert (contact.company.name, contact.cadence) == ("Bergbahn", 3)
    assert [interest.topic for interest in contact.interests.all()] == ["maps", "snow"]


def test_a_changed_contact_is_found_by_what_is_new(client_of_tim, tim):
    contact = add_contact(tim, name="Dana Weiss", email="dana@zephyr.example")
    client_of_tim.post(
        f"/contacts/{contact.pk}/edit/", typed(contact, name="Dana Sommer", cadence="6", notes="likes chess")
    )
    contact.refresh_from_db()
    assert (contact.name, contact.cadence, contact.version) == ("Dana Sommer", 6, 2)
    assert names(client_of_tim.get("/contacts/", {"q": "sommer chess"})) == ["Dana Sommer"]
    assert names(client_of_tim.get("/contacts/", {"q": "weiss"})) == []


def test_the_second_of_two_tabs_is_shown_what_changed(client_of_tim, tim):
    contact = add_contact(tim, name="Dana Weiss", email="dana@zephyr.example", interests=["sailing"])
    address = f"/contacts/{contact.pk}/edit/"
    client_of_tim.post(address, typed(contact, title="Head of Data", interests="sailing, chess"))
    held_up = client_of_tim.post(
        address, typed(contact, title="Director", interests="sailing", notes="of the second tab")
    )
    changed = {str(each.label): each.saved for each in held_up.context["form"].differences}
    assert changed == {"Contact title": "Head of Data", "Interests": "sailing, chess", "Notes": ""}
    assert "of the second tab" in held_up.content.decode()
    version = held_up.context["form"]["version"].value()
    client_of_tim.post(address, typed(contact, title="Director", interests="sailing", version=version))
    contact.refresh_from_db()
    assert (contact.title, contact.version) == ("Director", 3)


def test_an_interest_remembers_where_it_is_known_from(client_of_tim, tim):
    contact = add_contact(tim, name="Dana", interests=["sailing", "maps"])
    sailing, maps = contact.interests.all()
    sources = {f"source_{sailing.pk}": "interview 3 May", f"source_{maps.pk}": "her talk"}
    client_of_tim.post(f"/contacts/{contact.pk}/edit/", typed(contact, interests="sailing", **sources))
    assert [(each.topic, each.source) for each in contact.interests.all()] == [("sailing", "interview 3 May")]
    assert "interview 3 May" in client_of_tim.get(f"/contacts/{contact.pk}/").content.decode()


def test_a_company_is_renamed_and_its_people_found_by_the_new_name(client_of_tim, tim):
    contact = add_contact(tim, name="Dana", company_name="Zephyr")
    company = contact.company
    form = {"version": "1", "name": "Boreas", "website": "boreas.example", "notes": ""}
    client_of_tim.post(f"/companies/{company.pk}/edit/", form)
    company.refresh_from_db()
    assert (company.name, company.website, company.version) == ("Boreas", "https://boreas.example", 2)
    assert names(client_of_tim.get("/contacts/", {"q": "boreas"})) == ["Dana"]
    held_up = client_of_tim.post(f"/companies/{company.pk}/edit/", {**form, "name": "Notus"})
    assert "changed in another tab" in held_up.content.decode()
    assert Company.objects.get().name == "Boreas"


def test_two_companies_cannot_share_a_name(client_of_tim, tim):
    make_company(tim, "Zephyr")
    other = make_company(tim, "Boreas")
    response = client_of_tim.post(f"/companies/{other.pk}/edit/", {"version": "1", "name": " ZEPHYR ", "website": ""})
    assert "You already have a company of this name." in response.content.decode()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://zephyr.example", "not a site"])
def test_a_website_is_one(client_of_tim, tim, website):
    company = make_company(tim)
    client_of_tim.post(f"/companies/{company.pk}/edit/", {"version": "1", "name": "Zephyr", "website": website})
    assert Company.objects.get().website == ""


@pytest.mark.parametrize("action", ["edit", "erase"])
def test_a_stranger_finds_no_page(client_of_a_stranger, tim, action):
    contact = make_contact(tim)
    assert client_of_a_stranger.get(f"/contacts/{contact.pk}/").status_code == 404
    assert client_of_a_stranger.get(f"/contacts/{contact.pk}/{action}/").status_code == 404
    assert client_of_a_stranger.get(f"/companies/{make_company(tim).pk}/edit/").status_code == 404


@pytest.mark.parametrize("action", ["edit", "pause", "resume", "end", "reopen", "stop", "undo-stop", "erase"])
def test_a_stranger_changes_nothing(client_of_a_stranger, tim, action):
    contact = make_contact(tim)
    assert client_of_a_stranger.post(f"/contacts/{contact.pk}/{action}/", {"until": "2027-01-01"}).status_code == 404
    assert Contact.objects.get().standing == Contact.Standing.ACTIVE

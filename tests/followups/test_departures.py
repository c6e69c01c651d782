"""*Asked not to be contacted* holds for an address for good, whichever way it comes in again."""

from datetime import date

import pytest
import time_machine

from contacts.models import Contact, DoNotContact
from followups.departures import hash_words, is_do_not_contact, mark_of
from followups.people import add_contact, change_contact, erase_contact, stop_contact, undo_stop
from followups.rejections import log_rejection
from tests.factories import make_contact, make_user

ADDRESS = "dana@zephyr.example"
STOPPED, ACTIVE = Contact.Standing.STOPPED, Contact.Standing.ACTIVE


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weiss", email=ADDRESS)


@pytest.fixture
def gone(dana):
    """Dana asked to be left alone, and was erased afterwards."""
    stop_contact(dana)
    erase_contact(dana)


def log(tim, **fields):
    words = {"company_name": "Zephyr", "role": "Analyst", "rejected_on": date(2026, 11, 1)}
    return log_rejection(tim, **words, **fields).contact


def change(contact, **fields):
    known = {
        "name": contact.name,
        "email": contact.email,
        "title": "",
        "company_name": "Zephyr",
        "field": "",
        "interests": [],
        "cadence": 1,
        "notes": "",
    }
    return change_contact(contact, **(known | fields))


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "Dana@Zephyr.Example",
        " dana@zephyr.example ",
        "dana+jobs@zephyr.example",
        "DANA+Jobs+2@zephyr.example",
        "ｄａｎａ@zephyr.example",
    ],
)
def test_an_erased_address_comes_back_stopped_however_it_is_spelt(tim, gone, address):
    contact = add_contact(tim, name="Dana", email=address)
    assert (contact.standing, contact.next_on) == (STOPPED, None)


@pytest.mark.parametrize("address", ["dan@zephyr.example", "dana@zephyr.example.org", "jobs+dana@zephyr.example", ""])
def test_other_addresses_are_free(tim, gone, address):
    assert add_contact(tim, name="Dan", email=address).standing == ACTIVE


def test_a_tagged_address_marks_the_plain_one(tim):
    stop_contact(make_contact(tim, email="dana+news@zephyr.example"))
    assert is_do_not_contact(tim, ADDRESS)


@pytest.mark.parametrize("address", ["dana@bücher.example", "dana@xn--bcher-kva.example"])
def test_a_domain_is_known_in_both_its_spellings(tim, address):
    stop_contact(make_contact(tim, email="Dana@Bücher.example"))
    assert is_do_not_contact(tim, address)


def test_no_address_can_be_read_from_the_mark(tim, gone):
    (mark,) = DoNotContact.objects.values_list("address_hash", flat=True)
    assert "dana" not in mark and len(mark) == 64


def test_the_form_tells_why_nothing_is_sent(tims_page, gone):
    shown = tims_page.post("/contacts/new/", {"name": "Dana", "email": ADDRESS, "cadence": 1}, follow=True)
    assert "asked not to be contacted" in shown.content.decode()
    assert Contact.objects.get().standing == STOPPED


def test_logging_a_rejection_brings_nobody_back(tim, gone):
    contact = log(tim, contact_name="Dana Weiss", contact_email="dana+again@zephyr.example")
    assert (contact.standing, contact.next_on) == (STOPPED, None)


def test_a_rejection_that_completes_the_address_of_somebody_known_stops_them(tim, gone):
    known = log(tim, contact_name="Dana Weiss")
    assert known.standing == ACTIVE
    same = log(tim, contact_name="Dana Weiss", contact_email=ADDRESS)
    known.refresh_from_db()
    assert (same.pk, known.standing, known.next_on) == (known.pk, STOPPED, None)


def test_a_change_of_address_to_a_marked_one_stops(tim, gone):
    other = make_contact(tim, name="D. Weiss", email="d@elsewhere.example")
    change(other, email="dana+x@zephyr.example")
    other.refresh_from_db()
    assert (other.standing, other.next_on) == (STOPPED, None)


def test_the_mark_follows_to_a_new_address_and_stays_on_the_old(tim, dana):
    stop_contact(dana)
    change(dana, email="dana@fernweh.example")
    assert is_do_not_contact(tim, "dana@fernweh.example")
    assert is_do_not_contact(tim, ADDRESS)


def test_whoever_shares_the_address_is_stopped_with_them_and_comes_back_with_them(tim, dana):
    make_contact(tim, email="dana+jobs@zephyr.example")
    earlier = make_contact(tim, email="dana@zephyr.example")
    make_contact(tim, email="danae@zephyr.example")
    Contact.objects.filter(pk=earlier.pk).update(standing=STOPPED, next_on=None, stopped_at="2026-01-01T00:00:00Z")
    stop_contact(dana)
    assert [each.standing for each in Contact.objects.order_by("pk")] == [STOPPED, STOPPED, STOPPED, ACTIVE]
    undo_stop(dana)
    assert [each.standing for each in Contact.objects.order_by("pk")] == [ACTIVE, ACTIVE, STOPPED, ACTIVE]


def test_undone_in_time_the_address_is_free_again(tim, dana):
    stop_contact(dana)
    undo_stop(dana)
    assert not is_do_not_contact(tim, "dana+jobs@zephyr.example")


def test_another_user_may_know_the_same_person(gone):
    assert add_contact(make_user(), name="Dana", email=ADDRESS).standing == ACTIVE


def test_a_mark_from_before_tags_were_heeded_still_counts(tim):
    old = hash_words("address", mark_of(tim), "dana+jobs@zephyr.example")
    DoNotContact.objects.create(owner=tim, address_hash=old)
    assert add_contact(tim, name="Dana", email="dana+jobs@zephyr.example").standing == STOPPED


def test_a_mark_made_under_an_earlier_secret_key_still_counts(tim, gone, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert is_do_not_contact(tim, ADDRESS)

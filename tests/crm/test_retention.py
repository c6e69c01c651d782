"""Whom nobody has been in touch with for two years is proposed to be erased, and never erased by itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from contacts.models import Contact
from crm.housekeeping import keep_house
from crm.retention import read_long_ended
from followups.models import IncomingMessage, Touchpoint
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db
ENDED, STOPPED = Contact.Standing.ENDED, Contact.Standing.STOPPED


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def tim():
    return make_user("tim@example.org")


@pytest.fixture
def tims_page(tim, client):
    client.force_login(tim)
    return client


def make_ended(owner, ended_on=date(2024, 11, 20), **fields):
    contact = make_contact(owner, **fields)
    Contact.objects.filter(pk=contact.pk).update(standing=ENDED, ended_on=ended_on, next_on=None)
    return contact


def test_who_ended_two_years_ago_is_proposed(tim):
    long_ago = make_ended(tim)
    make_ended(tim, date(2024, 11, 21))
    make_contact(tim)
    assert list(read_long_ended(tim)) == [long_ago]


def test_who_asked_to_stop_two_years_ago_is_proposed(tim):
    contact = make_contact(tim)
    stopped_at = datetime(2024, 11, 19, tzinfo=UTC)
    Contact.objects.filter(pk=contact.pk).update(standing=STOPPED, stopped_at=stopped_at, next_on=None)
    assert list(read_long_ended(tim)) == [contact]


@pytest.mark.parametrize("model", [Touchpoint, IncomingMessage])
def test_who_was_written_to_or_wrote_since_is_not(tim, model):
    contact = make_ended(tim)
    model.objects.create(contact=contact, on=date(2025, 1, 1), **({"kind": "other"} if model is Touchpoint else {}))
    assert not read_long_ended(tim).exists()


def test_nobody_is_erased_by_itself(tim):
    make_ended(tim)
    keep_house(datetime(2036, 1, 1, tzinfo=UTC))
    assert Contact.objects.exists()


def test_those_who_were_chosen_are_erased(tim, tims_page):
    chosen, kept = make_ended(tim, name="Dana Weiss"), make_ended(tim, name="Milo Okafor")
    assert "Some ended two years ago" in tims_page.get("/settings/").content.decode()
    assert "Dana Weiss" in tims_page.get("/settings/long-ended/").content.decode()
    said = tims_page.post("/settings/long-ended/", {"contact": [chosen.pk]}, follow=True).content.decode()
    assert "1 person is erased" in said and list(Contact.objects.all()) == [kept]


def test_nobody_else_can_be_chosen(tim, tims_page):
    present, others = make_contact(tim), make_ended(make_user())
    odd = ["x", "-1", "9" * 30, "²", present.pk, others.pk]
    said = tims_page.post("/settings/long-ended/", {"contact": odd}, follow=True).content.decode()
    assert "nobody is erased" in said and Contact.objects.count() == 2


def test_with_nobody_to_propose_the_settings_say_nothing_of_it(tims_page):
    assert "two years ago" not in tims_page.get("/settings/").content.decode()
    assert "You decide then" in tims_page.get("/settings/long-ended/").content.decode()

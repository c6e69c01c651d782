from datetime import date

import pytest

from contacts.models import Contact, Opening, Peer
from tests.factories import make_company, make_consenting_peer, make_contact, make_opening


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z")


@pytest.fixture
def zephyr(tim):
    return make_company(tim, "Zephyr")


@pytest.fixture
def dana(tim, zephyr) -> Contact:
    return make_contact(tim, name="Dana Weber", email="dana@zephyr.example", company=zephyr, added_on=date(2026, 9, 1))


@pytest.fixture
def jule(tim) -> Peer:
    return make_consenting_peer(tim, name="Jule Brandt", headline="UX writer", skills="Figma, user research")


@pytest.fixture
def writer(tim, zephyr) -> Opening:
    """An opening that Jule fits."""
    return make_opening(tim, company=zephyr, role="UX writer", asks_for="Figma", url="https://zephyr.example/jobs/7")

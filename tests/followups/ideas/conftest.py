from datetime import UTC, datetime

import pytest
import time_machine

from contacts.models import Interest
from followups.ideas.finding import find_ideas
from followups.ideas.stems import write_stems
from tests.factories import make_article, make_company, make_contact


@pytest.fixture
def may():
    """Noon on 20 May 2026, held still; it can be shifted."""
    with time_machine.travel(datetime(2026, 5, 20, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def dana(tim, may):
    """Tim's contact: in logistics, at Zephyr Cold Chain, and fond of sailing."""
    contact = make_contact(tim, name="Dana Weber", company=make_company(tim, "Zephyr Cold Chain"), field="logistics")
    Interest.objects.create(contact=contact, topic="sailing", source="interview, 3 May")
    return contact


@pytest.fixture
def publish(tim, may):
    """Store an article as a feed's visitor does."""

    def publish_now(title, summary="", **fields):
        return make_article(tim, title, summary=summary, stems=write_stems(title, summary), **fields)

    return publish_now


@pytest.fixture
def found(tim):
    """Have ideas found; how many were written."""
    return lambda: find_ideas(tim)

from datetime import date, timedelta

import pytest

from contacts.models import Contact
from followups.cards import find_wait, has_open_question, is_waited_for
from followups.contact_facts import facts_of, read_contact
from followups.drafts import Draft
from followups.feedback import propose_request
from followups.letters import save_letter
from followups.silence import read_silence
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_rejection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana", added_on=date(2026, 1, 10))


def facts_about(contact):
    _contact, facts = read_contact(contact.owner, contact.pk)
    return facts


def test_the_facts_are_what_the_cards_find_out_by_themselves(dana):
    today = dana.owner.today()
    propose_request(make_rejection(dana, today - timedelta(days=3)))
    log_touchpoint(dana, kind="check_in", on=today - timedelta(days=9))
    make_nudge(dana, today - timedelta(days=60))
    alone = Contact.objects.select_related("owner").get(pk=dana.pk)
    known, facts = read_contact(dana.owner, dana.pk)

    assert facts_of(alone) is None
    assert facts.silence == read_silence([alone])[dana.pk]
    assert find_wait(known) == find_wait(alone) is not None
    assert has_open_question(known) is has_open_question(alone) is True
    assert is_waited_for(known, today) is is_waited_for(alone, today)


def test_nothing_is_known_of_somebody_new(dana):
    Contact.objects.filter(pk=dana.pk).update(needs_matching=False)
    facts = facts_about(dana)

    assert facts.earliest_outreach_on is None
    assert not (facts.is_nudged or facts.has_open_question or facts.has_letter or facts.may_have_ideas)
    assert facts.interests == []


def test_a_kept_letter_and_an_open_nudge_are_known(dana):
    make_nudge(dana, dana.owner.today())
    save_letter(dana, Draft("Hello", "Dear Dana"), version=0)

    assert (facts_about(dana).has_letter, facts_about(dana).is_nudged) == (True, True)


def test_interests_come_in_order_with_where_they_are_known_from(dana):
    for topic, source in [("snow", 'in the "interview"'), ("ale", "")]:
        dana.interests.create(topic=topic, topic_key=topic, source=source)

    told = [(interest.topic, interest.source) for interest in facts_about(dana).interests]
    assert told == [("snow", 'in the "interview"'), ("ale", "")]


def test_the_contact_comes_whole_with_its_company(tim, dana):
    dana.company = tim.companies.create(name="Zephyr", name_key="zephyr")
    dana.save()
    contact, _facts = read_contact(tim, dana.pk)

    assert contact == Contact.objects.get(pk=dana.pk)
    assert (contact.company.name, contact.next_on, contact.owner) == ("Zephyr", dana.next_on, tim)


def test_a_strangers_contact_is_not_there(dana):
    assert read_contact(make_user("eve@example.org"), dana.pk) is None

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from followups.ideas.choosing import read_ideas
from followups.ideas.deciding import dismiss_idea, save_idea
from followups.ideas.finding import find_ideas
from followups.models import Idea, Referral
from followups.people import add_contact, change_contact, end_contact
from followups.referrals.consent import give_consent, withdraw_consent
from followups.referrals.openings import add_opening, change_opening, close_opening, delete_opening, reopen_opening
from followups.referrals.peers import change_peer
from followups.referrals.proposing import MOST_FOR_A_CONTACT, find_referral_ideas
from followups.referrals.referring import mark_sent, start_referral
from tests.factories import make_consenting_peer, make_contact, make_nudge, make_opening, make_peer, make_user

pytestmark = pytest.mark.django_db


def ideas_of(contact):
    return [(idea.peer.name, idea.topic, idea.state) for idea in Idea.objects.filter(contact=contact).order_by("id")]


@pytest.fixture
def proposed(tim, dana, jule, writer):
    find_referral_ideas(tim)
    return Idea.objects.get()


def test_who_fits_is_proposed_to_whom_one_knows_there(proposed, dana, writer, jule):
    assert (proposed.contact, proposed.opening, proposed.peer) == (dana, writer, jule)
    assert (proposed.kind, proposed.why, proposed.topic) == ("referral", "referral", "UX writer, Figma")
    assert 1 < proposed.score <= 3


def test_nothing_is_proposed_twice(proposed, tim):
    assert find_referral_ideas(tim) == 0
    assert Idea.objects.count() == 1


def test_a_faint_match_is_for_the_page_alone(tim, dana, zephyr, jule):
    make_opening(tim, company=zephyr, role="Product designer", asks_for="Figma")
    assert find_referral_ideas(tim) == 0


@pytest.mark.parametrize("consent", ["not_asked", "asked", "withdrawn"])
def test_without_consent_nobody_is_proposed(tim, dana, writer, consent):
    make_peer(tim, headline="UX writer", skills="Figma", consent=consent)
    assert find_referral_ideas(tim) == 0


def test_who_agrees_is_proposed_at_once_and_who_withdraws_is_not_any_more(tim, dana, writer):
    peer = make_peer(tim, name="Mo", headline="UX writer", skills="Figma")
    give_consent(peer, on=date(2026, 11, 19))
    assert ideas_of(dana) == [("Mo", "UX writer, Figma", "new")]
    withdraw_consent(peer, on=date(2026, 11, 20))
    assert ideas_of(dana) == []


def test_a_saved_idea_goes_with_the_consent_too(proposed, dana, jule):
    save_idea(proposed)
    withdraw_consent(jule, on=date(2026, 11, 20))
    assert ideas_of(dana) == []


def test_what_a_mail_proposed_is_never_proposed_again_after_a_withdrawal(proposed, dana, jule):
    Idea.objects.update(nudge=make_nudge(dana, date(2026, 11, 19)))
    withdraw_consent(jule, on=date(2026, 11, 20))
    give_consent(jule, on=date(2026, 11, 20))
    assert ideas_of(dana) == [("Jule Brandt", "UX writer, Figma", "dismissed")]


def test_openings_are_matched_as_they_come_close_and_open_again(tim, dana, jule):
    opening = add_opening(tim, company_name="zephyr", role="UX writer")
    assert ideas_of(dana) == [("Jule Brandt", "UX writer", "new")]
    close_opening(opening)
    assert ideas_of(dana) == []
    reopen_opening(opening)
    assert len(ideas_of(dana)) == 1
    delete_opening(opening)
    assert ideas_of(dana) == []


def test_a_changed_opening_is_proposed_for_what_it_now_is(proposed, dana, writer):
    values = {"company_name": "Zephyr", "url": "", "closed_on": None}
    change_opening(writer, role="UX writer", asks_for="Figma and user research", **values)
    assert ideas_of(dana) == [("Jule Brandt", "UX writer, Figma, user research", "new")]
    change_opening(writer, role="Nurse", asks_for="", **values)
    assert ideas_of(dana) == []


def test_an_opening_that_is_another_companys_is_proposed_there(proposed, tim, dana, writer):
    change_opening(writer, company_name="Kranich", role="UX writer", url="", asks_for="", closed_on=None)
    assert ideas_of(dana) == []


def test_a_peer_who_learned_something_is_proposed_for_it(proposed, dana, jule):
    change_peer(jule, name="Jule Brandt", email="", headline="Nurse", skills="first aid", notes="")
    assert ideas_of(dana) == []


def test_a_saved_idea_outlasts_a_weaker_match(proposed, dana, jule):
    save_idea(proposed)
    change_peer(jule, name="Jule Brandt", email="", headline="Editor", skills="Figma", notes="")
    assert ideas_of(dana) == [("Jule Brandt", "UX writer, Figma", "saved")]


def test_what_was_dismissed_stays_dismissed(proposed, tim, dana, jule):
    dismiss_idea(proposed)
    change_peer(jule, name="Jule Brandt", email="", headline="UX writer", skills="Figma, Miro", notes="")
    assert ideas_of(dana) == [("Jule Brandt", "UX writer, Figma", "dismissed")]


def test_who_was_referred_already_is_not_proposed_to_a_colleague(proposed, tim, zephyr, dana, jule, writer):
    colleague = make_contact(tim, company=zephyr)
    find_referral_ideas(tim)
    assert len(ideas_of(colleague)) == 1
    mark_sent(start_referral(dana, opening=writer, peer=jule), on=date(2026, 11, 20))
    assert ideas_of(dana) == [("Jule Brandt", "UX writer, Figma", "used")]
    assert ideas_of(colleague) == []


def test_whom_one_is_not_in_touch_with_gets_no_ideas(proposed, tim, dana):
    end_contact(dana)
    find_referral_ideas(tim)
    assert find_referral_ideas(tim) == 0
    assert ideas_of(dana) == []


def test_nothing_crosses_from_one_user_to_another(tim, writer, dana):
    make_consenting_peer(make_user(), headline="UX writer", skills="Figma")
    assert find_referral_ideas(tim) == 0


def test_a_contact_gets_the_best_ten_at_most(tim, dana, writer):
    for number in range(MOST_FOR_A_CONTACT + 2):
        make_consenting_peer(tim, headline="UX writer", skills="Figma" if number else "")
    assert find_referral_ideas(tim) == MOST_FOR_A_CONTACT
    assert {topic for _name, topic, _state in ideas_of(dana)} == {"UX writer, Figma"}


def test_the_number_of_queries_does_not_grow(tim, dana, jule, writer):
    def count():
        with CaptureQueriesContext(connection) as queries:
            find_referral_ideas(tim)
        return len(queries)

    few = count()
    for _number in range(3):
        make_contact(tim, company=writer.company)
        make_consenting_peer(tim, headline="UX writer", skills="Figma")
        make_opening(tim, company=writer.company, role="UX writer")
    assert count() <= few
    assert Idea.objects.count() == 4 * 10 and Contact.objects.count() == 4
    assert not Referral.objects.exists()


def test_who_is_new_at_a_company_that_is_hiring_is_proposed_somebody(tim, writer, jule):
    newcomer = add_contact(tim, name="Ada", company_name="Zephyr")
    assert [idea.peer for idea in read_ideas(newcomer)] == [jule]


def test_who_moved_there_is_found_by_the_worker_and_who_left_is_not_any_more(tim, dana, writer, jule):
    find_ideas(tim)
    assert len(ideas_of(dana)) == 1
    values = {"name": "Dana", "email": "", "title": "", "field": "", "interests": [], "cadence": 1, "notes": ""}
    change_contact(dana, company_name="Elsewhere", **values)
    find_ideas(tim)
    assert ideas_of(dana) == []

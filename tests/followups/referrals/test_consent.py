from datetime import date

import pytest

from followups.drafts import Draft
from followups.letters import keep
from followups.models import LetterDraft, Referral, Touchpoint
from followups.referrals.consent import (
    ConsentMoved,
    NoConsent,
    give_consent,
    mark_asked,
    require_consent,
    take_back_step,
    withdraw_consent,
)
from followups.referrals.peers import delete_peer
from followups.referrals.proposing import find_referral_ideas
from followups.referrals.referring import mark_sent, save_draft, start_referral, write_letter
from tests.factories import make_peer

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture
def mo(tim):
    return make_peer(tim, name="Mo")


def days(peer):
    peer.refresh_from_db()
    return peer.consent, peer.asked_on, peer.given_on, peer.withdrawn_on


def test_asked_agreed_withdrawn_each_with_its_day(mo):
    mark_asked(mo, on=date(2026, 11, 1))
    give_consent(mo, on=date(2026, 11, 3))
    withdraw_consent(mo, on=date(2026, 11, 20))
    assert days(mo) == ("withdrawn", date(2026, 11, 1), date(2026, 11, 3), date(2026, 11, 20))


def test_who_agreed_in_person_need_not_be_asked_by_letter(mo):
    give_consent(mo, on=TODAY)
    assert days(mo) == ("given", None, TODAY, None)


def test_who_said_no_is_not_asked_again_but_may_agree(mo):
    mark_asked(mo, on=TODAY)
    withdraw_consent(mo, on=TODAY)
    with pytest.raises(ConsentMoved):
        mark_asked(mo, on=TODAY)
    give_consent(mo, on=TODAY)
    assert days(mo) == ("given", TODAY, TODAY, None)


def test_a_step_is_taken_once(mo):
    mark_asked(mo, on=TODAY)
    with pytest.raises(ConsentMoved):
        mark_asked(mo, on=TODAY)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_every_step_can_be_taken_back(mo, steps):
    before = [days(mo)]
    for step in (mark_asked, give_consent, withdraw_consent)[:steps]:
        step(mo, on=TODAY)
        before.append(days(mo))
    for expected in reversed(before[:-1]):
        take_back_step(mo)
        assert days(mo) == expected


def test_no_consent_no_draft(tim, dana, writer, mo):
    with pytest.raises(NoConsent):
        start_referral(dana, opening=writer, peer=mo)
    referral = Referral.objects.create(contact=dana, opening=writer, peer=mo)
    with pytest.raises(NoConsent):
        write_letter(referral)
    with pytest.raises(NoConsent):
        save_draft(referral, subject="x", text="x")


def test_consent_is_read_anew_each_time(jule):
    type(jule).objects.update(consent="withdrawn")
    with pytest.raises(NoConsent):
        require_consent(jule)


def test_withdrawing_takes_unsent_letters_and_leaves_what_was_sent(tim, dana, writer, jule):
    mark_sent(start_referral(dana, opening=writer, peer=jule), on=TODAY, text="Meet Jule")
    other = start_referral(dana, opening=type(writer).objects.create(owner=tim, company=writer.company), peer=jule)
    withdraw_consent(jule, on=TODAY)
    assert not Referral.objects.filter(pk=other.pk).exists()
    assert Referral.objects.get().state == "sent"
    assert Touchpoint.objects.get().text == "Meet Jule"


def test_withdrawing_takes_the_letter_of_the_month_that_names_them(tim, dana, writer, jule):
    find_referral_ideas(tim)
    keep(dana, None, Draft("Jule Brandt", "Meet Jule Brandt"), idea=dana.ideas.get(), kind="referral")
    withdraw_consent(jule, on=TODAY)
    assert not LetterDraft.objects.exists()


def test_taking_back_an_agreement_takes_unsent_letters_too(dana, writer, jule):
    start_referral(dana, opening=writer, peer=jule)
    take_back_step(jule)
    assert not Referral.objects.exists()


def test_deleting_a_peer_leaves_what_was_sent_on_the_timeline(tim, dana, writer, jule):
    mark_sent(start_referral(dana, opening=writer, peer=jule), on=TODAY, text="Meet Jule")
    find_referral_ideas(tim)
    delete_peer(jule)
    assert not Referral.objects.exists()
    assert dana.touchpoints.get().text == "Meet Jule"
    assert not dana.ideas.exists()

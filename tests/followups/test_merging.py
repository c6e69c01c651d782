"""Two who are one become one: nothing of either is lost, and the month holds."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from contacts.models import Contact, DoNotContact, Interest
from contacts.search import search_contacts
from followups.departures import is_do_not_contact
from followups.feedback import propose_request, record_answer
from followups.merging import merge_contacts
from followups.models import FeedbackRequest, IncomingMessage, LetterDraft, Nudge, Referral, Touchpoint
from followups.nudges import answer_sent
from followups.people import pause_contact, stop_contact
from followups.planning import plan_mails
from followups.timeline import read_timeline
from followups.touchpoints import log_touchpoint
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_idea,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    user = make_user()
    kept = make_contact(user, name="Dana Weber", email="dana@example.org", title="")
    other = make_contact(
        user,
        name="D. Weber",
        email="dw@example.com",
        title="Head of Data",
        company=make_company(user, "Acme"),
        notes="kind",
    )
    return kept, other


def merge(pair):
    kept = merge_contacts(*pair)
    kept.refresh_from_db()
    return kept


def test_everything_of_either_stands_on_one_page(pair):
    kept, other = pair
    request = propose_request(make_rejection(other, date(2026, 1, 12), role="Analyst"))
    log_touchpoint(other, kind="article", on=date(2026, 1, 15))
    log_touchpoint(kept, kind="check_in", on=date(2026, 3, 1))
    IncomingMessage.objects.create(contact=other, on=date(2026, 1, 20), text="hello")
    Interest.objects.create(contact=other, topic="Sailing")
    Interest.objects.create(contact=kept, topic="sailing")
    before = sum(len(read_timeline(each).entries) for each in pair)
    kept = merge(pair)
    assert not Contact.objects.filter(pk=other.pk).exists()
    assert len(read_timeline(kept).entries) == before + 1  # that they were put together
    assert (kept.title, kept.company.name) == ("Head of Data", "Acme")
    assert "D. Weber" in kept.notes and "dw@example.com" in kept.notes and "kind" in kept.notes
    assert FeedbackRequest.objects.get(pk=request.pk).contact == kept
    assert kept.interests.get().topic == "sailing"
    assert search_contacts(Contact.objects.all(), "analyst").get() == kept


def test_of_two_nudges_of_one_month_the_older_is_merged_and_still_counts(pair):
    kept, other = pair
    older = make_nudge(other, date(2026, 3, 2), state="sent_it")
    newer = make_nudge(kept, date(2026, 3, 20), state="sent_it")
    lone = make_nudge(other, date(2026, 4, 19), state="not_this_month")
    kept = merge(pair)
    states = dict(kept.nudges.values_list("pk", "state"))
    # 20 March to 19 April is less than a month as well.
    assert states == {older.pk: "sent_it", newer.pk: "merged", lone.pk: "not_this_month"}
    assert (kept.next_on, kept.next_from) == (date(2026, 5, 19), "nudge")


def test_what_was_written_for_a_merged_nudge_answers_the_one_that_stands(pair):
    kept, other = pair
    older = make_nudge(other, date(2026, 3, 2), mail=make_nudge_mail(kept.owner, date(2026, 3, 2), state="sent"))
    newer = make_nudge(kept, date(2026, 3, 20), mail=make_nudge_mail(kept.owner, date(2026, 3, 20), state="sent"))
    kept = merge(pair)
    touchpoint = answer_sent(Nudge.objects.get(pk=older.pk), on=date(2026, 3, 21))
    assert dict(kept.nudges.values_list("pk", "state")) == {older.pk: "merged", newer.pk: "sent_it"}
    assert touchpoint.nudge == newer


def test_of_two_open_nudges_the_older_expires_and_its_links_still_work(pair):
    kept, other = pair
    mail = make_nudge_mail(kept.owner, date(2026, 2, 1), state="sent")
    older = make_nudge(other, date(2026, 2, 1), mail=mail)
    newer = make_nudge(kept, date(2026, 3, 10), mail=make_nudge_mail(kept.owner, date(2026, 3, 10), state="sent"))
    merge(pair)
    assert dict(kept.nudges.values_list("pk", "state")) == {older.pk: "expired", newer.pk: "open"}


def test_a_nudge_that_was_not_mailed_is_planned_anew(pair):
    kept, other = pair
    mail = make_nudge_mail(kept.owner, date(2026, 3, 1))
    make_nudge(kept, date(2026, 3, 1), mail=mail)
    make_nudge(other, date(2026, 3, 1), mail=mail)
    merge(pair)
    mail.refresh_from_db()
    assert mail.state == "cancelled"
    assert set(kept.nudges.values_list("state", flat=True)) == {"withdrawn"}
    with time_machine.travel("2026-03-02 12:00Z"):
        assert plan_mails(timezone.now()) == 1
    assert kept.nudges.get(state="open").on == date(2026, 3, 2)


def test_of_two_letters_of_one_month_the_older_counts(pair):
    kept, other = pair
    newer = log_touchpoint(kept, kind="article", on=date(2026, 3, 20))
    older = log_touchpoint(other, kind="check_in", on=date(2026, 3, 2))
    later = log_touchpoint(other, kind="check_in", on=date(2026, 4, 25))
    kept = merge(pair)
    told = dict(Touchpoint.objects.values_list("pk", "counts"))
    assert told == {older.pk: True, newer.pk: False, later.pk: True}
    newer.refresh_from_db()
    assert newer.early
    assert kept.next_on == date(2026, 5, 25)


@pytest.mark.parametrize("who", [0, 1])
def test_a_stop_of_either_is_a_stop_of_both(pair, who):
    stop_contact(pair[who])
    kept = merge([Contact.objects.get(pk=each.pk) for each in pair])
    assert (kept.standing, kept.next_on) == ("stopped", None)
    assert kept.stopped_at is not None
    assert all(is_do_not_contact(kept.owner, address) for address in ("dana@example.org", "dw@example.com"))
    assert DoNotContact.objects.count() == 2


def test_the_longer_pause_and_thanks_that_are_owed_hold(pair):
    kept, other = pair
    pause_contact(other, until=timezone.localdate() + timedelta(days=90))
    request = propose_request(make_rejection(other, timezone.localdate()))
    record_answer(request, text="Thank you", on=timezone.localdate())
    kept = merge(pair)
    assert kept.paused_until == timezone.localdate() + timedelta(days=90)
    assert kept.thanks_held_until == timezone.localdate() + timedelta(days=14)


def test_an_item_is_one_idea_and_the_one_that_was_sent_stays(pair):
    kept, other = pair
    article = make_article(kept.owner)
    make_idea(kept, article=article)
    sent = make_idea(other, article=article, state="used")
    opening, peer = make_opening(kept.owner), make_consenting_peer(kept.owner)
    Referral.objects.create(contact=kept, opening=opening, peer=peer)
    gone_further = Referral.objects.create(contact=other, opening=opening, peer=peer, state="interview")
    merge(pair)
    assert kept.ideas.get() == sent
    assert kept.referrals.get() == gone_further


def test_the_older_draft_is_kept_in_the_notes(pair):
    kept, other = pair
    LetterDraft.objects.create(contact=kept, text="Dear Dana, of old", saved_at=timezone.now() - timedelta(days=3))
    newer = LetterDraft.objects.create(contact=other, text="Dear Dana, of late")
    kept = merge(pair)
    assert kept.letter_draft == newer
    assert "of old" in kept.notes


@pytest.mark.parametrize("letters", [[(1, 1), (2, 1), (1, 31), (2, 28)], [(3, 31), (4, 30), (5, 1), (3, 31)]])
def test_whatever_the_days_the_constraints_hold(pair, letters):
    for at, (month, day) in enumerate(letters):
        log_touchpoint(pair[at % 2], kind="other", on=date(2026, month, day))
    for contact in pair:
        make_nudge(contact, date(2026, 6, 30), state="sent_it")
        make_nudge(contact, date(2026, 7, 31), state="sent_it")
    kept = merge(pair)
    assert kept.touchpoints.count() == 4
    assert list(kept.nudges.filter(state="sent_it").values_list("on", flat=True).order_by("on")) == [
        date(2026, 6, 30),
        date(2026, 7, 31),
    ]
    assert Nudge.objects.filter(state="merged").count() == 2

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from contacts.models import Contact
from crm.models import User
from followups import outbox
from followups.models import NudgeMail, StateChange, Touchpoint
from followups.outbox_sql import write_claim_sql
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def nudge():
    contact = make_contact(added_on=date(2026, 5, 1))
    return make_nudge(contact, TODAY, mail=make_nudge_mail(contact.owner, TODAY))


def claim():
    (mail,) = outbox.claim_mails(NOW)
    return mail


def hand_over(mail, nudges):
    outbox.hand_over(mail, rendered=nudges, subject="A good week to write", now=NOW)


def test_a_mail_is_claimed_once(nudge):
    assert [mail.pk for mail in outbox.claim_mails(NOW)] == [nudge.mail_id]
    assert outbox.claim_mails(NOW) == []


def test_a_mail_waits_for_its_time(nudge):
    NudgeMail.objects.update(not_before=NOW + timedelta(minutes=1))
    assert outbox.claim_mails(NOW) == []


def test_a_batch_is_no_larger_than_asked():
    for _number in range(3):
        make_nudge_mail(make_user(), TODAY)
    assert len(outbox.claim_mails(NOW, limit=2)) == 2


def test_an_abandoned_claim_is_planned_again(nudge):
    claim()
    outbox.sweep(NOW + timedelta(minutes=3))
    assert NudgeMail.objects.get().state == "planned"


def test_who_slept_longer_than_the_lease_may_not_hand_over(nudge):
    slow = claim()
    outbox.sweep(NOW + timedelta(minutes=3))
    quick = claim()
    with pytest.raises(outbox.NoLongerOurs):
        hand_over(slow, [nudge])
    hand_over(quick, [nudge])
    assert NudgeMail.objects.get().state == "handing"


def test_the_hand_over_is_refused_when_a_touch_came_between(nudge):
    mail = claim()
    Touchpoint.objects.create(contact=nudge.contact, kind="article", on=TODAY)
    with pytest.raises(outbox.NoLongerOurs):
        hand_over(mail, [nudge])


@pytest.mark.parametrize(
    "change",
    [
        {"standing": "stopped", "next_on": None},
        {"standing": "ended", "next_on": None},
        {"paused_until": TODAY + timedelta(days=1)},
        {"thanks_held_until": TODAY + timedelta(days=9)},
    ],
)
def test_the_hand_over_is_refused_when_the_nudge_stands_no_more(nudge, change):
    mail = claim()
    Contact.objects.update(**change)
    with pytest.raises(outbox.NoLongerOurs):
        hand_over(mail, [nudge])


def test_the_hand_over_is_refused_when_one_of_two_stands_no_more(nudge):
    second = make_nudge(make_contact(nudge.contact.owner), TODAY, mail=nudge.mail)
    mail = claim()
    Contact.objects.filter(pk=second.contact_id).update(standing="stopped", next_on=None)
    with pytest.raises(outbox.NoLongerOurs):
        hand_over(mail, [nudge, second])


def test_an_old_message_does_not_stand_in_the_way(nudge):
    mail = claim()
    Touchpoint.objects.create(contact=nudge.contact, kind="article", on=date(2026, 6, 1))
    hand_over(mail, [nudge])
    assert NudgeMail.objects.get().state == "handing"


def test_a_mail_handed_over_on_a_later_day_takes_its_nudges_along(nudge):
    mail = claim()
    outbox.hand_over(mail, rendered=[nudge], subject="", now=NOW + timedelta(days=2))
    nudge.refresh_from_db()
    nudge.contact.refresh_from_db()
    nudge.contact.owner.refresh_from_db()
    assert nudge.on == nudge.mail.on == nudge.contact.owner.last_mail_on == date(2026, 7, 3)
    assert nudge.contact.next_on == date(2026, 8, 3)


def test_an_accepted_mail_is_sent(nudge):
    mail = claim()
    hand_over(mail, [nudge])
    outbox.record_accepted(mail, "250 queued", NOW)
    assert (mail.state, NudgeMail.objects.get().reply) == ("sent", "250 queued")


@pytest.mark.parametrize(
    ("dedupes", "server", "state"), [(False, "smtp", "unsure"), (True, "smtp", "planned"), (False, None, "planned")]
)
def test_a_hand_over_that_nobody_finished(nudge, settings, dedupes, server, state):
    settings.EMAIL_RELAY_DEDUPES, settings.MAIL_SERVER = dedupes, server
    hand_over(claim(), [nudge])
    outbox.sweep(NOW + timedelta(minutes=11))
    assert NudgeMail.objects.get().state == "handing"
    outbox.sweep(NOW + timedelta(minutes=13))
    assert NudgeMail.objects.get().state == state


@pytest.fixture
def repeated(nudge, settings):
    """A mail that a relay which removes repeats may have already, and that waits to be handed over again."""
    settings.EMAIL_RELAY_DEDUPES, settings.MAIL_SERVER = True, "smtp"
    mail = claim()
    hand_over(mail, [nudge])
    outbox.record_unknown(mail, "the line was lost", NOW)
    NudgeMail.objects.update(not_before=NOW)
    return mail


def test_a_repeat_goes_out_while_the_relay_remembers_the_first(repeated):
    outbox.sweep(NOW + timedelta(hours=22))
    assert NudgeMail.objects.get().state == "planned"


def test_a_repeat_that_the_relay_may_take_for_a_new_mail_is_not_sent(repeated):
    outbox.sweep(NOW + timedelta(hours=23))
    assert NudgeMail.objects.get().state == "unsure"


def test_a_hand_over_that_nobody_finished_for_a_day_is_not_repeated(nudge, settings):
    settings.EMAIL_RELAY_DEDUPES, settings.MAIL_SERVER = True, "smtp"
    hand_over(claim(), [nudge])
    outbox.sweep(NOW + timedelta(hours=24))
    assert NudgeMail.objects.get().state == "unsure"


def test_doubt_counts_from_the_first_hand_over(repeated, nudge):
    mail = claim()
    hand_over(mail, [nudge])
    outbox.record_unknown(mail, "the line was lost", NOW + timedelta(hours=24))
    assert NudgeMail.objects.get().state == "unsure"


def test_a_mail_in_doubt_is_not_repeated_before_another_relay(repeated, settings):
    settings.EMAIL_RELAY_DEDUPES = False
    outbox.sweep(NOW + timedelta(minutes=1))
    assert NudgeMail.objects.get().state == "unsure"


def test_a_refused_repeat_leaves_the_mail_unsure(repeated):
    outbox.record_refused(claim(), "550 This key was used for another message", NOW)
    assert NudgeMail.objects.get().state == "unsure"


def test_a_mail_in_doubt_is_not_cancelled_as_if_it_had_never_left(repeated):
    outbox.cancel_mail(claim(), NOW)
    assert NudgeMail.objects.get().state == "unsure"


def test_a_repeat_that_is_reported_lost_goes_out_as_if_it_were_the_first(repeated):
    outbox.sweep(NOW + timedelta(hours=23))
    outbox.report_lost(NudgeMail.objects.get())
    outbox.sweep(NOW + timedelta(hours=23))
    assert NudgeMail.objects.get().state == "planned"


def test_an_unsure_mail_is_never_claimed_again(nudge):
    mail = claim()
    hand_over(mail, [nudge])
    outbox.record_unknown(mail, "the line died", NOW)
    assert outbox.claim_mails(NOW + timedelta(days=9)) == []


def test_a_late_answer_of_the_server_settles_an_unsure_mail(nudge, settings):
    settings.MAIL_SERVER = "smtp"
    mail = claim()
    hand_over(mail, [nudge])
    outbox.sweep(NOW + timedelta(minutes=13))
    assert outbox.record_accepted(mail, "250 at last", NOW)
    assert NudgeMail.objects.get().state == "sent"


def test_a_deferred_mail_waits_longer_each_time(nudge):
    waits, now = [], NOW
    for _attempt in range(6):
        (mail,) = outbox.claim_mails(now)
        outbox.record_deferred(mail, "451 later", now)
        not_before = NudgeMail.objects.get().not_before
        waits.append((not_before - now) / timedelta(minutes=1))
        now = not_before
    assert waits == [1, 5, 15, 60, 240, 240]


def test_after_three_days_of_refusals_a_mail_has_failed(nudge):
    now = NOW
    while mails := outbox.claim_mails(now):
        outbox.record_deferred(mails[0], "451 later", now)
        now = NudgeMail.objects.get().not_before
    assert NudgeMail.objects.get().state == "failed"
    assert timedelta(days=3) <= now - NOW < timedelta(days=3, hours=5)


def test_the_user_can_say_that_an_unsure_mail_arrived(nudge):
    NudgeMail.objects.update(state="unsure")
    mail = NudgeMail.objects.get()
    assert outbox.confirm_arrival(mail)
    assert not outbox.confirm_arrival(mail)
    assert NudgeMail.objects.get().state == "sent"


def test_a_lost_mail_goes_out_again(nudge):
    NudgeMail.objects.update(state="unsure")
    outbox.report_lost(NudgeMail.objects.get())
    assert NudgeMail.objects.get().state == "planned"


def test_a_lost_mail_with_a_newer_one_behind_it_has_failed(nudge):
    NudgeMail.objects.update(state="unsure")
    make_nudge_mail(nudge.contact.owner, TODAY + timedelta(days=1))
    lost = nudge.mail
    outbox.report_lost(lost)
    lost.refresh_from_db()
    assert lost.state == "failed"


def test_a_mail_with_nothing_left_is_cancelled_and_gives_its_day_back(nudge):
    owner = nudge.contact.owner
    owner.last_mail_on = TODAY
    owner.save()
    outbox.cancel_mail(claim(), NOW)
    owner.refresh_from_db()
    assert (NudgeMail.objects.get().state, owner.last_mail_on) == ("cancelled", None)


def test_an_open_nudge_that_stands_no_more_is_withdrawn_when_the_mail_is_rendered(nudge):
    Contact.objects.update(standing="stopped", next_on=None)
    mail = claim()
    assert outbox.read_standing_nudges([mail]) == {mail.pk: []}
    nudge.refresh_from_db()
    assert nudge.state == "withdrawn"


def test_every_change_of_state_is_written_down(nudge):
    mail = claim()
    hand_over(mail, [nudge])
    outbox.record_accepted(mail, "250", NOW)
    steps = StateChange.objects.filter(mail=mail).order_by("id").values_list("old", "new", "by")
    assert list(steps) == [
        ("planned", "claimed", "worker"),
        ("claimed", "handing", "worker"),
        ("handing", "sent", "worker"),
    ]


def test_what_is_claimed_is_found_by_its_key_even_when_the_database_expects_nothing_to_wait():
    users = User.objects.bulk_create([User(email=f"u{number}@example.org") for number in range(3000)])
    sent = [NudgeMail(owner=user, on=TODAY, message_id=f"<{user.pk}@b>", state=NudgeMail.State.SENT) for user in users]
    NudgeMail.objects.bulk_create(sent)
    words = {"now": NOW, "limit": 400, "token": "t", "lease_until": NOW}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE followups_nudgemail")
        is_postgres = connection.vendor == "postgresql"
        cursor.execute(f"EXPLAIN {'' if is_postgres else 'QUERY PLAN '}{write_claim_sql(connection.vendor)}", words)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    key = "followups_nudgemail_pkey" if is_postgres else "SEARCH followups_nudgemail USING INTEGER PRIMARY KEY"
    assert key in plan

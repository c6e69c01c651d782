"""Many writers at once: whatever the race, the month holds, and nobody is turned away by a lock."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from contacts.models import Contact
from crm.models import User
from followups.models import Nudge, NudgeMail, Touchpoint
from followups.months import add_months
from followups.nudges import answer_sent, put_off
from followups.outbox import claim_mails
from followups.planning import plan_mails
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.followups.writers import WRITERS, at_once, errors, is_refusal, too_close

pytestmark = pytest.mark.django_db(transaction=True)

START = date(2025, 1, 1)


def test_raw_inserts_from_all_sides_never_break_the_month():
    contacts = [make_contact().pk for _number in range(3)]

    def insert(number: int) -> object:
        random = Random(number)
        on = START + timedelta(days=random.randrange(400))
        with transaction.atomic():
            return Nudge.objects.create(contact_id=random.choice(contacts), on=on, state="expired")

    results = at_once(insert, 240)
    refused = [result for result in results if isinstance(result, Exception)]
    assert refused and all(map(is_refusal, refused)), errors(results)
    assert Nudge.objects.count() == 240 - len(refused)
    for contact in Contact.objects.all():
        assert too_close(list(contact.nudges.values_list("on", flat=True))) == []


def test_messages_logged_at_once_are_all_kept_and_counted_right():
    contact = make_contact()

    def log(number: int) -> object:
        on = START + timedelta(days=Random(number).randrange(300))
        return log_touchpoint(Contact.objects.get(pk=contact.pk), kind="article", on=on)

    assert errors(at_once(log, 60)) == {}
    assert Touchpoint.objects.count() == 60
    assert too_close(list(contact.touchpoints.filter(counts=True).values_list("on", flat=True))) == []
    contact.refresh_from_db()
    assert contact.next_on == add_months(contact.next_from_on, 1)


def test_fifty_equal_presses_of_a_link_log_one_message():
    contact = make_contact()
    today = contact.owner.today()
    nudge = make_nudge(contact, today, mail=make_nudge_mail(contact.owner, today, state="sent"))
    results = at_once(lambda _number: answer_sent(Nudge.objects.get(pk=nudge.pk), on=today).pk, 50)
    assert len(set(results)) == 1
    assert Touchpoint.objects.count() == 1


def test_planners_at_once_plan_each_mail_once():
    long_ago = timezone.now().date() - timedelta(days=90)
    users = [make_contact(make_user(), added_on=long_ago).owner for _number in range(20)]
    now = datetime.combine(timezone.now().date() + timedelta(days=1), datetime.min.time(), UTC).replace(hour=10)
    results = at_once(lambda _number: plan_mails(now), WRITERS)
    assert errors(results) == {}
    assert sum(results) == NudgeMail.objects.count() == Nudge.objects.count() == len(users)


def test_planning_beside_touching_and_putting_off_turns_nobody_away():
    long_ago = timezone.now().date() - timedelta(days=90)
    owner = make_user(nudge_time=datetime.min.time(), contacts_per_mail=10)
    contacts = [make_contact(owner, added_on=long_ago).pk for _number in range(6)]

    def live(number: int) -> object:
        contact = Contact.objects.get(pk=contacts[number % 6])
        if number % 3 == 0:
            User.objects.filter(pk=owner.pk).update(plan_at=timezone.now())
            return plan_mails(timezone.now())
        if number % 3 == 1:
            return put_off(contact)
        return log_touchpoint(contact, kind="article", on=contact.owner.today())

    assert errors(at_once(live, 48)) == {}
    for contact in Contact.objects.all():
        assert too_close(list(contact.nudges.exclude(state="withdrawn").values_list("on", flat=True))) == []


def test_workers_at_once_claim_each_mail_once():
    for _number in range(60):
        make_nudge_mail(make_user(), START)
    batches = at_once(lambda _number: [mail.pk for mail in claim_mails(timezone.now(), limit=7)], 20)
    assert errors(batches) == {}
    claimed = [pk for batch in batches for pk in batch]
    assert sorted(claimed) == sorted(NudgeMail.objects.values_list("pk", flat=True))

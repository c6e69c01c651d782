"""The whole way of a nudge, in real processes: two beats, four workers, a broker, a mail server."""

from collections import Counter
from datetime import time, timedelta

import pytest
from django.utils import timezone

from followups.models import Nudge, NudgeMail
from tests.factories import make_contact, make_user
from tests.processes import broker, celery, environment
from tests.running import wait_until
from tests.smtp_server import SmtpServer

USERS = 40


@pytest.fixture
def due_contacts():
    long_ago = timezone.now().date() - timedelta(days=70)
    # Midnight: the nudge time of today has come in every zone but a few.
    return [make_contact(make_user(nudge_time=time(0)), added_on=long_ago) for _number in range(USERS)]


def settled() -> bool:
    return NudgeMail.objects.filter(state="sent").count() == USERS


@pytest.mark.django_db(transaction=True)
def test_two_beats_and_four_workers_mail_each_nudge_once(due_contacts, tmp_path):
    with SmtpServer() as server, broker() as redis:
        env = environment(tmp_path, REDIS_URL=redis.url, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        with celery(workers=4, beats=2, env=env):
            wait_until(settled, 60)
        recipients = Counter(mail.recipient for mail in server.accepted)
    assert recipients == Counter(contact.owner.email for contact in due_contacts)
    assert {mail.message_id for mail in server.accepted} == set(NudgeMail.objects.values_list("message_id", flat=True))
    assert Nudge.objects.count() == USERS


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_forgets_everything_loses_no_nudge(due_contacts, tmp_path):
    with SmtpServer() as server, broker() as redis:
        env = environment(tmp_path, REDIS_URL=redis.url, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        server.fail("rcpt", "451 4.3.0 Later", times=None)
        with celery(workers=2, beats=1, env=env):
            wait_until(lambda: NudgeMail.objects.filter(attempts__gte=1).count() == USERS, 60)
            redis.kill()
        server.behave()
        redis.start()
        NudgeMail.objects.update(not_before=timezone.now())
        with celery(workers=2, beats=1, env=env):
            wait_until(settled, 60)
    assert len({mail.message_id for mail in server.accepted}) == len(server.accepted) == USERS

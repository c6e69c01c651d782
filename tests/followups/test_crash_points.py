"""A sender killed at each of eight points: nothing is lost in silence, nothing is mailed twice."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.models import User
from followups import outbox
from followups.models import NudgeMail
from followups.planning import plan_mails
from followups.sending import drain
from tests.factories import make_contact, make_user
from tests.followups.crash_worker import POINTS
from tests.processes import environment
from tests.running import CODE
from tests.smtp_server import SmtpServer

# After the next sweep: the state and the mails accepted on a plain relay; where repeats are removed it is always one.
ENDS = {
    "before-the-claim": ("sent", 1),
    "after-the-claim": ("sent", 1),
    "after-354": ("sent", 1),
    "handing-committed": ("unsure", 0),
    "half-sent": ("unsure", 0),
    "reply-not-read": ("unsure", 1),
    "reply-not-committed": ("unsure", 1),
    "sent-committed": ("sent", 1),
}


@pytest.fixture(scope="module")
def senders(django_db_setup, tmp_path_factory):
    """Forks a sender for each point; it is loaded once for all of them."""
    command = [sys.executable, "-m", "tests.followups.crash_worker"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, cwd=CODE, env=environment(tmp_path_factory.mktemp("data")), **pipes) as process:

        def die_at(point, server, *, dedupes=False, passage=1):
            process.stdin.write(json.dumps([point, passage, server.port, dedupes]) + "\n")
            return int(process.stdout.readline())

        yield die_at
        process.stdin.close()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database as others see it; to flush it after each of so many tests would take longer than the tests."""
    with django_db_blocker.unblock():
        yield
        User.objects.all().delete()


def take_up_what_is_left(settings, server):
    """What the next ticks do, once the dead sender's leases are over."""
    settings.MAIL_SERVER = server.as_mail_server()
    outbox.sweep(timezone.now() + timedelta(minutes=13))
    drain()


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("dedupes", [False, True], ids=["plain-relay", "relay-removes-repeats"])
@pytest.mark.parametrize("point", ENDS)
def test_killed_at(point, dedupes, settings, senders):
    settings.EMAIL_RELAY_DEDUPES = dedupes
    contact = make_contact(make_user(), added_on=date(2026, 1, 10))
    plan_mails(timezone.now().replace(hour=9) + timedelta(days=1))
    NudgeMail.objects.update(not_before=timezone.now())
    with SmtpServer(removes_repeats=dedupes) as server:
        assert senders(point, server, dedupes=dedupes) == -9
        if point == "reply-not-read":
            assert server.wait_until("dot")
        take_up_what_is_left(settings, server)
        outcome = (NudgeMail.objects.get().state, len(server.accepted))
    assert outcome == (("sent", 1) if dedupes else ENDS[point])
    assert contact.nudges.count() == 1


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("point", ["after-354", "handing-committed", "half-sent", "reply-not-read", "sent-committed"])
def test_killed_between_two_mails_of_which_the_server_takes_all_at_once(point, settings, senders):
    settings.EMAIL_RELAY_DEDUPES = False
    for _number in range(3):
        make_contact(make_user(), added_on=date(2026, 1, 10))
    plan_mails(timezone.now().replace(hour=9) + timedelta(days=1))
    NudgeMail.objects.update(not_before=timezone.now())
    with SmtpServer(offers=("8BITMIME", "PIPELINING")) as server:
        senders(point, server, passage=2)
        if point == "reply-not-read":
            assert server.wait_until("dot")
        take_up_what_is_left(settings, server)
        accepted = Counter(mail.message_id for mail in server.accepted)
    ends = Counter((mail.state, accepted[mail.message_id]) for mail in NudgeMail.objects.all())
    assert ends[("sent", 1)] >= 2  # one mail at most was in the middle of its hand-over
    assert ends[("sent", 1)] + ends[("unsure", 0)] + ends[("unsure", 1)] == 3


@pytest.mark.django_db  # a mark is what makes pytest set the database up, for the others too
def test_the_table_has_every_point():
    assert list(ENDS) == POINTS

"""A sender killed at each of eight points: nothing is lost in silence, nothing is mailed twice."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.utils import timezone

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

        def die_at(point, server, dedupes):
            process.stdin.write(json.dumps([point, server.port, dedupes]) + "\n")
            return int(process.stdout.readline())

        yield die_at
        process.stdin.close()


def take_up_what_is_left(settings, server):
    """What the next ticks do, once the dead sender's leases are over."""
    settings.MAIL_SERVER = server.as_mail_server()
    outbox.sweep(timezone.now() + timedelta(minutes=13))
    drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dedupes", [False, True], ids=["plain-relay", "relay-removes-repeats"])
@pytest.mark.parametrize("point", ENDS)
def test_killed_at(point, dedupes, settings, senders):
    settings.EMAIL_RELAY_DEDUPES = dedupes
    contact = make_contact(make_user(), added_on=date(2026, 1, 10))
    plan_mails(timezone.now().replace(hour=9) + timedelta(days=1))
    NudgeMail.objects.update(not_before=timezone.now())
    with SmtpServer(removes_repeats=dedupes) as server:
        assert senders(point, server, dedupes) == -9
        if point == "reply-not-read":
            assert server.wait_until("dot")
        take_up_what_is_left(settings, server)
        outcome = (NudgeMail.objects.get().state, len(server.accepted))
    assert outcome == (("sent", 1) if dedupes else ENDS[point])
    assert contact.nudges.count() == 1


def test_the_table_has_every_point():
    assert list(ENDS) == POINTS

"""A sender killed at each of eight points: nothing is lost in silence, nothing is mailed twice."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from followups import outbox
from followups.models import NudgeMail
from followups.planning import plan_mails
from followups.sending import drain
from tests.factories import make_contact, make_user
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


def die_at(point: str, server: SmtpServer, data_dir: Path, dedupes: bool) -> int:
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "EMAIL_RELAY_DEDUPES": str(int(dedupes))}
    command = [sys.executable, "-m", "tests.followups.crash_worker", point]
    return subprocess.run(command, cwd=CODE, env=environment(data_dir, **mail), timeout=60, check=False).returncode


def take_up_what_is_left(settings, server):
    """What the next ticks do, once the dead sender's leases are over."""
    settings.MAIL_SERVER = server.as_mail_server()
    outbox.sweep(timezone.now() + timedelta(minutes=13))
    drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dedupes", [False, True], ids=["plain-relay", "relay-removes-repeats"])
@pytest.mark.parametrize("point", ENDS)
def test_killed_at(point, dedupes, settings, tmp_path):
    settings.EMAIL_RELAY_DEDUPES = dedupes
    contact = make_contact(make_user(), added_on=date(2026, 1, 10))
    plan_mails(timezone.now().replace(hour=9) + timedelta(days=1))
    NudgeMail.objects.update(not_before=timezone.now())
    with SmtpServer(removes_repeats=dedupes) as server:
        assert die_at(point, server, tmp_path, dedupes) == -9
        if point == "reply-not-read":
            assert server.wait_until("dot")
        take_up_what_is_left(settings, server)
        outcome = (NudgeMail.objects.get().state, len(server.accepted))
    assert outcome == (("sent", 1) if dedupes else ENDS[point])
    assert contact.nudges.count() == 1

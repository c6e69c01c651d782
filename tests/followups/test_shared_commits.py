"""Where an outcome and the next hand-over share a commit, a kill before and after it loses and repeats nothing."""

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
from tests.processes import environment
from tests.running import CODE
from tests.smtp_server import SmtpServer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("when", "ends", "arrived"), [("before", ["unsure", "sent"], 2), ("after", ["sent", "unsure"], 1)]
)
def test_killed_between_two_mails(when, ends, arrived, settings, tmp_path):
    for _mail in range(2):
        make_contact(make_user(), added_on=date(2026, 1, 10))
    plan_mails(timezone.now().replace(hour=9) + timedelta(days=1))
    NudgeMail.objects.update(not_before=timezone.now())
    with SmtpServer(offers=("PIPELINING",)) as server:
        command = [sys.executable, "-m", "tests.followups.crash_between_mails", when]
        place = environment(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        assert subprocess.run(command, cwd=CODE, env=place, timeout=60, check=False).returncode == -9
        settings.MAIL_SERVER = server.as_mail_server()
        outbox.sweep(timezone.now() + timedelta(minutes=13))
        drain()
    assert list(NudgeMail.objects.order_by("id").values_list("state", flat=True)) == ends
    assert len({mail.message_id for mail in server.accepted}) == len(server.accepted) == arrived

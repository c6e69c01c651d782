"""Afterword's side of the mail figure, in processes of its own.

`python -m tests.bench.mail_afterword prepare FILE` writes the messages of the due mails to the file, for the floor;
`… work` says "ready", waits for a line, and drains. (`schedules due` makes mails due, again and again.)
"""

import json
import os
import pickle
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from followups.mails import build_nudge_mail, read_contents  # noqa: E402
from followups.models import NudgeMail  # noqa: E402
from followups.outbox import read_standing_nudges  # noqa: E402
from followups.sending import drain  # noqa: E402
from tests.bench.kernel import read_kilobytes  # noqa: E402

State = NudgeMail.State


def prepare(file: Path) -> int:
    mails = list(NudgeMail.objects.filter(state=State.PLANNED).select_related("owner"))
    nudges = read_standing_nudges(mails)
    contents = read_contents(mails, nudges)
    messages = [(mail.pk, mail.recipient, build_nudge_mail(mail, nudges[mail.pk], contents).message) for mail in mails]
    file.write_bytes(pickle.dumps(messages))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_mail (id integer PRIMARY KEY, state varchar(9) NOT NULL)")
        cursor.executemany("INSERT INTO bench_mail VALUES (%s, 'planned')", [(pk,) for pk, _to, _message in messages])
    return len(messages)


def work() -> int:
    # A worker that has been up for a while: templates are compiled and the connection is open.
    build_nudge_mail(NudgeMail.objects.filter(state=State.PLANNED).select_related("owner")[0])
    print("ready", flush=True)
    sys.stdin.readline()
    before = time.process_time()
    accepted = drain()
    done = {"mails": accepted, "cpu_seconds": time.process_time() - before}
    print(json.dumps({**done, "megabytes": read_kilobytes(os.getpid(), "status", "VmRSS:") / 1024}), flush=True)
    return accepted


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work()
    else:
        print(json.dumps(prepare(Path(sys.argv[2]))))

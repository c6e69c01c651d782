"""Afterword's side of the mail figure, in processes of its own.

`python -m tests.bench.mail_afterword prepare FILE` writes the messages of the due mails to the file, for the floor;
`… reset` makes them due again; `… work` says "ready", waits for a line, and drains.
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

from followups.mails import build_nudge_mail  # noqa: E402
from followups.models import NudgeMail, StateChange  # noqa: E402
from followups.sending import drain  # noqa: E402

State = NudgeMail.State


def prepare(file: Path) -> int:
    mails = NudgeMail.objects.filter(state=State.PLANNED).select_related("owner")
    messages = [(mail.pk, mail.recipient, build_nudge_mail(mail).message) for mail in mails]
    file.write_bytes(pickle.dumps(messages))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_mail (id integer PRIMARY KEY, state varchar(9) NOT NULL)")
        cursor.executemany("INSERT INTO bench_mail VALUES (%s, 'planned')", [(pk,) for pk, _to, _message in messages])
    return len(messages)


def reset() -> int:
    """Nothing else is in the table of changes, so it is emptied."""
    StateChange.objects.all().delete()
    sent = NudgeMail.objects.exclude(token="")  # those that seeding gave to the past have none
    return sent.update(state=State.PLANNED, token="", lease_until=None, attempts=0, first_tried_at=None)


def work() -> int:
    # A worker that has been up for a while: templates are compiled and the connection is open.
    build_nudge_mail(NudgeMail.objects.filter(state=State.PLANNED).select_related("owner")[0])
    print("ready", flush=True)
    sys.stdin.readline()
    before = time.process_time()
    accepted = drain()
    print(json.dumps({"mails": accepted, "cpu_seconds": time.process_time() - before}), flush=True)
    return accepted


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work()
    else:
        print(json.dumps(prepare(Path(sys.argv[2])) if sys.argv[1] == "prepare" else reset()))

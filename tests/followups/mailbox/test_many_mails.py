"""A large Sent folder is gone through in rounds, headers first, in flat memory; `MAILS=50000` makes it a large one."""

import os
import resource
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from followups.mailbox import sent_folder
from followups.models import SentFolder, Touchpoint
from tests.factories import make_contact
from tests.followups.mailbox.letters import write_mail
from tests.imap_server import NAME, PASSWORD, imap_server

MAILS = int(os.environ.get("MAILS", "600"))
EVERY = 60  # of so many mails one goes to a contact
PEOPLE = 100
MEGABYTES = 120


@pytest.fixture(autouse=True)
def this_is_may():
    """Not here: the server has a clock of its own."""


@pytest.mark.django_db
def test_a_large_folder_is_gone_through_once(tim, settings, monkeypatch):
    settings.FEEDS_ALLOW_PRIVATE = True
    for number in range(PEOPLE):
        make_contact(tim, email=f"dana{number}@example.com")
    with imap_server() as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca))
        day = timezone.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
        known = (f"dana{n // EVERY % PEOPLE}@example.com" for n in range(MAILS))
        whom = (to if n % EVERY == 0 else f"friend{n}@example.net" for n, to in enumerate(known))
        server.add_raw(write_mail("A letter", Date=day, To=to).as_bytes() for to in whom)
        watched = sent_folder.watch_sent_folder(
            tim,
            host="localhost",
            port=server.port,
            security="tls",
            user_name=NAME,
            password=PASSWORD,
            since=tim.today() - timedelta(days=2),
        )
        before, started, rounds = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic(), 0
        while SentFolder.objects.get().read_at is None or SentFolder.objects.due(timezone.now()).exists():
            SentFolder.objects.update(next_read_at=timezone.now())
            sent_folder.read_sent_folder(watched.pk, timezone.now())
            rounds += 1
        took, grown = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"\n{MAILS} mails in {took:.1f} s, {rounds} rounds, {grown / 1024:.0f} MB more")
    assert Touchpoint.objects.count() == SentFolder.objects.get().logged == -(-MAILS // EVERY)
    assert grown < MEGABYTES * 1024

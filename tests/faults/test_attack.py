"""The harness itself, for a few kills: workers and schedulers on the test's database, before a server in good order.

The long runs are `make faults`.
"""

import pytest
from django.db import connection
from django.test import Client

from followups.models import NudgeMail
from tests.faults import attack, books, pieces, seeding
from tests.faults.attack import Attack
from tests.faults.clock import Clock
from tests.faults.counting import count
from tests.faults.disk import Disk
from tests.faults.pieces import Pieces
from tests.faults.relay import Relay
from tests.faults.run import Options, Place, Run
from tests.processes import broker, environment
from tests.running import find_free_port, own_folder

PACE = 120
KILLS = 5


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """No web server (its pages are looked at by the test's own client), and nothing but kills."""
    monkeypatch.setattr(pieces, "WANTED", {"beat": 2, "worker": 2})
    monkeypatch.setattr(Attack, "plan", lambda *_: [])
    monkeypatch.setattr(books, "is_listed", is_listed)
    monkeypatch.setattr(attack, "LEFT_TO_THE_TRAP_FOR", 2)
    monkeypatch.setattr(seeding, "CONTACTS_OF_A_USER", [1, 3])  # who fit into one mail: there is one day


def is_listed(mail, _address):
    client = Client()
    client.force_login(mail.owner)
    return books.SHOWN_AS[mail.state] in client.get("/outbox/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_few_kills_lose_nothing_and_mail_nothing_twice(tmp_path):
    clock = Clock(tmp_path / "clock")
    options = Options(connection.vendor, "plain", kills=KILLS, stops=1, peace=1, due=8, pace=PACE, out=tmp_path)
    with own_folder() as folder, broker() as redis, Relay(clock, removes_repeats=False) as relay:
        place = Place(clock, Disk(folder, can_be_filled=False), None, redis, find_free_port())
        env = environment(folder, REDIS_URL=redis.url, EMAIL_URL=f"smtp://127.0.0.1:{relay.port}")
        relay.be_slow()
        with Pieces(env, tmp_path / "log", port=place.port, pace=PACE, wrong="") as parts:
            run = Run(options, place, parts, relay)
            run.work_for(1)
            Attack(parts, redis, place.disk, clock, None, 1, 6, run.add_work, frozen=0).run(KILLS)
            run.wait_until(lambda: not run.list_due() and not NudgeMail.objects.unfinished().exists())
        counted = count(kills=parts.kills, smtp=relay.book, outbox=books.read_outbox(""), due=books.read_due())
    assert counted.kills >= KILLS
    assert counted.is_good, counted
    assert len(relay.book) > KILLS

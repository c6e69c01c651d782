"""One run on one database, before one kind of relay, in a process of its own: `python -m tests.faults.run --help`.

In turn: peace, orderly stops, the attack, and the time after it, in which everything has to come to its end. What was
killed, accepted and kept in the outbox is written to files, and counted from them alone.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.faults.attack import Attack
from tests.faults.clock import Clock
from tests.faults.counting import Row, count, write_rows
from tests.faults.disk import Disk, own_disk
from tests.faults.pace import PACE
from tests.faults.pieces import Pieces
from tests.faults.postgres import Cluster
from tests.faults.relay import Relay
from tests.faults.wrong import WRONG
from tests.processes import Broker
from tests.running import ask, clean_environment, find_free_port, wait_until

# Seconds that a due nudge may take to be handed over: in peace (99 of 100), and all of them after the last kill.
IN_PEACE, AFTER_THE_LAST_KILL = 120, 300
# For anything else that is bound to come, on a machine that has other things to do.
LONGEST_WAIT = 300


@dataclass
class Options:
    database: str
    relay: str
    kills: int
    stops: int
    peace: float  # seconds
    due: float  # users a second who fall due
    pace: float
    out: Path
    frozen: float = 0.09
    wrong: str = ""
    seed: int = 0


@dataclass
class Place:
    """Where a run takes place. Without a cluster the database is SQLite, on the disk."""

    clock: Clock
    disk: Disk
    cluster: Cluster | None
    broker: Broker
    port: int


@contextmanager
def own_place(options: Options) -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="aw-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        clock = Clock(folder / "clock")
        (folder / "disk").mkdir()
        disk = stack.enter_context(own_disk(folder / "disk", 400 + options.kills // 4))
        cluster = None
        if options.database == "postgres":
            cluster = Cluster(disk.folder, clock)
            stack.callback(cluster.crash)
        (folder / "broker").mkdir()
        broker = Broker(folder / "broker")
        stack.callback(broker.kill)
        yield Place(clock, disk, cluster, broker, find_free_port())


def make_environment(place: Place, options: Options, mail_port: int) -> dict[str, str]:
    data = place.disk.folder / "data"
    variables = {
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": place.cluster.url if place.cluster else f"sqlite:///{data / 'afterword.sqlite3'}",
        "REDIS_URL": place.broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "EMAIL_RELAY_DEDUPES": str(int(options.relay == "dedupes")),
        "PORT": str(place.port),
        "CELERY_SKIP_CHECKS": "1",  # they take as long as all the rest of a worker's start
        "SECRET_KEY": "of-a-run-of-the-fault-harness-that-is-thrown-away",
    }
    return clean_environment(**variables)


class Run:
    """The phases. Only made when the environment is set: Django reads its settings once."""

    def __init__(self, options: Options, place: Place, pieces: Pieces, relay: Relay) -> None:
        self.options, self.place, self.pieces, self.relay = options, place, pieces, relay
        self.clock = place.clock
        self.due_at = 0.0
        self.faults: list[Row] = []
        self.problems: list[str] = []

    # What goes on all the time

    def add_work(self) -> None:
        """So many users a second fall due; where the database is away, when it is back."""
        from django.db import DatabaseError, connection

        from tests.faults.seeding import add_due_users

        now = time.monotonic()
        many = int((now - self.due_at) * self.options.due) if self.due_at else 1
        if many < 1:
            return
        try:
            add_due_users(min(many, 50), self.clock.now())
            self.due_at = now
        except DatabaseError:
            connection.close()

    def work_for(self, seconds: float) -> None:
        self.due_at = 0.0
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.pieces.tend()
            self.add_work()
            time.sleep(0.1)

    def wait_until(self, holds: Callable[[], Any]) -> None:
        """While the pieces are kept alive; several bells may have to be waited for."""

        def tend_and_look() -> Any:
            self.pieces.tend()
            return holds()

        wait_until(tend_and_look, LONGEST_WAIT)

    def wait_until_idle(self, within: float) -> float:
        """After how many seconds everything due was handed over; from the last kill on, for traps close meanwhile."""
        started = time.monotonic()
        while due := self.list_due():
            if time.monotonic() - max(started, self.pieces.last_hit_at) > within:
                self.problems.append(
                    f"something was still due after {within:.0f} s, at {self.clock.now()}: {'; '.join(due)}"
                )
                break
            time.sleep(0.1)
        return time.monotonic() - max(started, self.pieces.last_hit_at)

    def list_due(self) -> list[str]:
        """Who is to be planned for, and mails under way, save those that the mail server put off."""
        from django.db.models import Q

        from crm.models import User
        from followups.models import NudgeMail

        self.pieces.tend()
        now = self.clock.now()
        users = User.objects.filter(plan_at__lte=now).order_by("plan_at").values_list("email", "plan_at")
        mails = NudgeMail.objects.filter(Q(state="planned", not_before__lte=now) | Q(state="claimed")).order_by("id")
        told = mails.values_list("id", "state", "attempts", "not_before", "lease_until", "error")
        return [" ".join(map(str, row)) for row in (*users[:10], *told[:10])]

    # The phases

    def start(self) -> str:
        self.pieces.tend()
        wait_until(lambda: ask(f"http://127.0.0.1:{self.place.port}/healthz")[0] == 200, LONGEST_WAIT)
        return ""

    def live_in_peace(self) -> str:
        """How long a due nudge took to be handed over, 99 of 100 and at most."""
        self.work_for(self.options.peace)
        self.wait_until_idle(AFTER_THE_LAST_KILL)
        waits = self.read_waits()
        p99 = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else 0
        if p99 > IN_PEACE:
            self.problems.append(f"in peace a due nudge took {p99:.1f} s")
        return (
            f"in peace: {len(waits)} mails, due to handed over p99 {p99:.1f} s, longest {max(waits, default=0):.1f} s"
        )

    def read_waits(self) -> list[float]:
        from followups.models import NudgeMail

        mails = NudgeMail.objects.filter(state="sent").values_list("owner__created_at", "handed_at")
        return [(handed - due).total_seconds() for due, handed in mails if handed]

    def stop_in_good_order(self) -> str:
        """SIGTERM to a worker in the midst of its work, again and again: no mail may become unclear."""
        if not self.options.stops:
            return ""
        self.relay.be_slow()
        unsure = self.count_unsure()
        stopped = 0
        while stopped < self.options.stops:
            self.work_for(random.uniform(0.2, 0.8))
            if workers := [piece for piece in self.pieces.active("worker") if piece.ready_at]:
                self.pieces.stop(random.choice(workers), within=70)
                stopped += 1
        self.wait_until_idle(AFTER_THE_LAST_KILL)
        became = self.count_unsure() - unsure
        if became:
            self.problems.append(f"{became} mails became unsure by orderly stops")
        return f"orderly stops: {self.options.stops}, mails unsure by them: {became}"

    def count_unsure(self) -> int:
        from followups.models import NudgeMail

        return NudgeMail.objects.filter(state="unsure").count()

    def be_attacked(self) -> str:
        from followups import outbox

        pace = self.options.pace
        leases = outbox.CLAIM_LEASE.total_seconds() / pace, outbox.HANDING_LEASE.total_seconds() / pace
        place = self.place
        attack = Attack(
            self.pieces,
            place.broker,
            place.disk,
            self.clock,
            place.cluster,
            *leases,
            self.add_work,
            relay_has_memory=self.options.relay == "dedupes",
            frozen=self.options.frozen,
        )
        self.relay.be_troublesome()
        self.due_at = 0.0
        started = time.monotonic()
        attack.run(self.options.kills)
        self.relay.behave()
        seconds = time.monotonic() - started
        # Whoever is frozen wakes up first: it may hold a lock, or a mail.
        self.pieces.wait_until_at_rest()
        took = self.wait_until_idle(AFTER_THE_LAST_KILL)
        self.faults = attack.faults
        happened = tally(fault["what"] for fault in attack.faults)
        return (
            f"attack: {self.pieces.killed} SIGKILLs and {len(self.pieces.kills) - self.pieces.killed} SIGSTOPs in "
            f"{seconds:.0f} s; {happened}\n  after the last kill everything due was handed over within {took:.1f} s"
        )

    def come_to_an_end(self) -> str:
        """Let the hours pass that mails wait for, and the days on which the rest is told of."""
        from followups.models import Nudge, NudgeMail

        started = self.clock.now()
        steps = [timedelta(minutes=20)] + [timedelta(hours=4, minutes=10)] * 3 + [timedelta(days=1)] * 6
        for step in steps:
            unfinished = NudgeMail.objects.unfinished()
            refused = Nudge.objects.filter(state="open", mail__state="failed")
            if not (unfinished.exists() or refused.exists() or self.somebody_is_due()):
                break
            self.clock.step(step)
            self.clock.wait_until_seen()
            self.wait_for_bells(2)
            self.wait_until_idle(AFTER_THE_LAST_KILL)
        return f"came to its end within {self.clock.now() - started} of its own time"

    def wait_for_bells(self, bells: int) -> None:
        """Until the planner was round again: it notes when."""
        from crm.models import Instance

        for _ in range(bells):
            before = Instance.objects.get().last_tick_at
            self.wait_until(lambda before=before: Instance.objects.get().last_tick_at != before)

    def somebody_is_due(self) -> bool:
        from contacts.models import Contact

        return Contact.objects.due(self.clock.now().date()).exists()

    def jump_ahead(self) -> str:
        """Forty days at once: nothing is mailed until somebody says so, and then only what they say."""
        from crm.models import Instance

        before = len(self.relay.book)
        self.clock.step(timedelta(days=40))
        self.wait_until(lambda: Instance.objects.get().held_at)
        time.sleep(2 * 60 / self.options.pace)
        while_held = len(self.relay.book) - before
        until = self.clock.now() - timedelta(seconds=2)  # libfaketime rounds
        self.pieces.manage("resume", "--assume-sent-until", until.isoformat())
        self.wait_for_bells(2)
        after = len(self.relay.book) - before
        if after:
            self.problems.append(f"{after} mails went out after the clock had jumped ahead")
        return f"clock 40 days ahead: held; mails while held {while_held}, after resuming {after - while_held}"

    def go_through(self, *phases: Callable[[], str]) -> bool:
        """One after the other, until one breaks off; whether none did."""
        try:
            for phase in phases:
                say(phase())
        except AssertionError as error:
            self.problems.append(f"it broke off: {error}")
            return False
        return True

    # What is written down

    def write_books(self) -> dict[str, list[Row]]:
        from tests.faults.books import read_due, read_outbox

        self.write("faults", self.faults)
        self.write("repeats", self.relay.repeated)
        # Our own first: they are there whatever happens to the database.
        return {
            "kills": self.write("kills", self.pieces.kills),
            "smtp": self.write("smtp", self.relay.book),
            "due": self.write("due", read_due()),
            "outbox": self.write("outbox", read_outbox(f"http://127.0.0.1:{self.place.port}")),
        }

    def write(self, book: str, rows: list[Row]) -> list[Row]:
        names = {"database": self.options.database, "relay": self.options.relay}
        write_rows(self.options.out / f"{book}.jsonl", ({**names, **row} for row in rows))
        return rows


def prepare(environment: dict[str, str]) -> None:
    """Settings, schema and static files, in this process: it asks the database, but is no piece."""
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
    import django

    django.setup()
    from crm.preparing import collect_static_files, migrate_database

    migrate_database()
    collect_static_files()


def run(options: Options) -> bool:
    random.seed(options.seed or None)
    with own_place(options) as place:
        relay = Relay(place.clock, removes_repeats=options.relay == "dedupes")
        with relay:
            environment = make_environment(place, options, relay.port)
            prepare(environment)
            log = options.out / f"{options.database}-{options.relay}.log"
            settings = {"port": place.port, "pace": options.pace, "wrong": options.wrong}
            with Pieces({**environment, **place.clock.environment()}, log, **settings) as pieces:
                return go_through(Run(options, place, pieces, relay))


def go_through(run: Run) -> bool:
    options = run.options
    print(f"\n{options.database}, relay {options.relay}:", flush=True)
    phases = [run.start, run.live_in_peace, run.stop_in_good_order, run.be_attacked, run.come_to_an_end]
    came_to_an_end = run.go_through(*phases)
    books = run.write_books()  # whatever happened: what was seen is to be counted
    say(describe(books, run.relay))
    if came_to_an_end:
        run.go_through(run.jump_ahead)
    run.problems += find_problems(books, run.relay, options)
    counted = count(**books)
    say(str(counted))
    for problem in run.problems:
        say(f"NOT AS PROMISED: {problem}")
    return counted.is_good and not run.problems


def say(text: str) -> None:
    if text:
        print(f"  {text}", flush=True)


def describe(books: dict[str, list[Row]], relay: Relay) -> str:
    states = tally(mail["state"] for mail in books["outbox"])
    how = tally(kill["how"] for kill in books["kills"] if kill["signal"] == "KILL")
    return (
        f"{len(books['due'])} contacts were due; mails: {states}; repeats removed: {len(relay.repeated)}\n"
        f"  killed: {how}"
    )


def find_problems(books: dict[str, list[Row]], relay: Relay, options: Options) -> list[str]:
    """What the count does not know of."""
    problems = []
    unsure = sum(mail["state"] == "unsure" for mail in books["outbox"])
    if options.relay == "dedupes" and unsure:
        problems.append(f"{unsure} mails are unsure, though the relay removes repeats")
    if changed := sum(not repeat["is_same"] for repeat in relay.repeated):
        problems.append(f"{changed} repeats were not the same message")
    return problems


def tally(things: Iterable[str]) -> str:
    return ", ".join(f"{what} {times}×" for what, times in sorted(Counter(things).items())) or "none"


def read_options(words: list[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], required=True)
    parser.add_argument("--relay", choices=["plain", "dedupes"], required=True)
    parser.add_argument("--out", type=Path, required=True)
    add_sizes(parser)
    return Options(**vars(parser.parse_args(words)))


def add_sizes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=60, metavar="N", help="processes killed with SIGKILL")
    parser.add_argument("--stops", type=int, default=6, metavar="N", help="workers asked to end in the midst of work")
    parser.add_argument("--peace", type=float, default=10, metavar="SECONDS", help="how long nothing happens at first")
    parser.add_argument("--due", type=float, default=4, metavar="N", help="users a second who fall due")
    parser.add_argument("--pace", type=float, default=PACE, help="by what all waits are divided; 1 is as it is in life")
    parser.add_argument("--frozen", type=float, default=0.09, help="of those who are hit, the share that is stopped")
    parser.add_argument("--wrong", default="", choices=["", *WRONG], help="send in a wrong way, to see it found")
    parser.add_argument("--seed", type=int, default=0, help="of the random choices; 0 is another one each time")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the disk is to be unmounted
    sys.exit(not run(read_options()))

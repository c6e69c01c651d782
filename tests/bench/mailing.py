"""Nudges claimed, rendered, mailed and settled by some workers, against the floor's raw loop into the same sink."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from tests.bench.place import Helper, Place, own_place
from tests.bench.sink import running_sink
from tests.bench.table import Figure

WORKERS = 2
LEAST_OF_FLOOR = 0.6
# However many are due, the rate is the same within fifteen in a hundred; and no worker grows with what it has sent.
LEAST_OF_SMALL = 0.85
MOST_GROWTH = 1.1


@dataclass
class Sender:
    """One way to send: how its workers are started, and what was seen over several rounds."""

    module: str
    due: int
    environment: dict[str, str]
    words: list[list[str]]  # of each worker
    megabytes: float = 0  # of the largest worker, at its end
    a_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def send(self) -> None:
        with ExitStack() as stack:
            workers = [stack.enter_context(Helper(self.module, words, self.environment)) for words in self.words]
            for worker in workers:
                worker.wait_for_line()
            started = time.perf_counter()
            for worker in workers:
                worker.go()
            done = [json.loads(worker.wait_for_line()) for worker in workers]
            seconds = time.perf_counter() - started
        mails = sum(each["mails"] for each in done)
        assert mails == self.due, f"{mails} of {self.due} mails were sent"
        self.megabytes = max(each.get("megabytes", 0) for each in done)
        self.a_second.append(mails / seconds)
        self.cpu_ms.append(sum(each["cpu_seconds"] for each in done) / mails * 1000)


@contextmanager
def sending_place(many: int) -> Iterator[tuple[Place, str, int, str]]:
    """A database with so many users of whom everything is known that a mail tells; a sink, its port and its name."""
    with own_place() as place, running_sink() as (port, sink):
        place.run("schedules", "seed", str(many), "whole")
        yield place, f"smtp://127.0.0.1:{port}", port, sink


def measure_mailing(mails: int, *, workers: list[int], rounds: int) -> tuple[list[Figure], str]:
    """The figures for each number of workers, and which sink took the mails."""
    figures: list[Figure] = []
    with sending_place(mails) as (place, address, port, sink):
        file = place.folder / "messages"
        place.run("schedules", "due", str(mails))
        due = place.run("mail_afterword", "prepare", str(file))
        database = place.database.get("DATABASE_URL", str(place.folder / "afterword.sqlite3"))
        for number in workers:
            ours = Sender("mail_afterword", due, place.environment(EMAIL_URL=address), [["work"]] * number)
            words = [[str(file), database, str(port), str(which), str(number)] for which in range(number)]
            bare = Sender("mail_floor", due, place.environment(), words)
            for _round in range(rounds):
                place.run("schedules", "due", str(mails))
                ours.send()
                bare.send()
            figures += describe(ours, bare, number)
    return figures, sink


def describe(ours: Sender, bare: Sender, workers: int) -> list[Figure]:
    name = f"nudges mailed by {workers} worker{'s' if workers > 1 else ''}"
    goal = LEAST_OF_FLOOR if workers == WORKERS else None
    rate, floor = max(ours.a_second), max(bare.a_second)
    figures = [Figure(name, rate, "a second", floor=floor, goal=goal, more_is_better=True)]
    if workers == WORKERS:
        cost = Figure("a nudge mailed: CPU of the worker", min(ours.cpu_ms), "ms", floor=min(bare.cpu_ms))
        figures.append(cost)
    return figures


def measure_many_mails(sizes: list[int]) -> list[Figure]:
    """Few mails due and many: the rate, in ratios to the fewest, and what a worker has grown to."""
    with sending_place(sizes[-1]) as (place, address, _port, _sink):
        sent = {}
        for due in sizes:
            sender = Sender("mail_afterword", due, place.environment(EMAIL_URL=address), [["work"]] * WORKERS)
            # A hundred mails take a blink: the best of some blinks.
            for _round in range(5 if due < 1000 else 1):
                place.run("schedules", "due", str(due))
                sender.send()
            sent[due] = sender
    few, *more = sizes
    figures = []
    for due in more:
        rates = {"floor": max(sent[few].a_second), "goal": LEAST_OF_SMALL, "more_is_better": True}
        name = f"nudges mailed when {due:,} are due, and when {few:,} are"
        figures.append(Figure(name, max(sent[due].a_second), "a second", **rates))
    last, before = sizes[-1], sizes[-2]
    name = f"memory of a worker after {last:,} mails, and after {before:,}"
    grown = Figure(name, sent[last].megabytes, "MB", floor=sent[before].megabytes, goal=MOST_GROWTH)
    return [*figures, grown]

"""Nudges claimed, rendered, mailed and settled by two workers, against the floor's raw loop into the same sink."""

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.bench.place import Helper, Place
from tests.bench.sink import running_sink
from tests.bench.table import Figure

WORKERS = 2
LEAST_OF_FLOOR = 0.6


@dataclass
class Sender:
    """One way to send: how its workers are started, and what was seen over several rounds."""

    module: str
    due: int
    environment: dict[str, str]
    words: list[list[str]]  # of each worker
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
        self.a_second.append(mails / seconds)
        self.cpu_ms.append(sum(each["cpu_seconds"] for each in done) / mails * 1000)


def measure_mailing(place: Place, *, rounds: int) -> tuple[list[Figure], str]:
    """The figures, and which sink took the mails. The mails that `seeding` planned are sent once a round."""
    file = place.folder / "messages"
    due = place.run("mail_afterword", "prepare", str(file))
    database = place.database.get("DATABASE_URL", str(place.folder / "afterword.sqlite3"))
    with running_sink() as (port, sink):
        mail_server = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        ours = Sender("mail_afterword", due, place.environment(**mail_server), [["work"]] * WORKERS)
        words = [[str(file), database, str(port), str(which)] for which in range(WORKERS)]
        bare = Sender("mail_floor", due, place.environment(), words)
        for number in range(rounds):
            if number:
                place.run("mail_afterword", "reset")
            ours.send()
            bare.send()
    return describe(ours, bare), sink


def describe(ours: Sender, bare: Sender) -> list[Figure]:
    rate = Figure(
        f"nudges mailed by {WORKERS} workers",
        max(ours.a_second),
        "a second",
        floor=max(bare.a_second),
        goal=LEAST_OF_FLOOR,
        more_is_better=True,
    )
    return [rate, Figure("a nudge mailed: CPU of the worker", min(ours.cpu_ms), "ms", floor=min(bare.cpu_ms))]

"""What the bell costs when nothing is due, and how fast due mails are given out, beside few schedules and many."""

import json
from contextlib import ExitStack

from tests.bench.place import Helper, Place, own_place
from tests.bench.table import Figure

CLAIMED_A_SECOND = 40_000
GIVEN_OUT_A_SECOND = 25_000
IDLE_MS = 5
GROWTH = 1.2
CLAIMANTS = 2


def measure_scheduling(sizes: list[int], *, due: int, rounds: int) -> list[Figure]:
    """`sizes`: schedules that are not due, few and many; `due`: mails that are."""
    figures: list[Figure] = []
    batch_ms: dict[int, float] = {}
    for many in sizes:
        with own_place() as place:
            place.run("schedules", "seed", str(many))
            idle = place.run("schedules", "idle")
            name = f"a tick when nothing is due, {many:,} schedules: database"
            figures.append(Figure(name, idle["database_ms"], "ms", goal=IDLE_MS, aims_at_value=True))
            runs = [claim(place, min(due, many)) for _round in range(rounds)]
            batch_ms[many] = min(run["batch_ms"] for run in runs)
            if many == sizes[-1]:
                figures += describe_claims(place, runs, [give_out(place, min(due, many)) for _round in range(rounds)])
    few, many = sizes[0], sizes[-1]
    name = f"500 mails claimed beside {many:,} schedules, and beside {few:,}"
    return [*figures, Figure(name, batch_ms[many], "ms", floor=batch_ms[few], goal=GROWTH)]


def describe_claims(place: Place, runs: list[dict[str, float]], shared: list[float]) -> list[Figure]:
    # The goals are PostgreSQL's: SQLite has one writer.
    claimed = max(run["claimed"] / run["seconds"] for run in runs)
    goals = (CLAIMED_A_SECOND, GIVEN_OUT_A_SECOND) if place.database else (None, None)
    names = ("mails claimed, each with its line in the ledger", f"due mails given out to {CLAIMANTS} workers")
    return [
        Figure(name, value, "a second", goal=goal, more_is_better=True, aims_at_value=True)
        for name, value, goal in zip(names, (claimed, max(shared)), goals, strict=True)
    ]


def claim(place: Place, due: int) -> dict[str, float]:
    assert place.run("schedules", "due", str(due)) == due
    done = place.run("schedules", "claim")
    assert done["claimed"] == due
    return done


def give_out(place: Place, due: int) -> float:
    """Mails a second that several workers claim side by side."""
    assert place.run("schedules", "due", str(due)) == due
    with ExitStack() as stack:
        workers = [stack.enter_context(Helper("schedules", ["work"], place.environment())) for _ in range(CLAIMANTS)]
        for worker in workers:
            worker.wait_for_line()
        for worker in workers:
            worker.go()
        done = [json.loads(worker.wait_for_line()) for worker in workers]
    assert sum(each["claimed"] for each in done) == due
    return due / max(each["seconds"] for each in done)

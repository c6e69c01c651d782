"""The attack: kills at random and at the eight points, and in between whatever else happens to a machine."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import redis

from tests.faults.clock import Clock
from tests.faults.disk import Disk
from tests.faults.pieces import Piece, Pieces
from tests.faults.postgres import Cluster
from tests.processes import Broker

# Seconds between two looks for somebody to kill.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 0.9
# Who has just come up has nothing in hand yet; who carries a trap is to meet it.
LEFT_ALONE_FOR, LEFT_TO_THE_TRAP_FOR = 0.3, 6


@dataclass
class Attack:
    pieces: Pieces
    broker: Broker
    disk: Disk
    clock: Clock
    cluster: Cluster | None
    claim_lease: float  # seconds, in this run
    hand_over_lease: float
    meanwhile: Callable[[], None]  # new work arrives
    # A day later it has forgotten: what is in doubt then is not repeated, and rightly ends unsure.
    relay_has_memory: bool = False
    frozen: float = 0.09  # of those who are hit; the others are killed
    faults: list[dict[str, Any]] = field(default_factory=list)

    def run(self, kills: int) -> None:
        """Until so many processes were killed with SIGKILL."""
        self.pieces.are_trapped = True
        due = self.plan(kills)
        until = self.pieces.killed + kills
        while (left := until - self.pieces.killed) > 0:
            while due and due[0][0] <= kills - left:
                due.pop(0)[1]()
            self.pieces.tend()
            self.meanwhile()
            time.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
            self.hit()
        self.pieces.are_trapped = False

    def plan(self, kills: int) -> list[tuple[float, Callable[[], None]]]:
        """What happens besides, spread over the attack: each at least once in the shortest."""

        def spread(times: int, what: Callable[[], None]) -> list[tuple[float, Callable[[], None]]]:
            return [((number + random.uniform(0, 0.9)) * kills / times, what) for number in range(times)]

        planned = spread(max(2, kills // 40), self.kill_broker) + spread(max(1, kills // 25), self.wipe_broker)
        if self.cluster:
            planned += spread(max(3, kills // 80), self.crash_database)
        if self.disk.can_be_filled:
            planned += spread(max(1, kills // 200), self.fill_disk)
        steps: list[Callable[[], None]] = [self.set_back_an_hour, self.go_ahead_an_hour, self.set_back_a_day]
        if not self.relay_has_memory:
            steps.append(self.go_ahead_a_day)
        planned += [(kills * (number + 0.7) / len(steps), step) for number, step in enumerate(steps)]
        return sorted(planned, key=lambda fault: fault[0])

    def hit(self) -> None:
        kind = random.choices(["worker", "beat", "web"], [12, 2, 1])[0]
        grown_up = [piece for piece in self.pieces.active(kind) if is_grown_up(piece)]
        frozen = [piece for piece in list(self.pieces.pieces.values()) if piece.is_frozen]
        if frozen and random.random() < 0.05:
            self.pieces.kill(random.choice(frozen))
        elif grown_up and random.random() < self.frozen:
            self.pieces.freeze(random.choice(grown_up), self.choose_frost())
        elif grown_up:
            self.pieces.kill(random.choice(grown_up))

    def choose_frost(self) -> float:
        """Some wake up before their lease is over, some long after it, a few after that of the hand-over."""
        longest = random.choices([self.claim_lease / 2, self.claim_lease * 2, self.hand_over_lease * 1.2], [5, 4, 1])[0]
        return random.uniform(longest / 2, longest)

    def note(self, what: str, **more: Any) -> None:
        self.faults.append({"at": time.time(), "what": what, **more})

    def go_on_for(self, seconds: float) -> None:
        """The pieces run, and are killed, while something else is out of order."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.pieces.tend()
            self.meanwhile()
            time.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
            self.hit()

    def kill_broker(self) -> None:
        """Killed and, after a while, started again: everything that was queued is gone."""
        self.note("the broker was killed")
        self.broker.kill()
        self.go_on_for(random.uniform(0, 2))
        self.broker.start()

    def wipe_broker(self) -> None:
        self.note("the broker was wiped")
        with redis.Redis(unix_socket_path=str(self.broker.socket)) as client:
            client.flushall()

    def crash_database(self) -> None:
        assert self.cluster
        self.note("the database was crashed")
        self.cluster.crash()
        self.go_on_for(random.uniform(0, 1.5))
        self.start_database()

    def start_database(self) -> None:
        while self.cluster and not self.cluster.start_again():
            time.sleep(0.2)

    def fill_disk(self) -> None:
        self.note("the disk was filled")
        self.disk.fill()
        self.go_on_for(random.uniform(2, 4))
        self.disk.empty()
        if self.cluster and not self.cluster.is_running():
            self.note("the database went down with the disk")
        self.start_database()

    def set_back_an_hour(self) -> None:
        self.step_and_back(timedelta(hours=-1))

    def set_back_a_day(self) -> None:
        self.step_and_back(timedelta(days=-1))

    def go_ahead_an_hour(self) -> None:
        self.step(timedelta(hours=1))

    def go_ahead_a_day(self) -> None:
        self.step(timedelta(days=1))

    def step_and_back(self, by: timedelta) -> None:
        """Until a clock has caught up with itself nothing is mailed; so it is set right again after a while."""
        self.step(by)
        self.go_on_for(3)
        self.step(-by)

    def step(self, by: timedelta) -> None:
        self.note("the clock was stepped", seconds=by.total_seconds())
        self.clock.step(by)


def is_grown_up(piece: Piece) -> bool:
    age = time.monotonic() - piece.ready_at if piece.ready_at else 0
    return age > (LEFT_TO_THE_TRAP_FOR if piece.trap else LEFT_ALONE_FOR)

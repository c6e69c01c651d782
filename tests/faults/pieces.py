"""The pieces of one installation, as `manage.py up` starts them, but more of each: kept alive, killed and frozen."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.faults.clock import forget_process
from tests.followups.crash_worker import POINTS
from tests.running import CODE, wait_until

WANTED = {"web": 1, "beat": 2, "worker": 4}
# Of the workers so many carry a trap, and die at a point of their work instead of at a moment.
TRAPPED = 0.6
LAST_PASSAGE = 4


@dataclass
class Piece:
    kind: str
    pid: int = 0
    trap: tuple[str, int] | None = None
    ready_at: float | None = None
    frozen_until: float = 0.0
    status: int | None = None

    @property
    def is_frozen(self) -> bool:
        return bool(self.frozen_until)

    def signal(self, number: signal.Signals) -> bool:
        """Whether it was still there to get it."""
        with suppress(ProcessLookupError):
            # gunicorn is two processes; the others are one.
            os.killpg(self.pid, number)
            return True
        return False


class Pieces:
    """Started by forking a process that has everything loaded."""

    def __init__(self, environment: dict[str, str], log: Path, **settings: Any) -> None:
        self.pieces: dict[int, Piece] = {}
        self.kills: list[dict[str, Any]] = []
        self.last_hit_at = time.monotonic()
        self.are_trapped = False
        self._change = threading.Condition()
        self._to_be_told: list[Piece] = []
        with log.open("ab") as out:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery", json.dumps(settings)],
                env=environment,
                cwd=CODE,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=out,
                text=True,
                bufsize=1,
            )
        assert json.loads(self.nursery.stdout.readline() or "{}"), f"the pieces could not be loaded: {log.read_text()}"
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.nursery.stdin.close()
        self.nursery.wait(10)
        for piece in list(self.pieces.values()):
            piece.signal(signal.SIGKILL)
        forget_process(self.nursery.pid)

    def _listen(self) -> None:
        for line in self.nursery.stdout:
            words = json.loads(line)
            with self._change:
                if "started" in words:
                    piece = self._to_be_told.pop(0)
                    piece.pid = words["started"]
                    self.pieces[piece.pid] = piece
                    if piece.kind != "worker":
                        piece.ready_at = time.monotonic()
                elif "ready" in words:
                    if piece := self.pieces.get(words["ready"]):
                        piece.ready_at = time.monotonic()
                elif piece := self.pieces.pop(words["ended"], None):
                    piece.status = words["status"]
                    if piece.trap and piece.status == -signal.SIGKILL:
                        self._note_kill(piece, "KILL", how=piece.trap[0])
                self._change.notify_all()

    def _note_kill(self, piece: Piece, what: str, **more: Any) -> None:
        self.last_hit_at = time.monotonic()
        self.kills.append({"at": time.time(), "what": piece.kind, "pid": piece.pid, "signal": what, **more})

    def start(self, kind: str, *words: str) -> Piece:
        trap = None
        if kind == "worker" and self.are_trapped and random.random() < TRAPPED:
            trap = (random.choice(POINTS), random.randint(1, LAST_PASSAGE))
        piece = Piece(kind, trap=trap)
        with self._change:
            self._to_be_told.append(piece)
            self.nursery.stdin.write(json.dumps({"kind": kind, "words": trap or words}) + "\n")
            self._change.wait_for(lambda: piece.pid, 30)
        assert piece.pid, "the nursery forks no more"
        return piece

    def tend(self) -> None:
        """Start what is missing, as the supervisor does, and let who was frozen long enough go on."""
        now = time.monotonic()
        for piece in list(self.pieces.values()):
            if piece.is_frozen and now > piece.frozen_until:
                piece.frozen_until = 0
                piece.signal(signal.SIGCONT)
        for kind, wanted in WANTED.items():
            for _ in range(wanted - len(self.active(kind))):
                self.start(kind)

    def active(self, kind: str) -> list[Piece]:
        return [piece for piece in list(self.pieces.values()) if piece.kind == kind and not piece.is_frozen]

    def kill(self, piece: Piece) -> None:
        piece.trap = None  # it dies of this
        if piece.signal(signal.SIGKILL):
            self._note_kill(piece, "KILL", how="frozen" if piece.is_frozen else "at random")

    def freeze(self, piece: Piece, seconds: float) -> None:
        if piece.signal(signal.SIGSTOP):
            piece.frozen_until = time.monotonic() + seconds
            self._note_kill(piece, "STOP", seconds=round(seconds, 1))

    def stop(self, piece: Piece, within: float) -> None:
        """Ask it to end, and wait until it has."""
        piece.trap = None
        piece.signal(signal.SIGTERM)
        self.wait_for_end(piece, within)

    def manage(self, *words: str) -> None:
        """Run a command of manage.py to its end."""
        piece = self.start("manage", *words)
        self.wait_for_end(piece, 600)  # thousands of users, on a busy machine
        assert piece.status == 0, f"manage.py {words[0]} ended with {piece.status}"

    def wait_for_end(self, piece: Piece, within: float) -> None:
        with self._change:
            assert self._change.wait_for(lambda: piece.status is not None, within), f"{piece} did not end"

    def wait_until_at_rest(self) -> None:
        """Nobody is frozen any more, and every piece is there."""
        for piece in list(self.pieces.values()):
            piece.frozen_until = min(piece.frozen_until, time.monotonic())
        wait_until(lambda: self.tend() or not any(piece.is_frozen for piece in list(self.pieces.values())))

    @property
    def killed(self) -> int:
        return sum(kill["signal"] == "KILL" for kill in self.kills)

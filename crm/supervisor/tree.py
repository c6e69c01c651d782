"""The supervisor: starts the children in order, keeps them alive, and ends them all."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from crm.supervisor.child import CODE_FOLDER, Child
from crm.supervisor.log import Log
from crm.supervisor.plan import Plan, program, read_plan

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST_NAP = 0.25
REDIS_STARTS_WITHIN = 10.0
WEB_GOES_FIRST_FOR = 8.0
SAY_WAITING_AFTER = 9.0


def main() -> None:
    with os.fdopen(int(sys.argv[1])) as file:
        plan = read_plan(file)
    sys.exit(Tree(plan).run())


class Tree:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.log = Log()
        self.children = [Child(child) for child in plan.children]
        self.selector = selectors.DefaultSelector()
        self.stop_is_asked = False
        self.banner_is_due = bool(plan.banner)
        self.probe: socket.socket | None = None
        self.ask_redis_at = 0.0
        self.warden = self._start_warden()

    def run(self) -> int:
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        first, rest = self._in_order()
        for child in first:
            self._start(child)
        self._wait_for_redis()
        for child in rest:
            if not self.stop_is_asked:
                self._start(child)
            if child.name == "web":
                self._wait_for_web()
        while not self.stop_is_asked:
            self._turn()
        self._stop(rest, first)
        return 0

    def _in_order(self) -> tuple[list[Child], list[Child]]:
        """Redis before, and when stopping after, those who use it."""
        first = [child for child in self.children if child.name == "redis"]
        return first, [child for child in self.children if child.name != "redis"]

    def _ask_to_stop(self, number: int, _frame: object) -> None:
        # Only a mark: a stop may be asked for twice, by the terminal and by make, and means the same.
        self.stop_is_asked = True

    def _turn(self, nap: float = LONGEST_NAP) -> None:
        """One round: pass on what was printed, notice who ended, start again who is due."""
        self._pass_on_output(nap)
        self._ask_redis_for_life()
        for child in self.children:
            self._end_if_silent(child)
            self._notice_end(child)
            if child.start_again_at is not None and time.monotonic() >= child.start_again_at and not self.stop_is_asked:
                self._start(child)
        if self.banner_is_due and self._web_answers():
            self.banner_is_due = False
            self.log.write(self.plan.banner)

    def _start(self, child: Child) -> None:
        pipe = child.start()
        assert child.process is not None
        self._tell_warden(f"+{child.process.pid} {child.plan.patience + 4}")
        self.selector.register(pipe, selectors.EVENT_READ, child.name)

    def _notice_end(self, child: Child) -> None:
        pid = child.process.pid if child.process else 0
        how = child.reap()
        if how is None:
            return
        self._tell_warden(f"-{pid}")
        if self.stop_is_asked:
            return
        self.log.say(f"{child.name} {how}; it comes back in {child.plan_restart():.0f} s")

    def _end_if_silent(self, child: Child) -> None:
        """End a child that hangs. It is woken first: one that was only stopped can still leave in good order."""
        if child.is_silent(self.plan.silent_for):
            self.log.say(f"{child.name} shows no sign of life and is started again")
            child.ask_to_end()
        if child.kill_when_late():
            self.log.say(f"{child.name} did not end and was killed")

    def _ask_redis_for_life(self) -> None:
        """Redis touches no file: its answer counts."""
        for child in self.children:
            if child.name == "redis" and child.plan.pulse and time.monotonic() >= self.ask_redis_at:
                self.ask_redis_at = time.monotonic() + self.plan.silent_for / 12
                if answers_ping(self.plan.redis_socket):
                    Path(child.plan.pulse).touch(mode=0o600)

    def _pass_on_output(self, timeout: float) -> None:
        for key, _events in self.selector.select(timeout):
            pipe, name = key.fileobj, str(key.data)
            assert not isinstance(pipe, int)
            chunk = os.read(pipe.fileno(), 65536)
            if chunk:
                self.log.take(name, chunk)
            else:
                self.log.finish(name)
                self.selector.unregister(pipe)
                pipe.close()  # type: ignore[attr-defined]
        if not self.selector.get_map():
            time.sleep(timeout)

    def _stop(self, users_of_redis: list[Child], redis: list[Child]) -> None:
        # Beat first, so that no bell rings for a worker that leaves.
        self.log.say("stopping")
        order = sorted(users_of_redis, key=lambda child: child.name)  # beat, web, worker
        self._end_all(order)
        self._end_all(redis)
        self._pass_on_output(0)
        if self.warden.stdin:
            self.warden.stdin.close()
        self.warden.wait()
        self.log.say("stopped")

    def _end_all(self, children: list[Child]) -> None:
        started, has_said = time.monotonic(), False
        for child in children:
            child.ask_to_end()
        while any(child.is_running for child in children):
            self._pass_on_output(0.05)
            for child in children:
                self._notice_end(child)
                if child.kill_when_late():
                    self.log.say(f"{child.name} did not end and was killed")
            if not has_said and time.monotonic() - started > SAY_WAITING_AFTER:
                has_said = True
                self.log.say("waiting for a mail that is being handed over")

    def _wait_for_redis(self) -> None:
        """Wait until the embedded server answers; the rest starts in any case, for pages do without it."""
        deadline = time.monotonic() + REDIS_STARTS_WITHIN
        while self.plan.redis_socket and not self.stop_is_asked and not answers_ping(self.plan.redis_socket):
            self._pass_on_output(0.02)
            if time.monotonic() > deadline:
                self.log.say("redis does not answer yet")
                return

    def _wait_for_web(self) -> None:
        """Let the first page have the machine for itself; the others start in any case."""
        deadline = time.monotonic() + WEB_GOES_FIRST_FOR
        while self.banner_is_due and not self.stop_is_asked and time.monotonic() < deadline:
            self._turn(nap=0.05)

    def _web_answers(self) -> bool:
        """Whether the web server gave a first byte for a question that was put to it; never waits."""
        try:
            if self.probe is None:
                self.probe = socket.create_connection(self.plan.web_address, timeout=1)
                self.probe.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                self.probe.setblocking(False)
            answer = self.probe.recv(16)
        except BlockingIOError:
            return False
        except OSError:
            answer = b""
        if self.probe is not None:
            self.probe.close()
            self.probe = None
        return answer.startswith(b"HTTP/")

    def _start_warden(self) -> subprocess.Popen[bytes]:
        command = program(sys.executable, CODE_FOLDER, "crm.supervisor.warden")
        return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def _tell_warden(self, line: str) -> None:
        try:
            assert self.warden.stdin is not None
            self.warden.stdin.write(f"{line}\n".encode())
            self.warden.stdin.flush()
        except BrokenPipeError:
            # Somebody ended it: a new one learns of all who run.
            self.warden.wait()
            self.warden = self._start_warden()
            for child in self.children:
                if child.process is not None:
                    self._tell_warden(f"+{child.process.pid} {child.plan.patience + 4}")


def answers_ping(path: str) -> bool:
    if not Path(path).exists():
        return False
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(path)
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False

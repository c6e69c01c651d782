"""The process that all pieces are forked from: `python -m tests.faults.nursery SETTINGS` (as JSON).

A Celery worker takes two seconds of work to load, a fork of one that is loaded a quarter of it: a thousand kills would
spend their time on imports. Each child leaves this process behind, has a session of its own, and goes through the very
entry point of the program that it is: `celery worker`, `celery beat`, `gunicorn`, as `manage.py up` starts them.

On a line it is told {"kind": "worker", "words": [POINT, PASSAGE]}, with a point to die at or without, and answers
{"started": PID, "kind": …}; a worker that takes tasks says {"ready": PID}. When a child has ended it says
{"ended": PID, "status": …}, where a negative status is the signal.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

PR_SET_PDEATHSIG = 1
LOADED = [
    "celery.apps.worker",
    "celery.beat",
    "celery.bin.beat",
    "celery.bin.celery",
    "celery.bin.worker",
    "celery.concurrency.thread",
    "celery.worker.consumer",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "kombu.transport.redis",
    "crm.management.commands.resume",
    "crm.urls",
    "crm.worker",
    "crm.wsgi",
    "followups.tasks",
]


def sleep(seconds: float) -> None:
    """libfaketime 0.9.10 refuses the call that Python sleeps with, as soon as it leaves the monotonic clock alone."""
    select.select([], [], [], seconds)


def load_pieces() -> None:
    """Import what workers and web servers do, before anybody has opened a connection or started a thread."""
    time.sleep = sleep
    import django

    django.setup()
    for module in LOADED:
        importlib.import_module(module)


def become(kind: str, words: list[Any], door: int) -> None:
    """Run the piece in this forked child; it does not return."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    report = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    if kind == "manage":
        from django.core.management import call_command

        call_command(*words)
        return
    if words:
        from tests.followups.crash_worker import set_trap

        set_trap(words[0], passage=words[1])
    if kind == "web":
        from gunicorn.app.wsgiapp import run

        sys.argv = ["gunicorn", "--config", "gunicorn.conf.py", "--bind", f"fd://{door}"]
        run()
        return
    from celery.__main__ import main as run_celery
    from celery.signals import worker_ready

    worker_ready.connect(lambda **_: say(report, ready=os.getpid()), weak=False)
    programs = {
        "worker": ["-A", "crm.worker", "worker", "--without-gossip", "--without-mingle"],
        "beat": ["-A", "crm.beat", "beat", "--pidfile="],
    }
    sys.argv = ["celery", "--quiet", *programs[kind]]
    run_celery()


def fork(kind: str, words: list[Any], door: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        become(kind, words, door)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 (it must not live on as a second nursery)
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def say(to: int = 1, /, **words: Any) -> None:
    os.write(to, f"{json.dumps(words)}\n".encode())


def reap() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        say(ended=pid, status=os.waitstatus_to_exitcode(status))


def main() -> None:
    settings = json.loads(sys.argv[1])
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", settings["port"]))
        door.listen(64)
        door.set_inheritable(True)
        load_pieces()
        from tests.faults.pace import set_pace
        from tests.faults.wrong import break_order

        set_pace(settings["pace"])
        break_order(settings["wrong"])
        say(loaded=os.getpid())
        unread = b""
        while True:
            if not select.select([0], [], [], 0.03)[0]:
                reap()
                continue
            read = os.read(0, 65536)
            if not read:
                return  # the run is over, or was killed: so are the children
            *lines, unread = (unread + read).split(b"\n")
            for line in lines:
                order = json.loads(line)
                say(started=fork(order["kind"], order["words"], door.fileno()), kind=order["kind"])


if __name__ == "__main__":
    main()

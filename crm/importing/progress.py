"""How far a long transaction has come, and whether it is to stop: told through the broker.

Nobody can read it in the database before it is through, and SQLite lets nobody write there meanwhile. The broker may
lose all of it, or be away: then the bar stands still, and nothing else.
"""

from __future__ import annotations

from typing import Any

import redis
from django.conf import settings

from crm.importing.models import ImportRun

KEPT_FOR = 15 * 60


def ask_broker(command: str, run: ImportRun, what: str, *words: Any) -> Any:
    """What the broker answers; None when it is away."""
    address = settings.REDIS_URL.replace("redis+socket://", "unix://", 1)
    try:
        with redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=1) as broker:
            return broker.execute_command(command, f"afterword:import:{run.pk}:{what}", *words)
    except (redis.RedisError, OSError, ValueError):
        return None


class Progress:
    """Of one piece of work, told from within its transaction."""

    def __init__(self, run: ImportRun, total: int) -> None:
        self.run, self.total, self.done = run, max(1, total), 0
        self.is_heard = ask_broker("DEL", run, "done") is not None
        ask_broker("DEL", run, "stop")

    def go_on(self, by: int) -> bool:
        """Note that so many more rows are done; False when the user wants it to stop."""
        self.done += by
        if not self.is_heard:
            return True
        ask_broker("SET", self.run, "done", min(99, 100 * self.done // self.total), "EX", KEPT_FOR)
        return ask_broker("GET", self.run, "stop") is None


def read_percent(run: ImportRun) -> int:
    """How far a run that is at work has come, of a hundred."""
    if run.state == ImportRun.State.READING:
        return run.percent
    said = ask_broker("GET", run, "done")
    return int(said) if said else 0


def wish_stop(run: ImportRun) -> None:
    if run.state == ImportRun.State.READING:
        ImportRun.objects.filter(pk=run.pk, state=run.state).update(stop_wished=True)
    else:
        ask_broker("SET", run, "stop", 1, "EX", KEPT_FOR)

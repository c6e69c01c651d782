"""A process that hangs is ended and started again, and one that only waits is left alone."""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from crm import health, worker
from crm.models import Instance
from crm.pulse import Bell
from tests.running import Process, clean_environment, descendants, find_free_port, own_folder, wait_until

ALIVE = "import time, pathlib, sys\nwhile True:\n pathlib.Path(sys.argv[1]).touch(); time.sleep(0.1)"
WATCH = """
from crm.supervisor.plan import ChildPlan, Plan
from crm.supervisor.tree import Tree
import sys
python, pulse, script, port = sys.argv[1:]
child = ChildPlan("worker", [python, "-c", script, pulse], pulse=pulse)
Tree(Plan([child], "", ("127.0.0.1", int(port)), "", silent_for=1.0)).run()
"""


def find_child(parent: int) -> int:
    """The watched process; it was started in a process group of its own, like the warden."""
    return next((pid for pid in descendants(parent) if "touch()" in Path(f"/proc/{pid}/cmdline").read_text()), 0)


def test_a_child_that_stands_still_is_woken_ended_and_started_again():
    with own_folder() as folder:
        words = [sys.executable, str(folder / "pulse"), ALIVE, str(find_free_port())]
        with Process([sys.executable, "-c", WATCH, *words], clean_environment()) as tree:
            first = wait_until(lambda: find_child(tree.pid), 10)
            time.sleep(1.5)
            assert find_child(tree.pid) == first, "it shows life and is left alone"
            os.kill(first, signal.SIGSTOP)
            wait_until(lambda: find_child(tree.pid) not in (0, first), 15, lambda: tree.log)
            assert "worker shows no sign of life and is started again" in tree.log
            assert "worker was ended by SIGTERM" in tree.log


class NamedTask:
    name = "followups.tasks.drain"


@pytest.fixture
def deaf(db, monkeypatch):
    """A worker that heard no bell for seven minutes, and whose database knows of none either."""
    bell = Bell()
    bell.heard_at -= 7 * 60
    monkeypatch.setattr(worker, "bell", bell)
    monkeypatch.setattr(health, "check_broker", lambda: None)
    monkeypatch.setattr("django.db.connection.close", lambda: None)  # the test's own
    Instance.objects.create(pk=1, mark="m", last_tick_at=timezone.now() - timedelta(minutes=7))
    return bell


def test_a_worker_that_hears_no_bell_is_deaf(deaf):
    assert worker.is_deaf()


def test_a_bell_that_another_worker_heard_is_enough(deaf):
    Instance.objects.update(last_tick_at=timezone.now())
    assert not worker.is_deaf()


def test_a_worker_with_a_slow_mail_in_hand_is_busy_not_deaf(deaf):
    worker.note_begin(task_id="a", sender=NamedTask())
    assert not worker.is_deaf()
    worker.note_end(task_id="a")
    assert worker.is_deaf()


def test_while_mail_is_held_back_bells_are_heard_and_not_written_down(deaf):
    Instance.objects.update(held_at=timezone.now())
    assert not worker.is_deaf()


def test_without_a_broker_there_is_nothing_to_hear(deaf, monkeypatch):
    def fail():
        raise health.Ill("Redis does not answer.")

    monkeypatch.setattr(health, "check_broker", fail)
    assert not worker.is_deaf()

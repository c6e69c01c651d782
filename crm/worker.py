"""The worker's Celery app (`celery -A crm.worker worker`): the same app, and how it ends.

Celery's warm shutdown waits for its tasks without end. A task that waits for a slow mail server may take minutes:
before the server's 354 it can be dropped at any moment, after it a minute is given.
"""

import os
import sys
import threading
import time
import warnings
from typing import Any

from celery.signals import setup_logging, task_success, worker_shutting_down
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from crm.celery import app
from crm.heartbeat import send_heartbeat
from crm.logs import start_logging
from followups.stopping import ask_to_stop, is_handing_over

__all__ = ["app"]

FOR_ANY_TASK = 4.0
FOR_A_HAND_OVER = 58.0

try:
    settings.DATA_DIR  # noqa: B018  (reads the environment now, before Celery does and hides a wrong variable)
except ImproperlyConfigured as error:
    sys.exit(f"afterword: {error}")

setup_logging.connect(start_logging)
# It warns root about tasks that carry code (pickle); ours carry a number at most, as JSON.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")


@worker_shutting_down.connect
def begin_to_stop(**_: Any) -> None:
    ask_to_stop()
    threading.Thread(target=end_in_time, daemon=True).start()


@task_success.connect
def tell_the_watcher(sender: Any = None, **_: Any) -> None:
    if sender.name == "followups.tasks.tick":
        send_heartbeat()


def end_in_time() -> None:
    """End the process once its time is over; a worker with nothing to do is gone long before."""
    started = time.monotonic()
    time.sleep(FOR_ANY_TASK)
    while is_handing_over() and time.monotonic() - started < FOR_A_HAND_OVER:
        time.sleep(0.1)
    os._exit(0)

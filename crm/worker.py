"""The worker's Celery app (`celery -A crm.worker worker`): the same app, how it ends, and when it ends by itself.

Celery's warm shutdown waits for its tasks without end. A task that waits for a slow mail server may take minutes:
before the server's 354 it can be dropped at any moment, after it a minute is given.

A worker may lose the broker's line without noticing (celery #8030, #10205): it is up, and deaf. It ends, so that
whatever watches it (`up`, a container's restart policy) starts a new one.
"""

import os
import signal
import sys
import threading
import time
import warnings
from typing import Any

import structlog
from celery.signals import setup_logging, task_postrun, task_prerun, task_success, worker_ready, worker_shutting_down
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from crm.celery import app
from crm.logs import start_logging
from crm.pulse import Bell, show_life
from followups.stopping import ask_to_stop, is_handing_over

__all__ = ["app"]

FOR_ANY_TASK = 4.0
FOR_A_HAND_OVER = 58.0
TICK = "followups.tasks.tick"
# Red on /healthz after three minutes; as long again is left to whoever looks after it.
DEAF_AFTER = 6 * 60.0
LISTEN_EVERY = 10.0

log = structlog.get_logger(__name__)
bell = Bell()

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
    if sender.name == TICK:
        from crm.heartbeat import send_heartbeat  # with the models, which are there only once the worker runs

        send_heartbeat()


@task_prerun.connect
def note_begin(task_id: str = "", sender: Any = None, **_: Any) -> None:
    bell.tasks_in_hand.add(task_id)
    if sender.name == TICK:
        bell.heard_at = time.monotonic()


@task_postrun.connect
def note_end(task_id: str = "", **_: Any) -> None:
    bell.tasks_in_hand.discard(task_id)


@worker_ready.connect
def begin_to_listen(**_: Any) -> None:
    bell.heard_at = time.monotonic()
    threading.Thread(target=listen, daemon=True).start()


def listen() -> None:
    """Show life as long as the bell is heard; end where it is not, though others should have heard it."""
    have_the_mail_server_asked()
    while not is_deaf():
        show_life()
        time.sleep(LISTEN_EVERY)
    log.error("no_bell_was_heard", minutes=round(DEAF_AFTER / 60))
    os.kill(os.getpid(), signal.SIGTERM)


def have_the_mail_server_asked() -> None:
    from django.db import DatabaseError, connection

    from followups.mail_line import ask_soon

    try:
        ask_soon()
    except DatabaseError:
        log.warning("the_mail_server_is_asked_later")  # within the hour
    finally:
        connection.close()


def is_deaf() -> bool:
    """Nothing in hand, no bell for minutes, and nobody else has heard one, though database and broker are there."""
    from django.db import DatabaseError, connection

    from crm.health import Ill, check_broker, check_database, hears_no_bell

    if not bell.is_silent_for(DEAF_AFTER):
        return False
    try:
        check_database()
        check_broker()
        return hears_no_bell(DEAF_AFTER)
    except (Ill, DatabaseError):
        return False
    finally:
        connection.close()


def end_in_time() -> None:
    """End the process once its time is over; a worker with nothing to do is gone long before."""
    started = time.monotonic()
    time.sleep(FOR_ANY_TASK)
    while is_handing_over() and time.monotonic() - started < FOR_A_HAND_OVER:
        time.sleep(0.1)
    os._exit(0)

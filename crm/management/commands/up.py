"""`manage.py up`: prepare everything, say where it is, and become the supervisor of the process tree."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from crm.accounts import has_owner
from crm.accounts.set_up_code import make_code
from crm.environment import embedded_redis_socket
from crm.preparing import (
    NotReady,
    collect_static_files,
    find_redis_binary,
    lock_data_dir,
    migrate_database,
    take_port,
)
from crm.supervisor.plan import ChildPlan, Plan, become_supervisor
from followups.mail_line import ask_soon
from followups.outbox import retry_waiting_mails

# A mail past the server's 354 is waited for (crm/worker.py ends by itself before this).
WORKER_PATIENCE = 62.0


class Command(BaseCommand):
    help = "Runs all of Afterword: database, Redis, web, worker and scheduler, until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lock = lock_data_dir()
            door = take_port()
            children = plan_redis() + plan_web(door.fileno()) + plan_celery()
            migrate_database()
            collect_static_files()
        except NotReady as error:
            raise CommandError(f"afterword: {error}") from error
        # What went wrong may be mended now: nobody should wait out a back-off after a restart.
        retry_waiting_mails()
        ask_soon()
        banner = write_banner()
        connection.close()
        plan = Plan(children, redis_socket(), web_address(), banner)
        use_this_code_in_children()
        become_supervisor(
            plan, python=sys.executable, code_folder=str(settings.BASE_DIR), keep_fds=(lock, door.fileno())
        )


def plan_redis() -> list[ChildPlan]:
    if not settings.REDIS_IS_EMBEDDED:
        return []
    folder = settings.DATA_DIR / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    socket = str(embedded_redis_socket(settings.DATA_DIR))
    options = {
        "port": "0",
        "unixsocket": socket,
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [ChildPlan("redis", [find_redis_binary(), *words], pulse=pulse_of("redis"))]


def plan_web(door: int) -> list[ChildPlan]:
    config = str(settings.BASE_DIR / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"fd://{door}"]
    return [ChildPlan("web", command, keeps_fds=(door,))]


def plan_celery() -> list[ChildPlan]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A"]
    worker = [*celery, "crm.worker", "worker", "--without-gossip", "--without-mingle"]
    return [
        ChildPlan("worker", worker, patience=WORKER_PATIENCE, pulse=pulse_of("worker")),
        ChildPlan("beat", [*celery, "crm.beat", "beat", "--pidfile="], pulse=pulse_of("beat")),
    ]


def pulse_of(name: str) -> str:
    folder = settings.DATA_DIR / "pulse"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder / name)


def redis_socket() -> str:
    return str(embedded_redis_socket(settings.DATA_DIR)) if settings.REDIS_IS_EMBEDDED else ""


def web_address() -> tuple[str, int]:
    """Where this machine reaches its own web server."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
    return anywhere.get(settings.HOST, settings.HOST), settings.PORT


def use_this_code_in_children() -> None:
    """Children run wherever `up` was started, on the same code and the same data folder."""
    paths = [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    os.environ["DATA_DIR"] = str(settings.DATA_DIR)
    os.environ["PYTHONUNBUFFERED"] = "1"


def write_banner() -> str:
    database = connection.settings_dict
    place = (
        "SQLite"
        if connection.vendor == "sqlite"
        else f"PostgreSQL {database['NAME']} on {database['HOST'] or 'this machine'}"
    )
    mail = (
        f"handed to {settings.MAIL_SERVER}"
        if settings.MAIL_SERVER
        else f"kept in {settings.MAIL_DIR}, readable at /outbox/"
    )
    lines = [
        f"Afterword {settings.VERSION} is at {settings.SITE_URL}/",
        f"Your data is in {settings.DATA_DIR} (database: {place}).",
        f"Mail is {mail}.",
    ]
    if not has_owner():
        lines.append(f"Begin here: make the owner's account at {settings.SITE_URL}/welcome/")
        lines.append(f"Set-up code, if you come from another machine: {make_code()}")
    lines.append("Ctrl-C stops everything.")
    return "\n" + "".join(f"  {line}\n" for line in lines) + "\n"

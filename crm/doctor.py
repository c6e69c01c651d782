"""The checks of `manage.py doctor`: each says what it found, or what is wrong and what to do about it."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.utils import timezone
from kombu.exceptions import KombuError

from crm.celery import app
from crm.health import Ill, check_broker, check_database
from crm.models import Instance
from followups.smtp import Line, MailTrouble

WORKERS_ANSWER_WITHIN = 2.0
TICK_MAY_BE_OLD = timedelta(minutes=3)
CLOCKS_MAY_DIFFER = timedelta(seconds=60)
ENOUGH_DISK = 200 * 1024 * 1024


class Trouble(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what, self.remedy = what, remedy


def examine_database() -> str:
    try:
        check_database()
    except Ill as illness:
        why = " ".join(str(illness.__cause__).split())
        raise Trouble(
            f"{illness} {why}", "Check DATABASE_URL, and that the server runs and lets this machine in."
        ) from illness
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Trouble(
            f"{len(missing)} migrations are missing.", "Run: python manage.py migrate (`up` does it by itself)."
        )
    try:
        with transaction.atomic():
            Instance.objects.filter(pk=1).update(held_because="")
            transaction.set_rollback(True)
    except DatabaseError as error:
        raise Trouble(
            f"It cannot be written to: {error}", "Check the rights of the file or role, and the space on the disk."
        ) from error
    return f"{connection.vendor}, up to date, writable"


def examine_broker() -> str:
    try:
        check_broker()
    except Ill as illness:
        remedy = (
            "Start Afterword (`up` brings its own Redis)."
            if settings.REDIS_IS_EMBEDDED
            else "Start it, or mend REDIS_URL."
        )
        raise Trouble(str(illness), remedy) from illness
    return "embedded, answers" if settings.REDIS_IS_EMBEDDED else "answers"


def examine_beat() -> str:
    try:
        instance = Instance.objects.filter(pk=1).first()
    except DatabaseError as error:
        raise Trouble("The last run cannot be read.", "Mend the database first.") from error
    if instance and instance.held_at:
        raise Trouble(f"All mail is held back: {instance.held_because}", "Run: python manage.py resume")
    if instance is None or instance.last_tick_at is None:
        raise Trouble("The scheduler has never run.", "Start `up`, or the beat and worker containers.")
    age = timezone.now() - instance.last_tick_at
    if age > TICK_MAY_BE_OLD:
        minutes = int(age.total_seconds() // 60)
        raise Trouble(
            f"The scheduler last ran {minutes} minutes ago.", "Start or restart beat and worker; their log says why."
        )
    return f"last ran {max(int(age.total_seconds()), 0)} s ago"


def examine_worker() -> str:
    try:
        check_broker()
        answers = app.control.inspect(timeout=WORKERS_ANSWER_WITHIN).ping()
    except (Ill, OSError, KombuError) as error:
        raise Trouble("The workers cannot be asked without Redis.", "Mend the broker first.") from error
    if not answers:
        raise Trouble("No worker answers.", "Start `up`, or the worker container; its log says why it ended.")
    return f"{len(answers)} answering"


def examine_mail() -> str:
    if settings.MAIL_SERVER is None:
        return f"kept in {settings.MAIL_DIR}; set EMAIL_URL to have it sent"
    line = Line(settings.MAIL_SERVER)
    try:
        line.connect()
    except MailTrouble as trouble:
        raise Trouble(str(trouble), f"Check EMAIL_URL (server {settings.MAIL_SERVER}).") from trouble
    finally:
        line.close()
    login = "logged in" if settings.MAIL_SERVER.user else "no login"
    return f"{settings.MAIL_SERVER} answers ({settings.MAIL_SERVER.security}, {login})"


def send_test_mail(address: str) -> str:
    mail = EmailMessage(
        subject="Afterword can write to you",
        body=f"This is the test mail of {settings.SITE_URL}/. If you can read it, nudges will reach you too.\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise Trouble(f"The test mail was not accepted: {error}", "Check EMAIL_URL and DEFAULT_FROM_EMAIL.") from error
    if settings.MAIL_SERVER is None:
        return f"the test mail is kept in {settings.MAIL_DIR}"
    return f"{settings.MAIL_SERVER} accepted the test mail; look into the mailbox, and into its spam folder"


def examine_disk() -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble(
            f"{settings.DATA_DIR} cannot be written to ({error.strerror}).", "Free space, or mend its owner."
        ) from error
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < ENOUGH_DISK:
        raise Trouble(
            f"Only {free // 2**20} MB are free in {settings.DATA_DIR}.", "Free some space: 200 MB should be left."
        )
    return f"{settings.DATA_DIR} is writable, {free / 2**30:.1f} GB free"


def examine_clock() -> str:
    now = timezone.now()
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                (database_now,) = cursor.fetchone()
            if abs(database_now - timezone.now()) > CLOCKS_MAY_DIFFER:
                raise Trouble(
                    "The clocks of this machine and of the database differ by more than a minute; nothing is mailed.",
                    "Set both by NTP (timedatectl set-ntp true).",
                )
        last_tick_at = Instance.objects.values_list("last_tick_at", flat=True).filter(pk=1).first()
    except DatabaseError as error:
        raise Trouble("The database's clock cannot be read.", "Mend the database first.") from error
    if last_tick_at and last_tick_at - now > CLOCKS_MAY_DIFFER:
        raise Trouble("The clock is behind the scheduler's last run; nothing is mailed.", "Set the clock by NTP.")
    return f"{now:%Y-%m-%d %H:%M:%S} UTC"


EXAMINATIONS: dict[str, Callable[[], str]] = {
    "database": examine_database,
    "broker": examine_broker,
    "beat": examine_beat,
    "worker": examine_worker,
    "mail": examine_mail,
    "disk": examine_disk,
    "clock": examine_clock,
}

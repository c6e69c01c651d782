"""Whether this installation is well, and if not, why: for `/healthz`, the pages and the doctor."""

import os
import time
from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Q
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Instance

STARTED_AT = time.monotonic()
TICK_IS_FRESH_FOR = timedelta(minutes=3)
# As for a tick (followups/holding.py): it waits while the clock is further back than this.
CLOCK_MAY_BE_BEHIND_BY = timedelta(seconds=60)
BROKER_ANSWERS_WITHIN = 2.0
WELL = "ok"


class Ill(Exception):
    """What is wrong, in words that hold nothing private."""


def check_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        connection.close()
        raise Ill(_("The database cannot be reached.")) from error


def check_broker() -> None:
    address = settings.REDIS_URL.replace("redis+socket://", "unix://", 1)
    try:
        with redis.Redis.from_url(
            address, socket_timeout=BROKER_ANSWERS_WITHIN, socket_connect_timeout=BROKER_ANSWERS_WITHIN
        ) as broker:
            broker.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise Ill(_("Redis does not answer.")) from error


def check_mail() -> None:
    """What is known of the line, without a look at it: health is asked for every few seconds, and pages too."""
    if trouble := read_mail_trouble():
        raise Ill(trouble)
    if settings.MAIL_SERVER:
        return
    folder = settings.MAIL_DIR if settings.MAIL_DIR.exists() else settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        raise Ill(_("The folder where mail is kept cannot be written to."))


def read_mail_trouble() -> str:
    try:
        instance = Instance.objects.filter(pk=1).first()
    except DatabaseError:
        connection.close()
        return ""  # the database's own check says so
    return instance.lasting_mail_trouble(timezone.now()) if instance else ""


def check_scheduler() -> None:
    """The database knows when the scheduler last ran; a process that is up may hang all the same."""
    if time.monotonic() - STARTED_AT < TICK_IS_FRESH_FOR.total_seconds():
        return
    try:
        instance = Instance.objects.filter(pk=1).first()
    except DatabaseError as error:
        connection.close()
        raise Ill(_("The last run of the scheduler cannot be read.")) from error
    if instance and instance.held_at:
        raise Ill(_("All mail is held back. %(reason)s") % {"reason": instance.held_because})
    age = timezone.now() - instance.last_tick_at if instance and instance.last_tick_at else None
    if age is None:
        raise Ill(_("The scheduler has not run yet."))
    if age < -CLOCK_MAY_BE_BEHIND_BY:
        raise Ill(_("The clock is behind the scheduler’s last run; nothing is mailed until it has caught up."))
    if age >= TICK_IS_FRESH_FOR:
        raise Ill(_("The scheduler last ran %(minutes)d minutes ago.") % {"minutes": age.total_seconds() // 60})


def hears_no_bell(seconds: float) -> bool:
    """Whether no worker at all has ticked for so long. Who is held back ticks, and does not write it down."""
    long_ago = timezone.now() - timedelta(seconds=seconds)
    return not Instance.objects.filter(Q(last_tick_at__gt=long_ago) | Q(held_at__isnull=False), pk=1).exists()


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "broker": check_broker,
    "mail": check_mail,
    "scheduler": check_scheduler,
}


def read_health() -> dict[str, str]:
    """Each check by name, with "ok" or what is wrong."""
    return {name: examine(check) for name, check in CHECKS.items()}


def examine(check: Callable[[], None]) -> str:
    try:
        check()
    except Ill as illness:
        return str(illness)
    return WELL


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    checks = read_health()
    is_well = all(result == WELL for result in checks.values())
    return JsonResponse({"status": WELL if is_well else "ill", "checks": checks}, status=200 if is_well else 503)

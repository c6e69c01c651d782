"""Celery's part: ring the bell once a minute, and drain the outbox beside other workers."""

from celery import shared_task
from django.utils import timezone

from followups.sending import drain as drain_outbox
from followups.tick import run_tick


@shared_task
def tick() -> None:
    for _drain in range(run_tick(timezone.now()).drains):
        drain.delay()


@shared_task
def drain() -> None:
    drain_outbox()

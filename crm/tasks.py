"""Celery's part of what the installation does for its users: deletions that are due, files that come in."""

from celery import shared_task
from django.utils import timezone

from crm import housekeeping
from crm.importing.working import sweep_imports, work_on


@shared_task
def keep_house() -> None:
    housekeeping.keep_house(timezone.now())


@shared_task
def work_on_import(pk: int) -> None:
    work_on(pk)


@shared_task
def look_after_imports() -> None:
    """Once a minute: what a lost message, or a worker that died, left undone."""
    for pk in sweep_imports(timezone.now()):
        work_on_import.delay(pk)

"""Celery's part of what the installation does for its users."""

from celery import shared_task
from django.utils import timezone

from crm import housekeeping


@shared_task
def keep_house() -> None:
    housekeeping.keep_house(timezone.now())

"""Celery only rings the bell: the database is the queue of record, and tasks carry ids at most."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

app = Celery("afterword")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

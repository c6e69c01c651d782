"""The scheduler's own Celery app (`celery -A crm.beat beat`): it knows the list of entries and no model.

Without Django's apps it takes half the memory, and it has nothing to do with the database.
"""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, before_task_publish, setup_logging
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
try:
    from crm import settings
except ImproperlyConfigured as error:
    sys.exit(f"afterword: {error}")
from crm.logs import start_logging
from crm.pulse import show_life

app = Celery("afterword", fixups=[])
app.config_from_object(settings, namespace="CELERY")
setup_logging.connect(start_logging)


# Each bell that is rung shows life, also where nobody answers: then it is not beat that hangs.
before_task_publish.connect(lambda **_: show_life(), weak=False)


@beat_init.connect
def ring_at_once(**_: Any) -> None:
    """The first round right after the start, so that nobody waits a minute to see the scheduler alive."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.send_task(str(entry["task"]), expires=55)

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

# gunicorn starts a worker again after any other code; this one means that trying again is of no use.
GIVE_UP = 3

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.stderr.write(f"afterword: {error}\n")
    sys.exit(GIVE_UP)

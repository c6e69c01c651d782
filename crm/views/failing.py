"""What is shown when something went wrong on our side."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from crm.middleware import explain_database_trouble


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The database may also fail before any view is reached, as when it is asked who is signed in."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError):
        return explain_database_trouble(request, error)
    return defaults.server_error(request)

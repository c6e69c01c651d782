"""What is logged, and how: one line an event, with ids and states; no names, addresses or links of people.

`structlog.get_logger(__name__).info("mail_sent", mail=12)` gives
`2026-11-23T09:00:02Z info    followups.sending mail_sent mail=12`.
"""

import logging
import logging.config
import re
import sys
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("crm.web")

# The last resort for what libraries put into their messages; our own events hold nothing of the kind.
MASKS = [
    (re.compile(r"(://)[^/\s@]+@"), r"\1…@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(/n/|/calendar/|/reset/key/|/confirm-email/|/invitation/)[^/\s\"']+"), r"\1…"),
]
# Somebody else is away: the words say it, and where we noticed tells nothing.
ABSENCES = ("kombu.exceptions.OperationalError", "redis.exceptions.ConnectionError", "redis.exceptions.TimeoutError")


def mask(text: str) -> str:
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def render_line(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    error = event.pop("exc_info", None)
    words = [event.pop("timestamp"), f"{event.pop('level'):<7}", event.pop("logger"), str(event.pop("event"))]
    words += [f"{key}={value}" for key, value in event.items()]
    line = " ".join(words).replace("\n", " | ")
    return mask(line + render_error(error))


def render_error(error: ExcInfo | bool | None) -> str:
    if not isinstance(error, tuple) or error[1] is None:
        return ""
    kind, raised, where = error
    if f"{kind.__module__}.{kind.__qualname__}" in ABSENCES:
        return f": {raised}".replace("\n", " ")
    return "\n    " + "".join(traceback.format_exception(kind, raised, where)).rstrip().replace("\n", "\n    ")


def take_exc_info(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """`log.exception(…)` and `exc_info=True` mean the error being handled now."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


def put_exc_info(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep the error of a record of the standard library, which structlog leaves on the record."""
    record = event.get("_record")
    if record is not None and record.exc_info:
        event["exc_info"] = record.exc_info
    return event


COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*COMMON, put_exc_info],
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render_line],
            "keep_exc_info": True,
            "keep_stack_info": False,
        }
    },
    "handlers": {
        "stream": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
    },
    "root": {"handlers": ["stream"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # `log_requests` says it without the path, which may hold a link's token.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # A line for each of 1,440 bells a day would bury the rest; failures are logged above this.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.apps.worker": {"level": "WARNING"},
        # Its warnings name the whole address of a feed, which may hold a secret.
        "urllib3": {"level": "ERROR"},
        "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *COMMON,
        take_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def start_logging(**_: Any) -> None:
    """For Celery's programs, which would otherwise set up logging their own way."""
    logging.config.dictConfig(LOGGING)


def report_to_sentry(dsn: str) -> None:
    """Report errors there as well, without the values of variables, forms or people."""
    try:
        import sentry_sdk
    except ImportError as error:
        raise ImproperlyConfigured("SENTRY_DSN is set, but its package is not here: pip install sentry-sdk.") from error
    try:
        sentry_sdk.init(dsn, send_default_pii=False, include_local_variables=False, max_request_body_size="never")
    except ValueError as error:
        raise ImproperlyConfigured(f"SENTRY_DSN is not usable: {error}.") from error


def log_requests(get_response: "Callable[[HttpRequest], HttpResponse]") -> "Callable[[HttpRequest], HttpResponse]":
    """A line for each request by its route, never by its path or query, which may name somebody or hold a token."""

    def middleware(request: "HttpRequest") -> "HttpResponse":
        started = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        if match is None and response.status_code < 400:
            return response  # a static file
        route = f"/{match.route}" if match else "(none)"
        if route != "/healthz" or response.status_code != 200:
            took = round((time.monotonic() - started) * 1000)
            log.info("request", method=request.method, route=route, status=response.status_code, ms=took)
        return response

    return middleware

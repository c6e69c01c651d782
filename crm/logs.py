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
    (re.compile(r"(with url: )\S+"), r"\1…"),
    (re.compile(r"\baw_[\w-]{20,}"), "aw_…"),
]
# Somebody else is away: the words say it, and where we noticed tells nothing.
ABSENCES = ("kombu.exceptions.OperationalError", "redis.exceptions.ConnectionError", "redis.exceptions.TimeoutError")
# What is quoted in the words of an error is mostly a value, and may be somebody's name; names of our making are not.
QUOTED = re.compile(r"""(?P<open>["'“‘])(?P<value>[^"'”’]*)["'”’]""")
OF_OUR_MAKING = re.compile(r"[a-z]+(?:_[a-z0-9]+)+|[a-z]+(?:\.[a-z_]+)+|[A-Z]+(?:_[A-Z]+)+")
# Their words tell of machines, and who runs this needs them: which server, which file, which setting.
TOLD_IN_FULL = ("OSError", "OperationalError", "SMTPException", "ImproperlyConfigured", "SystemExit")


def mask(text: str) -> str:
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def mask_values(text: str) -> str:
    """The first line of what an error says (a database gives the row on the next), without the values in it."""
    first = text.partition("\n")[0]
    return mask(QUOTED.sub(lambda found: found[0] if OF_OUR_MAKING.fullmatch(found["value"]) else "“…”", first))


def render_line(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    error = event.pop("exc_info", None)
    words = [event.pop("timestamp"), f"{event.pop('level'):<7}", event.pop("logger"), str(event.pop("event"))]
    words += [f"{key}={value}" for key, value in event.items()]
    line = " ".join(words).replace("\r", " ").replace("\n", " | ")
    return mask(line) + render_error(error)


def render_error(error: ExcInfo | bool | None) -> str:
    if not isinstance(error, tuple) or error[1] is None:
        return ""
    if name_kind(error[1]) in ABSENCES:
        return mask(f": {error[1]}".replace("\n", " "))
    told = [line for raised in list_causes(error[1]) for line in tell_error(raised)]
    return "\n    " + "\n    ".join(told)


def list_causes(raised: BaseException | None) -> list[BaseException]:
    """The error and those that led to it, the first of them first."""
    causes: list[BaseException] = []
    while raised is not None and raised not in causes:
        causes.append(raised)
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    return causes[::-1]


def tell_error(raised: BaseException) -> list[str]:
    where = "".join(traceback.format_tb(raised.__traceback__)).rstrip().splitlines()
    return ["Traceback (most recent call last):", *where, f"{name_kind(raised)}: {say_error(raised)}"]


def name_kind(raised: BaseException) -> str:
    return f"{type(raised).__module__}.{type(raised).__qualname__}".removeprefix("builtins.")


def say_error(raised: BaseException) -> str:
    if any(kind.__name__ in TOLD_IN_FULL for kind in type(raised).__mro__):
        return mask(str(raised).replace("\n", " "))
    return mask_values(str(raised))


def take_exc_info(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """`log.exception(…)` and `exc_info=True` mean the error being handled now."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


def cut_error_of_task(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Celery writes the words of an error into its own line; they follow below it, without their values."""
    if event.get("logger") == "celery.app.trace":
        event["event"] = re.split(r"(?<=raised unexpected)|(?<=raised)\b", str(event["event"]), maxsplit=1)[0]
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
            "foreign_pre_chain": [*COMMON, cut_error_of_task],
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render_line],
            "keep_exc_info": False,  # it would stand below the line a second time, with all its values
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
        # It names each passkey by its id.
        "fido2": {"level": "WARNING"},
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


def report_to_sentry(dsn: str, **options: Any) -> None:
    """Report errors there as well: what kind, where in the code, by which route; nothing that anybody typed."""
    import sentry_sdk  # costs a second at the start: only for those who ask for it

    try:
        sentry_sdk.init(
            dsn,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            before_send=scrub,
            **options,
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"SENTRY_DSN is not usable: {error}.") from error


# What of a report leaves this machine.
REPORTED = {"event_id", "timestamp", "level", "platform", "logger", "transaction", "release", "sdk"}
REPORTED_OF_ERROR = {"type", "module", "mechanism", "stacktrace"}


def scrub(report: Any, _hint: Any) -> Any:
    """Keep of a report what is told here, of an error's words those without values, and drop whatever else there is."""
    kept = {name: value for name, value in report.items() if name in REPORTED}
    kept["exception"] = {"values": [scrub_error(error) for error in report.get("exception", {}).get("values", [])]}
    if "logentry" in report:  # the words of our own, without what was filled in
        kept["logentry"] = {"message": mask_values(str(report["logentry"].get("message", "")))}
    return kept


def scrub_error(error: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in error.items() if name in REPORTED_OF_ERROR}
    return kept | {"value": mask_values(str(error.get("value") or ""))}


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
            status = response.status_code
            log.info("request", method=request.method, route=route, status=status, ms=took, **tell_who(request))
        return response

    return middleware


def tell_who(request: "HttpRequest") -> dict[str, int]:
    """The number of whoever asked, where it was looked up anyway: by a session, or a program's token."""
    user = getattr(request, "_cached_user", None) or getattr(getattr(request, "token", None), "user", None)
    return {"user": user.pk} if user is not None and user.pk else {}

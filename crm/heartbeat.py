"""A second channel: somebody else notices when the scheduler stops."""

# Not by followups.fetching: this address comes from whoever runs the installation, not from a user. It may well lie in
# their own network, or behind the proxy that their environment names.
import urllib.request  # noqa: TID251

import structlog
from django.conf import settings

from crm.health import WELL, check_database, check_mail, check_scheduler, examine

log = structlog.get_logger(__name__)

TAKES_AT_MOST = 5.0


# Not the broker: whoever rings by `tick --loop` does without, and else its bell has just been heard.
HAVE_TO_BE_WELL = (check_database, check_mail, check_scheduler)


def send_heartbeat() -> None:
    """Fetch HEARTBEAT_URL after a run of the scheduler; whoever waits for it in vain knows that no nudge goes out.

    Not while all mail is held back, nor while the mail server does not let us in: then no nudge goes out either.
    """
    if not settings.HEARTBEAT_URL:
        return
    if ills := [illness for check in HAVE_TO_BE_WELL if (illness := examine(check)) != WELL]:
        log.warning("heartbeat_withheld", why=" ".join(ills))
        return
    try:
        with urllib.request.urlopen(settings.HEARTBEAT_URL, timeout=TAKES_AT_MOST):  # noqa: S310, TID251
            pass
    except (OSError, ValueError) as error:
        # The watcher notices by itself, and our work goes on. The address may hold a secret.
        log.warning("heartbeat_not_taken", why=type(error).__name__)

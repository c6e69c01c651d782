"""A second channel: somebody else notices when the scheduler stops."""

# Not by followups.fetching: this address comes from whoever runs the installation, not from a user. It may well lie in
# their own network, or behind the proxy that their environment names.
import urllib.request  # noqa: TID251

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

TAKES_AT_MOST = 5.0


def send_heartbeat() -> None:
    """Fetch HEARTBEAT_URL after a run of the scheduler; whoever waits for it in vain knows that no nudge goes out."""
    if not settings.HEARTBEAT_URL:
        return
    try:
        with urllib.request.urlopen(settings.HEARTBEAT_URL, timeout=TAKES_AT_MOST):  # noqa: S310, TID251
            pass
    except (OSError, ValueError) as error:
        # The watcher notices by itself, and our work goes on. The address may hold a secret.
        log.warning("heartbeat_not_taken", why=type(error).__name__)

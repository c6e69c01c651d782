"""Whether a mail is from whom it says: as the one server told that the operator named, and nobody else.

Authentication-Results: RFC 8601. A sender can write such a header as well, so of all of them the topmost of that
server counts: it writes above what came in. DMARC is RFC 7489; a DKIM signature counts for its own domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from authres import AuthenticationResultsHeader, AuthResError
from django.conf import settings

LONGEST_HEADER = 4000


def is_proven(sender: str, results: Sequence[str]) -> bool:
    """Whether the named server found that the domain of `sender` sent it: DMARC passed, or a DKIM signature of it."""
    domain = sender.rpartition("@")[2].lower()
    verdict = read_verdict(results)
    return bool(domain) and any(vouches(result, domain) for result in verdict)


def read_verdict(results: Sequence[str]) -> list[Any]:
    """What the operator's server found; nothing if it is not named, or said nothing."""
    server = settings.INBOX_AUTHSERV_ID.lower()
    if not server:
        return []
    for written in results:
        try:
            header = AuthenticationResultsHeader.parse(f"Authentication-Results: {unfold(written)}")
        except (AuthResError, ValueError, IndexError, RecursionError):
            continue
        if str(header.authserv_id).lower() == server:
            return list(header.results)
    return []


def unfold(written: str) -> str:
    return " ".join(written[:LONGEST_HEADER].split())


def vouches(result: Any, domain: str) -> bool:
    if result.result != "pass":
        return False
    told = {(prop.type, prop.name): str(prop.value).lower() for prop in result.properties}
    if result.method == "dmarc":
        return told.get(("header", "from"), "").rpartition("@")[2] == domain
    if result.method == "dkim":
        signer = told.get(("header", "d")) or told.get(("header", "i"), "").rpartition("@")[2]
        return signer == domain
    return False

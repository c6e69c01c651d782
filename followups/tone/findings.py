"""What a draft's review tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s

from django.utils.translation import gettext_lazy as _

HEADLINES = {
    "arguing": _("This sounds like arguing:"),
    "pleading": _("This sounds like pleading:"),
    "job-ask": _("This sounds like asking for a job:"),
    "phone": _("This sounds like asking for a call or a meeting:"),
    "too-long": _("It is getting long. From here on:"),
    "several-questions": _("More than one question:"),
    "no-thanks": _("No thank-you yet."),
    "empty-opener": _("An empty opening:"),
}
SAID_WITHOUT_QUOTE = {"no-thanks"}


@dataclass(frozen=True)
class Finding:
    """A place in a draft that may sound otherwise than meant: `text[start:end] == quote`, in code points."""

    kind: str
    start: int
    end: int
    quote: str
    why: str
    instead: str

    @property
    def headline(self) -> str:
        return str(HEADLINES[self.kind])

    @property
    def shown_quote(self) -> str:
        return "" if self.kind in SAID_WITHOUT_QUOTE else " ".join(self.quote.split())


def digest(findings: Iterable[Finding]) -> str:
    """A short mark of what findings say; empty when there are none."""
    said = "\n".join(f"{finding.kind} {finding.quote}" for finding in findings)
    return blake2s(said.encode("utf-8", "replace"), digest_size=8).hexdigest() if said else ""

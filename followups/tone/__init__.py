"""The tone check: what in a draft may sound like arguing, pleading, asking for a job or for a call. It only advises."""

from followups.tone.findings import Finding, digest
from followups.tone.review import review_draft

__all__ = ["Finding", "digest", "review_draft"]

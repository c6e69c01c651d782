"""What an export holds: each noun with its rows' way to their owner, and the fields that are written.

A row of ours is either here, or named in `NOT_TAKEN_ALONG` with the reason; a test holds the two against the models.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model

from contacts.models import (
    Company,
    Contact,
    ContactEvent,
    DistinctPair,
    Interest,
    Opening,
    Peer,
    Rejection,
    Resume,
)
from followups.models import (
    Article,
    Feed,
    FeedbackRequest,
    Idea,
    IncomingMessage,
    LetterDraft,
    LetterTemplate,
    Nudge,
    NudgeMail,
    Referral,
    StateChange,
    Touchpoint,
)

FORMAT, VERSION = "afterword", 1

# Worked out anew where the file is read, or meaningful on the machine alone where they were made.
DERIVED = {"owner", "name_key", "topic_key", "search_text", "submission", "version", "public_id", "message_id"}
BOOKKEEPING = {"token", "lease_until", "needs_matching", "etag", "last_modified"}


@dataclass(frozen=True)
class Noun:
    name: str
    model: type[Model]
    owner: str = "owner"  # the lookup from a row to the user
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> list[Field[Any, Any]]:
        return [known for known in self.model._meta.concrete_fields if self.is_taken_along(known)]

    def is_taken_along(self, known: Field[Any, Any]) -> bool:
        return not known.generated and known.name not in DERIVED | BOOKKEEPING


# Lists of references, by noun: the name in the file, and the field.
LISTS = {"nudges": "earlier_mails"}

# In the order in which they can be read again: what is referred to stands before what refers to it.
NOUNS: tuple[Noun, ...] = (
    Noun("companies", Company),
    Noun("contacts", Contact),
    Noun("interests", Interest, "contact__owner"),
    Noun("contact_events", ContactEvent, "contact__owner"),
    Noun("distinct_pairs", DistinctPair, "first__owner"),
    Noun("rejections", Rejection),
    Noun("openings", Opening),
    Noun("peers", Peer),
    Noun("resumes", Resume, "peer__owner"),
    Noun("feeds", Feed),
    Noun("articles", Article),
    Noun("feedback_requests", FeedbackRequest),
    Noun("nudge_mails", NudgeMail),
    Noun("nudges", Nudge, "contact__owner"),
    Noun("touchpoints", Touchpoint, "contact__owner"),
    Noun("ideas", Idea, "contact__owner"),
    Noun("incoming_messages", IncomingMessage, "contact__owner"),
    Noun("letter_templates", LetterTemplate),
    Noun("letter_drafts", LetterDraft, "contact__owner"),
    Noun("referrals", Referral, "contact__owner"),
    Noun("state_changes", StateChange, "mail__owner"),
    # The others stand with their mails.
    Noun("nudge_state_changes", StateChange, "nudge__contact__owner", {"mail": None}),
)

A_KEY = "a key to this installation: it would be one for whoever finds the file"
HERE_ALONE = "how this installation works for the user, nothing of theirs"
NOT_TAKEN_ALONG: dict[str, str] = {
    "ApiAnswer": HERE_ALONE,
    "ApiToken": A_KEY,
    "AuditEvent": "what happened to the account here",
    "CalendarAddress": A_KEY,
    "Delivery": HERE_ALONE,
    "ImportPiece": HERE_ALONE,
    "ImportRow": HERE_ALONE,
    "ImportRun": HERE_ALONE,
    "DoNotContact": "a keyed hash for this account alone; made anew of everybody who asked to stop",
    "Invitation": A_KEY,
    "KnownHeadings": HERE_ALONE,
    "LogAddress": A_KEY,
    "MailboxMail": HERE_ALONE,
    "Push": HERE_ALONE,
    "PushTarget": A_KEY,
    "SentFolder": A_KEY,
    "Webhook": A_KEY,
}

# What is written of the user.
SETTINGS = (
    "name",
    "time_zone",
    "nudge_time",
    "contacts_per_mail",
    "digest_day",
    "digest_since",
    "mails_stopped_at",
    "away_from",
    "away_until",
    "unanswered_limit",
    "last_mail_on",
)

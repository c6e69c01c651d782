"""What a letter may look back to, out of what is prefetched."""

from __future__ import annotations

from contacts.models import Contact, Rejection
from followups.models import FeedbackRequest


def latest_rejection(contact: Contact) -> Rejection | None:
    return max(contact.rejections.all(), key=lambda row: (row.rejected_on, row.pk), default=None)


def latest_answer(contact: Contact) -> FeedbackRequest | None:
    answered = [row for row in contact.feedback_requests.all() if row.answer and row.answered_on]
    return max(answered, key=lambda row: (row.answered_on, row.pk), default=None)

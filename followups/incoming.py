"""Note what a contact wrote to you. It is no outreach: the next date stays where it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from contacts.models import Contact
from followups.folding import answer_shown
from followups.locks import lock_contact
from followups.models import FeedbackRequest, IncomingMessage
from followups.touchpoints import refuse_future_day

OPEN_QUESTIONS = [FeedbackRequest.State.ASKED, FeedbackRequest.State.NO_ANSWER]


@transaction.atomic
def log_incoming(
    contact: Contact, *, on: date, channel: str, text: str = "", submission: UUID | None = None
) -> IncomingMessage:
    """Record one message of theirs. A `submission` that was logged before returns that one. Raises `FutureDay`."""
    lock_contact(contact)
    refuse_future_day(contact, on)
    if submission and (logged := IncomingMessage.objects.owned_by(contact.owner).filter(submission=submission).first()):
        return logged
    return IncomingMessage.objects.create(contact=contact, on=on, channel=channel, text=text, submission=submission)


@transaction.atomic
def change_incoming(message: IncomingMessage, *, on: date, channel: str, text: str) -> IncomingMessage:
    """Correct what was noted. Raises `FutureDay`."""
    lock_contact(message.contact)
    refuse_future_day(message.contact, on)
    message.on, message.channel, message.text = on, channel, text
    message.version += 1
    message.save()
    return message


@transaction.atomic
def delete_incoming(message: IncomingMessage) -> None:
    lock_contact(message.contact)
    message.delete()


def last_words(contact: Contact) -> tuple[date, str] | None:
    """What the contact said last, and when: of their messages and answers, without what is folded away.

    Reads `incoming_messages` and `feedback_requests`, which a list had better prefetch.
    """
    said = [(message.on, message.text) for message in contact.incoming_messages.all()]
    answered = [request for request in contact.feedback_requests.all() if request.answered_on]
    said += [(request.answered_on, answer_shown(request)) for request in answered if request.answered_on]
    return max((words for words in said if words[1].strip()), key=lambda words: words[0], default=None)


def read_open_questions(contact: Contact) -> list[FeedbackRequest]:
    """The requests that what they wrote may be the answer to: those that wait, and those closed without one."""
    requests = contact.feedback_requests.filter(state__in=OPEN_QUESTIONS).select_related("rejection__company")
    return list(requests.order_by("-asked_on", "-id")[:3])

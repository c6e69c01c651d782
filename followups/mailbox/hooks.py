"""Mails that a provider hands on by a webhook: read by django-anymail, which knows how each of them does it."""

from __future__ import annotations

from typing import Any

from anymail.signals import AnymailInboundEvent, inbound
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView

from followups.mailbox.messages import LARGEST_MAIL
from followups.mailbox.taking import take_copied_mail

# Those that are known by the name and password alone, which they send with each mail.
PROVIDERS: dict[str, type[AnymailBaseWebhookView]] = {
    "mailjet": MailjetInboundWebhookView,
    "postmark": PostmarkInboundWebhookView,
    "sparkpost": SparkPostInboundWebhookView,
}
# A mail as JSON, its attachments in Base64.
LARGEST_POST = 2 * LARGEST_MAIL


def listen() -> None:
    """Take every mail that django-anymail reads. Called once, when the app is ready."""
    inbound.connect(take_handed_on, dispatch_uid="followups.mailbox")


def take_handed_on(event: AnymailInboundEvent, **_kwargs: Any) -> None:
    message = event.message
    recipients = [message.envelope_recipient] if message.envelope_recipient else []
    take_copied_mail(message.as_bytes(), recipients)

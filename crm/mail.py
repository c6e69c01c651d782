"""Account mails (password reset and the like) where no mail server is given."""

import secrets
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from followups.kept_mail import keep_mail


class KeptMailBackend(BaseEmailBackend):
    """Keeps the mails in the data folder, for whoever runs this installation."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep_mail(message.message().as_bytes(), f"account-{secrets.token_hex(8)}")
        return len(email_messages)

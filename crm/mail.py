"""Where mail stays when no server is given: one readable file each in the data folder."""

import os
import secrets
from collections.abc import Sequence
from email.message import Message
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def keep_mail(message: Message, name: str) -> Path:
    """Write the message to `MAIL_DIR/<name>.eml`, whole or not at all, and durably; the same name replaces it."""
    folder = Path(settings.MAIL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept, drawn = folder / f"{name}.eml", folder / f".{name}.{secrets.token_hex(4)}"
    try:
        with drawn.open("xb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        drawn.replace(kept)
    finally:
        drawn.unlink(missing_ok=True)
    return kept


class KeptMailBackend(BaseEmailBackend):
    """Keeps the account mails (password reset and the like) for whoever runs this installation."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep_mail(message.message(), f"account-{secrets.token_hex(8)}")
        return len(email_messages)

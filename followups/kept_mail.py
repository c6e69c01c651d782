"""Mail that stays on this machine where no mail server is given: one readable file each in the data folder."""

import os
import secrets
from pathlib import Path

from django.conf import settings


def kept_mail_path(name: str) -> Path:
    return Path(settings.MAIL_DIR) / f"{name}.eml"


def keep_mail(message: bytes, name: str) -> Path:
    """Write the message to `MAIL_DIR/<name>.eml`, whole or not at all, and durably; the same name replaces it."""
    kept = kept_mail_path(name)
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    drawn = kept.with_name(f".{name}.{secrets.token_hex(4)}")
    try:
        drawn.touch(mode=0o600, exist_ok=False)
        with drawn.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        drawn.replace(kept)
    finally:
        drawn.unlink(missing_ok=True)
    return kept

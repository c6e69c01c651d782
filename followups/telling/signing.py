"""Signatures of Standard Webhooks (standardwebhooks.com): what a program checks to know who called, and when."""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256

PREFIX = "whsec_"


def draw_webhook_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, *, message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The three headers; HMAC-SHA256 over identity, moment and body, so that none of them can be exchanged."""
    stamp = str(int(moment.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, b".".join([message_id.encode(), stamp.encode(), body]), sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }

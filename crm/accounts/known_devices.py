"""Browsers in which somebody signed in before: each carries a signed mark of its own for every account it knows.

A mark opens nothing. A sign-in where there is none is told by mail, and one where there is has a count of failures of
its own (“device cookies”, OWASP: Slow Down Online Guessing Attacks with Device Cookies).
"""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from crm.models import User

SALT = "afterword.known-device"
KEPT_FOR = timedelta(days=400)  # no browser keeps a cookie for longer
MOST_ACCOUNTS = 5

Marks = dict[str, tuple[str, float]]


def find_mark(request: HttpRequest, user: User) -> str:
    """What this browser is known by for that account; empty if it is not."""
    mark, since = read_marks(request).get(str(user.pk), ("", 0.0))
    forgotten = user.devices_forgotten_at
    return "" if forgotten and since <= forgotten.timestamp() else mark


def read_marks(request: HttpRequest) -> Marks:
    """By account: the mark, and since when."""
    try:
        read: Any = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return {}
    return {account: (mark, since) for account, (mark, since) in read.items()}


def know_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember that this user signed in in this browser."""
    marks = read_marks(request)
    mark = find_mark(request, user) or secrets.token_urlsafe(16)
    others = {account: known for account, known in marks.items() if account != str(user.pk)}
    latest = dict(sorted(others.items(), key=lambda item: -item[1][1])[: MOST_ACCOUNTS - 1])
    response.set_cookie(
        cookie_name(),
        signing.dumps({**latest, str(user.pk): (mark, time.time())}, salt=SALT, compress=True),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    return "__Host-known_device" if settings.SESSION_COOKIE_SECURE else "known_device"

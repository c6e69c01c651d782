"""Tokens: a program shows one with each request, and acts for the user who made it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from crm.audit import note_event
from crm.models import ApiToken, User
from followups.departures import journal_revoked

PREFIX = "aw_"
REQUESTS_PER_MINUTE = 600
MOST_TOKENS = 50
EXPIRED_SHOWN = 10


class TooManyTokens(Exception):
    """A user has 50 valid tokens at most."""


@dataclass(frozen=True)
class Use:
    """How often a token was used within the present minute, and the seconds until the next."""

    count: int
    seconds_left: int

    @property
    def remaining(self) -> int:
        return max(0, REQUESTS_PER_MINUTE - self.count)

    @property
    def is_too_often(self) -> bool:
        return self.count > REQUESTS_PER_MINUTE


def make_token(
    user: User,
    *,
    name: str,
    scope: str = ApiToken.Scope.WRITE,
    days: int | None = None,
    request: HttpRequest | None = None,
) -> tuple[ApiToken, str]:
    """A new token, and the secret itself: it is told once, and kept nowhere. Raises `TooManyTokens`."""
    if len(valid_tokens(user)) >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days) if days else None
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, token_hash=hash_secret(secret), expires_at=expires_at
    )
    note_event(user, "token_made", request=request, token=name)
    return token, secret


def valid_tokens(user: User) -> list[ApiToken]:
    """The user's tokens that open the door, newest first."""
    return keep_valid(user.api_tokens.filter(revoked_at=None).order_by("-id"))


def read_tokens(user: User) -> list[ApiToken]:
    """The user's tokens that were not revoked, newest first; of those that expired the last few."""
    rows = list(user.api_tokens.filter(revoked_at=None).order_by("-id")[: MOST_TOKENS * 4])
    valid = {token.pk for token in keep_valid(rows)}
    expired = [token.pk for token in rows if token.pk not in valid][:EXPIRED_SHOWN]
    return [token for token in rows if token.pk in {*valid, *expired}]


def keep_valid(tokens: Iterable[ApiToken]) -> list[ApiToken]:
    now = timezone.now()
    return [token for token in tokens if token.is_valid(now)]


def hash_secret(secret: str) -> str:
    # Of 256 random bits: nothing slower is needed against guessing.
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def find_token(secret: str) -> ApiToken | None:
    """The token that this secret opens the door with: known, not revoked or expired, its user neither shut out nor
    on the way out."""
    known = ApiToken.objects.select_related("user").filter(token_hash=hash_secret(secret)).first()
    if known is None or not known.is_valid(timezone.now()):
        return None
    if not known.user.is_active or known.user.deletion_asked_at:
        return None
    return known


def revoke_token(token: ApiToken, *, request: HttpRequest | None = None) -> bool:
    """Close the door to it for good; False if it was closed already."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if revoked:
        journal_revoked(token.token_hash)
        note_event(token.user, "token_revoked", request=request, token=token.name)
    return bool(revoked)


COUNT_USE = """
UPDATE crm_apitoken SET
  counted = CASE WHEN counted_minute = %(minute)s THEN counted + 1 ELSE 1 END,
  last_used_at = CASE WHEN counted_minute = %(minute)s THEN last_used_at ELSE %(now)s END,
  counted_minute = %(minute)s
WHERE id = %(token)s
RETURNING counted
"""


def count_use(token: ApiToken) -> Use:
    """Count one use. A single statement, so that the count holds across any number of processes."""
    now = timezone.now()
    minute, seconds = divmod(int(now.timestamp()), 60)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_USE, {"minute": minute, "now": moment, "token": token.pk})
        row = cursor.fetchone()
    return Use(count=row[0] if row else REQUESTS_PER_MINUTE + 1, seconds_left=60 - seconds)

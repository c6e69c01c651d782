"""The links in nudge mails: signed, one nudge and one action each, valid 60 days, without signing in.

A token is `<letter of the action><nudge>.<user>.<the user's epoch>.<time>.<signature>`. The action is in the salt
too: no signature fits another action. Raising the user's `link_epoch` ends all links that were ever mailed to them.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_encode, b64_encode
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes

from crm.models import User
from followups.models import Nudge, NudgeMail

SENT, NOT_THIS_MONTH, PAUSE, STOP, UNSUBSCRIBE = ACTIONS = ("sent", "not_this_month", "pause", "stop", "unsubscribe")
LETTERS = {"s": SENT, "n": NOT_THIS_MONTH, "p": PAUSE, "x": STOP, "u": UNSUBSCRIBE}
LETTER_OF = {action: letter for letter, action in LETTERS.items()}
VALID_FOR = timedelta(days=60)
LONGEST_TOKEN = 200
PAYLOAD = re.compile(r"([\w-]{22})\.([0-9]{1,18})\.([0-9]{1,9})", re.ASCII)


class LinkInvalid(Exception):
    """Not a link of ours, or not as we made it. Which part is wrong is not told."""


class LinkExpired(Exception):
    """A link of ours that is too old, or that its user has since made invalid."""


@dataclass(frozen=True)
class Link:
    """What a token stands for. Both are None when what the link was about has been erased since."""

    action: str
    user: User
    nudge: Nudge | None
    mail: NudgeMail | None


class LinkSigner(TimestampSigner):
    def __init__(self, action: str, at: datetime | None = None) -> None:
        super().__init__(sep=".", salt=f"nudge-link:{action}")
        self.at = at

    def timestamp(self) -> str:
        """The moment of the mail: tried again, it is the same message with the same links."""
        return b62_encode(int(self.at.timestamp())) if self.at else super().timestamp()

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        """Django's own signature; but its key is drawn from the secret once, not for each of a mail's six links."""
        mac = keyed_hmac(str(self.salt) + "signer", key or self.key).copy()
        mac.update(force_bytes(value))
        return b64_encode(mac.digest()).decode()


@lru_cache(maxsize=100)
def keyed_hmac(salt: str, secret: str | bytes) -> hmac.HMAC:
    return salted_hmac(salt, "", secret, algorithm="sha256")


def nudge_link(nudge: Nudge, action: str, user: User, *, at: datetime | None = None) -> str:
    return make_link(action, nudge.public_id, user, at)


def unsubscribe_link(user: User, mail: NudgeMail, *, at: datetime | None = None) -> str:
    return make_link(UNSUBSCRIBE, mail.public_id, user, at)


def make_link(action: str, public_id: str, user: User, at: datetime | None) -> str:
    payload = f"{public_id}.{user.pk}.{user.link_epoch}"
    return f"{settings.SITE_URL}{link_path()}{LETTER_OF[action]}{LinkSigner(action, at).sign(payload)}/"


@cache
def link_path() -> str:
    return reverse("nudge_link", args=["token"]).removesuffix("token/")


def read_token(token: str) -> Link:
    """What the token stands for. Raises LinkInvalid or LinkExpired."""
    action = LETTERS.get(token[:1], "")
    if not action or len(token) > LONGEST_TOKEN or not token.isascii():
        raise LinkInvalid
    try:
        payload = LinkSigner(action).unsign(token[1:], max_age=VALID_FOR)
    except SignatureExpired:
        raise LinkExpired from None
    except (BadSignature, ValueError):
        raise LinkInvalid from None
    return find_link(action, payload)


def find_link(action: str, payload: str) -> Link:
    found = PAYLOAD.fullmatch(payload)
    if found is None:
        raise LinkInvalid
    public_id, user_pk, epoch = found.groups()
    user = User.objects.filter(pk=int(user_pk), is_active=True).first()
    if user is None:
        raise LinkInvalid
    if user.link_epoch != int(epoch):
        raise LinkExpired
    if action == UNSUBSCRIBE:
        return Link(action, user, None, NudgeMail.objects.owned_by(user).filter(public_id=public_id).first())
    nudges = Nudge.objects.owned_by(user).select_related("contact__owner", "contact__company", "mail")
    nudge = nudges.filter(public_id=public_id).first()
    return Link(action, user, nudge, nudge.mail if nudge else None)

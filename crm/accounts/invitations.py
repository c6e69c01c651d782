"""Invitations: the owner hands out links, each of which makes one account while it is young.

The secret part of a link is kept nowhere, only its hash.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from crm.audit import note_event
from crm.models import Invitation, User
from followups.departures import journal_revoked

MOST_OPEN = 100
IN_SESSION = "invitation"


class InvitationGone(Exception):
    """It has been used, taken back, or is too old."""


class TooManyInvitations(Exception):
    """A hundred may be open at a time."""


def make_invitation(owner: User, *, days: int, email: str = "") -> tuple[Invitation, str]:
    """A new invitation, and its link: that is told once. Raises `TooManyInvitations`."""
    now = timezone.now()
    Invitation.objects.too_old(now).delete()
    if owner.invitations.open(now).count() >= MOST_OPEN:
        raise TooManyInvitations
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        made_by=owner, email=email, token_hash=hash_secret(secret), expires_at=now + timedelta(days=days)
    )
    return invitation, settings.SITE_URL + reverse("invitation", args=[secret])


def mail_invitation(request: HttpRequest, invitation: Invitation, link: str) -> None:
    context = {"invitation": invitation, "link": link, "owner": invitation.made_by}
    get_adapter(request).send_mail("account/email/invitation", invitation.email, context)


def revoke_invitation(invitation: Invitation) -> bool:
    """Take it back; False if it was used or taken back already."""
    now = timezone.now()
    revoked = Invitation.objects.open(now).filter(pk=invitation.pk).update(revoked_at=now)
    if revoked:
        journal_revoked(invitation.token_hash)
    return bool(revoked)


def read_invitations(owner: User) -> QuerySet[Invitation]:
    """All but those taken back, newest first."""
    shown = owner.invitations.filter(revoked_at=None).select_related("used_by")
    return shown.exclude(pk__in=Invitation.objects.too_old(timezone.now())).order_by("-pk")


def open_invitation(request: HttpRequest, secret: str) -> Invitation | None:
    """Let this visitor sign up with the link's invitation, if it is still good."""
    invitation = find_open(hash_secret(secret))
    if invitation is not None and settings.SIGNUP == "invite":
        # From here on the secret is in no address any more, where it could be read over a shoulder or in a Referer.
        request.session[IN_SESSION] = invitation.token_hash
        if invitation.email:
            # The link came to that mailbox: it needs no second mail to confirm it.
            get_adapter(request).stash_verified_email(request, invitation.email)
        return invitation
    return None


def find_invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor came with, if it is still good."""
    token_hash = request.session.get(IN_SESSION, "") if settings.SIGNUP == "invite" else ""
    return find_open(token_hash) if token_hash else None


def use_invitation(request: HttpRequest, user: User) -> None:
    """Give the visitor's invitation to the account that was just made. Raises `InvitationGone`."""
    now = timezone.now()
    came_with = Invitation.objects.open(now).filter(token_hash=request.session.get(IN_SESSION, ""))
    # Whose it was is said by the account from now on: if that is deleted, no address of theirs stays here.
    if not came_with.update(used_at=now, used_by=user, email=""):
        raise InvitationGone
    drop_invitation(request)
    note_event(user.invited_by.made_by, "invitation_used", request=request)


def drop_invitation(request: HttpRequest) -> None:
    request.session.pop(IN_SESSION, None)


def find_open(token_hash: str) -> Invitation | None:
    return Invitation.objects.open(timezone.now()).select_related("made_by").filter(token_hash=token_hash).first()


def hash_secret(secret: str) -> str:
    # Of 256 random bits: nothing slower is needed against guessing.
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()

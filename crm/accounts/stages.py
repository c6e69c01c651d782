"""What stands between a right password and being signed in, where the library asks too much or too little."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import EmailVerificationStage
from allauth.mfa.internal.flows import trust
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest

from crm.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class ConfirmAddress(EmailVerificationStage):  # type: ignore[misc]
    """Only who signed up by themselves waits for the link in their mail: an owner's account comes from elsewhere."""

    def handle(self) -> Any:
        user = self.login.user
        if user is not None and not user.awaits_confirmation:
            return None, True
        return super().handle()


class AskForFactor(AuthenticateStage):  # type: ignore[misc]
    """The second factor, but in a browser that was remembered since devices were last forgotten."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if user is None or not is_mfa_enabled(user, FACTORS) or did_use_passwordless_login(request, user):
            return False
        return not is_remembered(request, user)


def is_remembered(request: HttpRequest, user: User) -> bool:
    """Whether the factor was asked for here lately, and this browser was to be remembered."""
    forgotten = user.devices_forgotten_at.timestamp() if user.devices_forgotten_at else 0
    fingerprint = trust.create_config_fingerprint(user)
    known = trust.decode_trust_cookie(request)
    return any(given.fingerprint == fingerprint and given.at > forgotten for given in known)

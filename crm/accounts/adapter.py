"""How people sign in and up: what django-allauth asks of an installation, answered."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from crm.accounts.confirming import must_confirm
from crm.accounts.invitations import InvitationGone, drop_invitation, find_invitation_of, use_invitation
from crm.accounts.known_devices import find_mark, know_device
from crm.accounts.limits import account_key, count_attempt
from crm.accounts.owner import has_owner
from crm.addresses import UNKNOWN, client_address
from crm.devices import describe_device
from crm.models import User
from followups.smtp import MailRefused, as_envelope

logger = logging.getLogger(__name__)

OUR_STAGES = {
    "allauth.account.stages.EmailVerificationStage": "crm.accounts.stages.ConfirmAddress",
    "allauth.mfa.stages.AuthenticateStage": "crm.accounts.stages.AskForFactor",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail and password do not belong together. Please try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "email_taken": _("There is an account with this e-mail already: sign in instead."),
        "duplicate_email": _("This is your e-mail already."),
        "too_many_login_attempts": _(
            "That was tried too often. Please wait an hour, sign in where you signed in before, or ask for a new "
            "password by mail."
        ),
        "rate_limited": _("That was tried too often. Please wait a while and try again."),
        "invalid_password_reset": _("This link has been used, or is too old. Ask for a new one."),
    }

    # Who may have an account

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if not has_owner():
            return False
        return settings.SIGNUP == "open" or find_invitation_of(request) is not None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data["name"]
        user.time_zone = form.cleaned_data["time_zone"]
        is_shown = self.is_email_verified(request, user.email)
        if not is_shown:
            self.unstash_verified_email(request)  # of an invitation to another address
        user.awaits_confirmation = must_confirm() and not is_shown
        if commit:
            self.keep_user(request, user)
        return user

    def keep_user(self, request: HttpRequest, user: User) -> None:
        """Of two who use one invitation at once, one gets the account."""
        try:
            with transaction.atomic():
                user.save()
                if settings.SIGNUP == "invite":
                    use_invitation(request, user)
        except InvitationGone:
            drop_invitation(request)
            messages.warning(request, _("This invitation has been used, or is too old. Ask for a new one."))
            raise ImmediateHttpResponse(redirect("account_signup")) from None

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            failed = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, failed, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    def clean_email(self, email: str) -> str:
        """Only what a mail can be sent to: a form may find an address well written whose domain no mail can name."""
        try:
            as_envelope(email)
        except MailRefused as error:
            raise ValidationError(_("This does not look like an e-mail address.")) from error
        return email

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return bool(email_address.email != email_address.user.email)

    # Signing in

    def get_login_stages(self) -> list[str]:
        return [OUR_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._login_failed_rl_usage = count_attempt(request, credentials.get("email", ""))
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return account_key(credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: Any, *, signup: bool, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, signup=signup, **options)
        if not signup and not find_mark(request, user):
            self.send_notification_mail("account/email/new_device", user)
        know_device(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        super().logout(request)
        request.was_signed_out = True  # type: ignore[attr-defined]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or UNKNOWN

    # Mails

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_this_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_this_site(super().get_email_confirmation_url(request, emailconfirmation))

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Say that no person wrote this, so that no holiday notice answers it."""
        headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
        context = {"site_url": settings.SITE_URL, **context}
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return message

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        device = describe_device(self.request.headers.get("User-Agent", ""))
        super().send_notification_mail(template_prefix, user, {"device": device, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an account mail; a mail server that is away is told to the user and loses nothing else."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("account mail not sent", extra={"template": template_prefix})
            text = _("A mail could not be sent: the mail server did not take it. Please try again in a few minutes.")
            messages.warning(self.request, text)


def at_this_site(address: str) -> str:
    """The address with the host that the operator named: the one of a request is whatever its sender wrote there."""
    return settings.SITE_URL + urlsplit(address).path

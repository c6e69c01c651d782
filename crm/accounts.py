"""How people sign in and up, on top of django-allauth."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from crm.models import User

logger = logging.getLogger(__name__)


class OwnerExists(Exception):
    """Somebody else made the owner's account first."""


def has_owner() -> bool:
    return User.objects.exists()


def create_owner(*, email: str, password: str, name: str, time_zone: str) -> User:
    """Make the first account of this installation, or raise `OwnerExists`.

    Of two first visitors at the same moment both may find nobody here; the database lets one owner in
    (`there_is_one_owner`), and the other is told.
    """
    if has_owner():
        raise OwnerExists
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, time_zone=time_zone, is_owner=True)
    except IntegrityError as error:
        raise OwnerExists from error


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in who has just chosen a password, and go to Today."""
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user, email_verification=False)
    return response


def confirm_own_address(user: User) -> None:
    """Count the address that somebody signs in with as theirs.

    The library would drop an unconfirmed one as soon as another is asked for, and leave the user without any.
    """
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail and password do not belong together. Please try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "email_taken": _("There is an account with this e-mail already: sign in instead."),
        "too_many_login_attempts": _("That was tried too often. Please wait a few minutes and try again."),
        "invalid_password_reset": _("This link has been used, or is too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP == "open" and has_owner())

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data["name"]
        user.time_zone = form.cleaned_data["time_zone"]
        if commit:
            user.save()
        return user

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return bool(email_address.email != email_address.user.email)

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Say that no person wrote this, so that no holiday notice answers it."""
        headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an account mail; a mail server that is away is told to the user and loses nothing else."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("account mail not sent", extra={"template": template_prefix})
            text = _("A mail could not be sent: the mail server did not take it. Please try again in a few minutes.")
            messages.warning(self.request, text)

"""The first account of an installation: its owner's."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from crm.accounts.set_up_code import forget_code
from crm.models import User


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
            owner = User.objects.create_user(email, password, name=name, time_zone=time_zone, is_owner=True)
            confirm_own_address(owner)
            forget_code()
    except IntegrityError as error:
        raise OwnerExists from error
    return owner


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in who has just chosen a password, and go to Today."""
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user, email_verification=False, signup=True)
    return response


def confirm_own_address(user: User) -> None:
    """Count the address that somebody signs in with as theirs.

    The library would drop an unconfirmed one as soon as another is asked for, and leave the user without any.
    """
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})

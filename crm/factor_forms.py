"""What people type, or their devices answer, for a second factor and for passkeys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.forms import OneLineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

APP_OR_RECOVERY = _("Six digits from your app, or one of your recovery codes.")
# What the library's reading of a foreign answer may stumble over.
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError)


def ask_for_code(field: forms.Field, help_text: StrOrPromise) -> None:
    field.label, field.help_text = _("Code"), help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": 20}


class OnceOnly:
    """A code of an app counts once, for as long as it could be valid.

    The library forgets a used one after a period, but with a tolerance takes it for longer.
    """

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"afterword.totp.{self.user.pk}.{''.join(code.split())}", 1, timeout=lasts):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, base.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"], APP_OR_RECOVERY)


class ConfirmByCodeForm(OnceOnly, base.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"], APP_OR_RECOVERY)


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self.fields["code"], _("The six digits that the app shows now."))


class Answer:
    """The answer of a device; whatever is no such answer is refused in words."""

    def clean_credential(self) -> Any:
        parent: Any = super()
        try:
            return parent.clean_credential()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeySignInForm(Answer, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signs in without e-mail and password."""


class PasskeyForm(Answer, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second factor after the password."""


class ConfirmByPasskeyForm(Answer, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


def passkey_name() -> OneLineField:
    return OneLineField(
        label=_("Name"),
        max_length=80,
        help_text=_("So that you know it again, such as: my phone."),
        error_messages={"required": _("Please give it a name: you will want to know which one to remove.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey signs in by itself: it is kept on the device, which asks who holds it."""

    name = passkey_name()
    passwordless = forms.BooleanField(required=True, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The device made the key before this form came: a missing name must not lose it.
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    name = passkey_name()

"""What people type about themselves: accounts and settings."""

from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.accounts import confirm_own_address
from crm.accounts.confirming import must_confirm
from crm.accounts.set_up_code import fits as code_fits
from crm.models import User

PASSWORD_HELP = _("Eight characters or more. A sentence is easier to remember than a riddle.")


@lru_cache(maxsize=1)
def time_zone_choices() -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """Every zone by continent; UTC on top. Browsers report old names too, so none is left out."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones() - {"UTC"}):
        region, _slash, place = name.partition("/")
        regions.setdefault(region if place else "…", []).append((name, (place or region).replace("_", " ")))
    others = regions.pop("…", [])
    return [("UTC", "UTC"), *regions.items(), ("…", others)]


class OneLineField(forms.CharField):
    """A name or the like: runs of white space, line breaks among them, become one space."""

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(" ".join(value.split()) if isinstance(value, str) else value)
        return cleaned


class TimeZoneField(forms.ChoiceField):
    """Days and the nudge time follow it; `guess` lets the browser propose its own."""

    def __init__(self, *, guess: bool = False, **options: Any) -> None:
        options.setdefault("label", _("Time zone"))
        options.setdefault(
            "error_messages",
            {"invalid_choice": _("There is no time zone called “%(value)s”.")},
        )
        super().__init__(choices=time_zone_choices, **options)
        if guess:
            self.widget.attrs["data-guess-zone"] = "yes"


def use_our_words(form: forms.Form) -> None:
    """The library's fields in our words, and without placeholders, which repeat their labels."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field, EmailField):
            field.label = _("E-mail")
            field.error_messages["invalid"] = _("This does not look like an e-mail address, such as ada@example.org.")
        if isinstance(field, SetPasswordField):
            field.label, field.help_text = _("New password"), PASSWORD_HELP
        elif isinstance(field, PasswordField):
            field.help_text = ""


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """A new account: the owner's at /welcome/, others' at /accounts/signup/ where that is open."""

    field_order: ClassVar[list[str]] = ["email", "password1", "name", "time_zone"]

    name = OneLineField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Stands under your letters. You can add it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField(
        guess=True,
        initial="UTC",
        help_text=_("Your days, and the hour of your nudges, follow it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)
        self.fields["password1"].help_text = PASSWORD_HELP
        if self.is_bound:
            # What was chosen stays.
            self.fields["time_zone"].widget.attrs.pop("data-guess-zone")

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As long as for a new account, so that the clock does not tell who has one.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class WelcomeForm(SignUpForm):
    """The owner's account; from elsewhere than this machine with the code that `up` printed."""

    field_order: ClassVar[list[str]] = ["set_up_code", *SignUpForm.field_order]

    set_up_code = forms.CharField(
        label=_("Set-up code"),
        max_length=60,
        help_text=_(
            "It stands where Afterword was started, in the lines that say its address. "
            "For a new one: python manage.py set_up_code"
        ),
        error_messages={"required": _("Please type the code: it shows that this installation is yours.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["set_up_code"]

    def clean_set_up_code(self) -> str:
        typed: str = self.cleaned_data["set_up_code"]
        if not code_fits(typed):
            raise forms.ValidationError(_("This is not the code, or a newer one was made since."))
        return typed


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["password2"].label = _("New password, once more")


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)
        self.fields["password2"].label = _("New password, once more")


class ResetPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)
        self.fields["password2"].label = _("New password, once more")


class ReauthenticateForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)


class ChangeEmailForm(allauth_forms.AddEmailForm):  # type: ignore[misc]
    """The address to move to; it counts once the link sent there is opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self)
        self.fields["email"].label = _("New e-mail")

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not must_confirm() and self.is_taken(email):
            raise get_adapter().validation_error("email_taken")
        return email

    def is_taken(self, email: str) -> bool:
        return User.objects.filter(email=email).exclude(pk=self.user.pk).exists()

    def save(self, request: HttpRequest) -> Any:
        """Send the link. Where a mail reaches the owner of a taken address, they are told so, and nobody else is."""
        confirm_own_address(self.user)
        email = self.cleaned_data["email"]
        if not self.is_taken(email):
            return super().save(request)
        asked = EmailAddress.objects.add_new_email(request, self.user, email, send_verification=False)
        adapter = get_adapter()
        adapter.send_account_already_exists_mail(email)
        adapter.add_message(request, messages.INFO, "account/messages/email_confirmation_sent.txt", {"email": email})
        return asked


class AwayDayField(forms.DateField):
    """One of a vacation's two days."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        invalid = {"invalid": _("This is not a day, such as 2026-12-24.")}
        super().__init__(required=False, widget=widget, error_messages=invalid, **options)


class SettingsForm(forms.Form):
    name = OneLineField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Stands under your letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField(help_text=_("Your days, and the nudge time, follow it."))
    nudge_time = forms.TimeField(
        label=_("Nudge time"),
        input_formats=["%H:%M", "%H:%M:%S"],
        help_text=_("When a nudge mail comes, on the days somebody is due."),
        error_messages={"invalid": _("This is not a time of the day, such as 09:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    contacts_per_mail = forms.IntegerField(
        label=_("Contacts in one mail"),
        min_value=1,
        max_value=10,
        help_text=_("One to ten. Whoever is due besides comes with the next day’s mail."),
    )
    digest_day = forms.IntegerField(
        label=_("Monthly digest"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_(
            "A day of the month, 1 to 31: everybody due comes in one mail on that day (or on the month’s last). "
            "Empty: no digest."
        ),
    )
    wants_mails = forms.BooleanField(
        label=_("Send me nudge mails"),
        required=False,
        help_text=_("Switched off, nothing is mailed; Today still shows who is due."),
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )

    unanswered_limit = forms.IntegerField(
        label=_("Letters without an answer"),
        required=False,
        min_value=2,
        max_value=12,
        help_text=_("Two to twelve. After so many in a row Afterword proposes to write less often."),
    )

    away_from = AwayDayField(label=_("Away from"))
    away_until = AwayDayField(label=_("Back on"))

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        away_from, away_until = typed.get("away_from"), typed.get("away_until")
        if not self.errors.keys() & {"away_from", "away_until"}:
            if bool(away_from) != bool(away_until):
                missing = "away_until" if away_from else "away_from"
                self.add_error(missing, _("A vacation has two days: from when, and when you are back."))
            elif away_from and away_from >= away_until:
                self.add_error("away_until", _("This is not after the day on which your vacation begins."))
        return typed

    @staticmethod
    def initial_for(user: User) -> dict[str, Any]:
        return {
            "away_from": user.away_from,
            "away_until": user.away_until,
            "name": user.name,
            "time_zone": user.time_zone,
            "nudge_time": user.nudge_time,
            "contacts_per_mail": user.contacts_per_mail,
            "digest_day": user.digest_day,
            "wants_mails": user.mails_stopped_at is None,
            "unanswered_limit": user.unanswered_limit,
        }

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import TOO_LONG, DayField, OneLineField, TextField
from contacts.forms.versions import VersionedForm
from contacts.models import Opening


class OpeningForm(VersionedForm):
    company_name = OneLineField(
        label=_("Company"),
        max_length=200,
        error_messages={"required": _("Please name the company.")},
        widget=forms.TextInput(attrs={"list": "known-companies", "autocomplete": "off"}),
    )
    role = OneLineField(label=_("Role"), max_length=200, error_messages={"required": _("Please name the role.")})
    url = forms.URLField(
        label=_("Link"),
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("This does not look like an address, such as https://example.org/jobs/7."),
            "max_length": TOO_LONG,
        },
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    asks_for = TextField(
        label=_("What it asks for"),
        rows=6,
        help_text=_("Paste the advert, or the skills it names: that is how Afterword finds who fits."),
    )
    closed_on = DayField(
        label=_("Closed on"), required=False, help_text=_("Leave this empty while they are still looking.")
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A link begins with https:// or http://."))
        return url

    @staticmethod
    def saved_values(opening: Opening) -> dict[str, Any]:
        return {
            "company_name": opening.company.name,
            "role": opening.role,
            "url": opening.url,
            "asks_for": opening.asks_for,
            "closed_on": opening.closed_on,
        }

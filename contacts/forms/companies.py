from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import TOO_LONG, OneLineField, TextField
from contacts.forms.versions import VersionedForm
from contacts.models import Company, name_key


class CompanyForm(VersionedForm):
    name = OneLineField(label=_("Company"), max_length=200, error_messages={"required": _("Please name the company.")})
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("This does not look like an address, such as https://example.org."),
            "max_length": TOO_LONG,
        },
    )
    notes = TextField(label=_("Notes"))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        namesakes = Company.objects.owned_by(self.company.owner).filter(name_key=name_key(name)[:250])
        if namesakes.exclude(pk=self.company.pk).exists():
            raise ValidationError(_("You already have a company of this name."))
        return name

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website and not website.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A website's address begins with https:// or http://."))
        return website

    @staticmethod
    def saved_values(company: Company) -> dict[str, Any]:
        return {"name": company.name, "website": company.website, "notes": company.notes}

"""What a person types about feeds: an address, and whom its articles are for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import OneLineField
from contacts.forms.versions import VersionedForm
from contacts.models import Company, Contact, Interest, name_key
from crm.models import User
from followups.feeds.opml import MOST_BYTES
from followups.models import Feed

EVERYBODY, COMPANY, FIELD, INTEREST = "everybody", "company", "field", "interest"
TIES = [
    (EVERYBODY, _("everybody")),
    (COMPANY, _("the people at a company")),
    (FIELD, _("the people in a field")),
    (INTEREST, _("the people with an interest")),
]
MOST_KNOWN = 200


class KnownField(OneLineField):
    """One line, with what is known of its kind on offer."""

    def __init__(self, *, offers: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": offers, "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **options)


class TiedForm(VersionedForm):
    """Says whom the articles of a feed are for: everybody, or one company, field or interest."""

    tie = forms.ChoiceField(label=_("For"), choices=TIES)
    company = KnownField(label=_("Company"), offers="known-companies", max_length=200)
    field = KnownField(label=_("Field"), offers="known-fields", max_length=120)
    interest = KnownField(label=_("Interest"), offers="known-interests", max_length=120)

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.found_company: Company | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tie = cleaned.get("tie", EVERYBODY)
        for name in (COMPANY, FIELD, INTEREST):
            if name != tie:
                cleaned[name] = ""
                self.errors.pop(name, None)
        if tie != EVERYBODY and tie not in self.errors and not cleaned.get(tie):
            self.add_error(tie, _("Which one?"))
        return cleaned

    def clean_company(self) -> str:
        name: str = self.cleaned_data["company"]
        if self.cleaned_data.get("tie") != COMPANY or not name:
            return ""
        self.found_company = Company.objects.owned_by(self.owner).filter(name_key=name_key(name)[:250]).first()
        if self.found_company is None:
            raise ValidationError(_("You have no company of this name. Companies come with people and rejections."))
        return self.found_company.name

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().values.items() if name != "tie"}
        return {**typed, "company": self.found_company}

    @property
    def known(self) -> dict[str, list[str]]:
        """What the fields offer: the user's companies, and the fields and interests of their contacts."""
        companies = Company.objects.owned_by(self.owner).order_by("name_key").values_list("name", flat=True)
        fields = (
            Contact.objects.owned_by(self.owner).exclude(field="").order_by("field").values_list("field", flat=True)
        )
        interests = Interest.objects.filter(contact__owner=self.owner).order_by("topic").values_list("topic", flat=True)
        return {
            "known-companies": list(companies[:MOST_KNOWN]),
            "known-fields": list(fields.distinct()[:MOST_KNOWN]),
            "known-interests": list(interests.distinct()[:MOST_KNOWN]),
        }

    @staticmethod
    def tied_values(feed: Feed) -> dict[str, Any]:
        tie = COMPANY if feed.company else FIELD if feed.field else INTEREST if feed.interest else EVERYBODY
        company = feed.company.name if feed.company else ""
        return {"tie": tie, "company": company, "field": feed.field, "interest": feed.interest}


class NewFeedForm(TiedForm):
    url = OneLineField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Of a feed, or of a site: its feed is found."),
        error_messages={"required": _("Which site, or which feed?")},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "off", "placeholder": "example.org"}
        ),
    )

    field_order = ["url", "tie", "company", "field", "interest"]


class FeedForm(TiedForm):
    title = OneLineField(label=_("Name"), max_length=300, required=False)

    field_order = ["title", "tie", "company", "field", "interest"]

    @staticmethod
    def saved_values(feed: Feed) -> dict[str, Any]:
        return {"title": feed.title, **TiedForm.tied_values(feed)}


class OpmlForm(forms.Form):
    file = forms.FileField(
        label=_("OPML file"),
        help_text=_("At most 1 MB and 500 feeds. Feed readers export it as “subscriptions”."),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".opml,.xml,text/xml,text/x-opml"}),
    )

    def read(self) -> bytes:
        """The file; one byte more than is taken is enough to tell that it is too large."""
        content: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return content

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import (
    AddressField,
    DayField,
    InterestsField,
    OneLineField,
    PointingForm,
    TextField,
    cadence_field,
    check_past,
)
from contacts.forms.versions import VersionedForm
from contacts.models import Contact, Rejection
from contacts.reading.senders import name_in_address
from crm.models import User

NO_COMPANY = _("Please name the company.")
NO_ROLE = _("Please name the role.")
STAGES = [("", _("Not said")), *Rejection.Stage.choices]


class NewRejectionForm(PointingForm):
    """The log-a-rejection form: company and role are all that is required."""

    paste = forms.CharField(
        label=_("Paste the rejection e-mail"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is read here, on this machine, and fills what it tells for sure. It is not kept."),
    )
    eml = forms.FileField(
        label=_("Or choose the mail as a file"),
        required=False,
        max_length=1000,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
        help_text=_("As .eml, as mail programs save it; 5 MB at most."),
    )
    # What the last reading found, and what of it stands in the fields: a second mail may replace that, and never
    # what was typed.
    found = forms.CharField(required=False, widget=forms.HiddenInput)
    filled = forms.CharField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    company = OneLineField(label=_("Company"), max_length=200, error_messages={"required": NO_COMPANY})
    role = OneLineField(label=_("Role"), max_length=200, error_messages={"required": NO_ROLE})
    rejected_on = DayField(label=_("Rejected on"), error_messages={"required": _("Please choose the day.")})
    stage = forms.ChoiceField(label=_("Stage reached"), required=False, choices=STAGES)
    contact_name = OneLineField(
        label=_("Contact name"), max_length=200, required=False, help_text=_("Who decided, or told you.")
    )
    contact_email = AddressField(label=_("Contact e-mail"), required=False, help_text=_("Where your letters will go."))
    contact_title = OneLineField(label=_("Contact title"), max_length=200, required=False)
    field = OneLineField(
        label=_("Field"), max_length=120, required=False, help_text=_("What they work in: logistics, design…")
    )
    interests = InterestsField(
        label=_("Interests"),
        required=False,
        help_text=_("What they care about, separated by commas: cold chain, sailing."),
    )
    cadence = cadence_field()
    notes = TextField(label=_("Notes"), help_text=_("For you alone: what was said, how it felt, what to remember."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"rejected_on": today, "submission": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_rejected_on(self) -> date:
        return check_past(self.cleaned_data["rejected_on"], self.today)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        email = typed.get("contact_email")
        if email and not typed.get("contact_name"):
            typed["contact_name"] = name_in_address(email) or email.partition("@")[0][:200]
        return typed

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, for the use case."""
        values = {**self.cleaned_data, "company_name": self.cleaned_data["company"]}
        values["told_by"] = Rejection.ToldBy.EMAIL if values["paste"].strip() else ""
        return {
            name: value for name, value in values.items() if name not in {"company", "paste", "eml", "found", "filled"}
        }


class RejectionForm(VersionedForm):
    """Correct a rejection, and say who it came from."""

    company = OneLineField(label=_("Company"), max_length=200, error_messages={"required": NO_COMPANY})
    role = OneLineField(label=_("Role"), max_length=200, error_messages={"required": NO_ROLE})
    rejected_on = DayField(label=_("Rejected on"), error_messages={"required": _("Please choose the day.")})
    stage = forms.ChoiceField(label=_("Stage reached"), required=False, choices=STAGES)
    told_by = forms.ChoiceField(
        label=_("How you were told"), required=False, choices=[("", _("Not said")), *Rejection.ToldBy.choices]
    )
    reason = TextField(label=_("Reason given"))
    notes = TextField(label=_("Notes"))
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    contact_name = OneLineField(label=_("Contact name"), max_length=200, required=False)
    contact_email = AddressField(label=_("Contact e-mail"), required=False)

    def __init__(self, *args: Any, owner: User, rejection: Rejection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = owner.today()
        # Whoever works there or is tied to it already; anybody else is found by name or e-mail.
        tied = Q(company=rejection.company) | Q(pk=rejection.contact_id)
        choice = self.fields["contact"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Contact.objects.owned_by(owner).filter(tied).order_by("name_key", "id")

    def clean_rejected_on(self) -> date:
        return check_past(self.cleaned_data["rejected_on"], self.today)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        email = typed.get("contact_email")
        if email and not typed.get("contact_name"):
            typed["contact_name"] = name_in_address(email) or email.partition("@")[0][:200]
        return typed

    @staticmethod
    def saved_values(rejection: Rejection) -> dict[str, Any]:
        return {
            "company": rejection.company.name,
            "role": rejection.role,
            "rejected_on": rejection.rejected_on,
            "stage": rejection.stage,
            "told_by": rejection.told_by,
            "reason": rejection.reason,
            "notes": rejection.notes,
            "contact": rejection.contact,
        }

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, for the use case; the contact is settled by the view."""
        apart = {"version", "company", "contact", "contact_name", "contact_email"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return {**values, "company_name": self.cleaned_data["company"]}

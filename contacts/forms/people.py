from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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
from contacts.models import Contact, Interest


def source_name(interest: Interest) -> str:
    return f"source_{interest.pk}"


class ContactForm(VersionedForm):
    name = OneLineField(label=_("Contact name"), max_length=200, error_messages={"required": _("Please give a name.")})
    email = AddressField(label=_("Contact e-mail"), required=False)
    title = OneLineField(
        label=_("Contact title"), max_length=200, required=False, help_text=_("Such as Head of Data, or Recruiter.")
    )
    company_name = OneLineField(label=_("Company"), max_length=200, required=False)
    field = OneLineField(label=_("Field"), max_length=120, required=False, help_text=_("Such as logistics or design."))
    interests = InterestsField(
        label=_("Interests"), required=False, help_text=_("What they care about, separated by commas.")
    )
    cadence = cadence_field()
    notes = TextField(label=_("Notes"))

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_interests = list(contact.interests.all()) if contact else []
        for interest in self.known_interests:
            self.fields[source_name(interest)] = OneLineField(label=interest.topic, max_length=200, required=False)

    @property
    def source_fields(self) -> list[forms.BoundField]:
        """Where each interest is known from, field by field."""
        return [self[source_name(interest)] for interest in self.known_interests]

    @property
    def sources(self) -> dict[int, str]:
        return {interest.pk: self.cleaned_data[source_name(interest)] for interest in self.known_interests}

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if not name.startswith("source_")}

    @staticmethod
    def saved_values(contact: Contact) -> dict[str, Any]:
        return {
            **{source_name(interest): interest.source for interest in contact.interests.all()},
            "name": contact.name,
            "email": contact.email,
            "title": contact.title,
            "company_name": contact.company.name if contact.company else "",
            "field": contact.field,
            "interests": [interest.topic for interest in contact.interests.all()],
            "cadence": contact.cadence,
            "notes": contact.notes,
        }


class PauseForm(PointingForm):
    until = DayField(label=_("Pause until"), error_messages={"required": _("Please choose a day.")})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError(_("A pause ends on a day to come."))
        if until.year > self.today.year + 10:
            raise ValidationError(_("That is more than ten years away; ending it may be what you want."))
        return until


class MoveForm(VersionedForm):
    """Where somebody works now; the address is theirs there, or empty until it is known."""

    company_name = OneLineField(
        label=_("New company"), max_length=200, error_messages={"required": _("Where are they now?")}
    )
    title = OneLineField(label=_("New title"), max_length=200, required=False)
    email = AddressField(label=_("New e-mail"), required=False)

    @staticmethod
    def saved_values(contact: Contact) -> dict[str, Any]:
        company = contact.company.name if contact.company else ""
        return {"company_name": company, "title": contact.title, "email": contact.email}


class OutcomeForm(PointingForm):
    """Something good came of it: what, and when."""

    CHOICES = [
        (outcome.value, outcome.label)
        for outcome in (
            Contact.Outcome.ROLE_CAME_UP,
            Contact.Outcome.INTERVIEW,
            Contact.Outcome.HIRED,
            Contact.Outcome.FRIENDSHIP,
        )
    ]

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=CHOICES, error_messages={"required": _("Please choose what came of it.")}
    )
    on = DayField(label=_("Since when"), error_messages={"required": _("Please choose the day.")})
    ends = forms.BooleanField(label=_("And end the contact: no nudges about them any more"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return check_past(self.cleaned_data["on"], self.today)


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=[("", _("Not said")), *Contact.Outcome.choices]
    )

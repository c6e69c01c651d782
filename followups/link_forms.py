"""What a link's page may ask: a day, and whether the letter was the one in the mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from followups.months import add_months

LONGEST_PAUSE = timedelta(days=5 * 366)


class DayForm(forms.Form):
    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("That is not a day. Write it as 2026-04-28.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class SentForm(DayForm):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["day"].label = _("I sent it on")
        self.fields["day"].required = False  # one press of the button is enough: today
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    other_letter = forms.BooleanField(
        label=_("It was another letter than the one in the mail"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise ValidationError(_("That day is still to come."))
        return day


class PauseForm(DayForm):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.default = add_months(today, 3)
        self.fields["day"].label = _("No reminders before")
        self.fields["day"].required = False
        self.fields["day"].initial = self.default
        self.fields["day"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.default
        if not self.today < day <= self.today + LONGEST_PAUSE:
            raise ValidationError(_("A pause ends on a day to come, within five years."))
        return day

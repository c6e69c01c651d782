"""The forms of an import: the file, and what its columns are."""

from __future__ import annotations

from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import cadence_field
from crm.importing.columns import FIELDS, MANY, is_usable
from crm.importing.looking import tell_day_first
from crm.importing.models import ImportRun

DAY_FIRST = {"day": True, "month": False, "": None}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("CSV, vCard (.vcf) or Afterword’s own JSON; 32 MB at most. Nothing comes in before you say yes."),
        error_messages={"required": _("Please choose a file."), "empty": _("There is nothing in this file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.vcf,.json,text/csv,text/vcard,application/json"}),
    )

    @property
    def upload(self) -> tuple[str, IO[bytes], int]:
        file = self.cleaned_data["file"]
        return file.name, file.file, file.size


class WishesForm(forms.Form):
    """What the user wishes for everybody of the file."""

    cadence = cadence_field()
    takes_file = forms.BooleanField(
        label=_("Where the file says something else than is known here, take what the file says"), required=False
    )
    quiet = forms.BooleanField(
        label=_("Keep the new people without nudges, until I want to be in touch with them"), required=False
    )

    @property
    def wishes(self) -> dict[str, object]:
        return {key: self.cleaned_data[key] for key in ("cadence", "takes_file", "quiet")}


class ColumnsForm(WishesForm):
    """What each of the columns is; `rows` are the headings, with a few values below each, and its select."""

    day_first = forms.ChoiceField(
        label=_("Days such as 03/04/2026"),
        required=False,
        choices=[
            ("", _("Please choose")),
            ("day", _("3 April: the day first")),
            ("month", _("4 March: the month first")),
        ],
    )

    is_day_first: bool | None = None

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.headings: list[str] = run.layout["headings"]
        for at, (heading, column) in enumerate(zip(self.headings, run.layout["columns"], strict=True)):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=_("What “%(heading)s” is") % {"heading": heading or _t("no heading")},
                choices=list(FIELDS.items()),
                widget=forms.Select(attrs={"class": "form-select"}),
                required=False,
                initial=column,
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        samples = self.run.layout.get("samples", [])
        return [
            {
                "heading": heading,
                "values": [row[at] for row in samples if at < len(row) and row[at]],
                "field": self[f"column_{at}"],
            }
            for at, heading in enumerate(self.headings)
        ]

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{at}", "") for at in range(len(self.headings))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        columns = [cleaned.get(f"column_{at}", "") for at in range(len(self.headings))]
        twice = next((column for column in columns if column not in MANY and columns.count(column) > 1), "")
        if twice:
            said = _t("Two columns can’t both be “%(field)s”. Leave one out, or put it into the notes.")
            raise ValidationError(said % {"field": FIELDS[twice]})
        if not is_usable(columns):
            raise ValidationError(_t("Say which column holds the name or the e-mail, or a company and the role there."))
        if {"status", "rejected_on"} & set(columns) and not {"company", "role"} <= set(columns):
            raise ValidationError(_t("For rejections, say which columns hold the company and the role."))
        if "role" in columns and "rejected_on" not in columns:
            raise ValidationError(_t("For rejections, say which column holds the day of the rejection."))
        self.is_day_first = tell_day_first(columns, self.run.layout["day_orders"])
        if self.is_day_first is None:
            self.is_day_first = DAY_FIRST[cleaned.get("day_first") or ""]
            if self.is_day_first is None:
                self.add_error("day_first", _t("In this file the days can be read both ways. Which one is right?"))
        return cleaned

    @property
    def asks_for_days(self) -> bool:
        """Whether there are days of which nothing in the file tells which number is the month."""
        return None in self.run.layout["day_orders"]

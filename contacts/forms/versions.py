"""Two tabs may edit the same thing: the second save is held up once, shown what changed, and loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from contacts.forms.fields import PointingForm


@dataclass(frozen=True)
class Difference:
    label: str | Promise
    saved: str  # by the other tab, in words


class VersionedForm(PointingForm):
    """Carries the version that was on the page when it was opened."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    differences: list[Difference] = []

    def is_current(self, version: int) -> bool:
        return bool(self.cleaned_data["version"] == version)

    def show_what_changed(self, version: int, saved: dict[str, Any]) -> None:
        """Keep what was typed, note where `saved` differs from it, and let the next save win over `version`."""
        self.differences = [
            Difference(field.label or name, self._in_words(field, saved[name]))
            for name, field in self.fields.items()
            if name in saved and self.cleaned_data.get(name) != saved[name]
        ]
        typed = self.data.dict() if isinstance(self.data, QueryDict) else {**self.data}
        typed[self.add_prefix("version")] = str(version)
        self.data = typed

    @staticmethod
    def _in_words(field: forms.Field, value: Any) -> str:
        if isinstance(field, forms.ModelChoiceField):
            return str(value or field.empty_label)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return str(field.prepare_value(value) or "")

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, for the use case."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

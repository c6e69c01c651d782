"""Fields that several forms share. What is wrong is said in whole sentences, and nothing that was typed is lost."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, name_key

TOO_LONG = _("Please use %(limit_value)d characters at most; these are %(show_value)d.")
# Marks that turn the reading direction of what follows could disguise a line of a mail or of a page.
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class PointingForm(forms.Form):
    """Comes back with the cursor in the first field that something is wrong with."""

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if self.is_bound and name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


class OneLineField(forms.CharField):
    """A name or the like: line breaks and other white space become one space, invisible controls vanish."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {}).setdefault("max_length", TOO_LONG)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = " ".join(str(value or "").split())
        kept = (letter for letter in text if unicodedata.category(letter) != "Cc")
        return _DIRECTION_MARKS.sub("", "".join(kept))


class TextField(forms.CharField):
    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault("max_length", 20_000)
        options.setdefault("error_messages", {"max_length": TOO_LONG})
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        # Browsers send line ends as CR LF.
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\x00", "")


class AddressField(forms.EmailField):
    def __init__(self, **options: Any) -> None:
        malformed = _("This does not look like an e-mail address, such as dana@example.org.")
        options.setdefault("error_messages", {"invalid": malformed, "max_length": TOO_LONG})
        super().__init__(max_length=254, **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class DayField(forms.DateField):
    """A day; browsers show their calendar and send it as 2026-11-20."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {}).setdefault(
            "invalid", _("This is not a day in the calendar. Write it as 2026-11-20.")
        )
        options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        options["input_formats"] = ["%Y-%m-%d"]
        super().__init__(**options)


def check_past(day: date, today: date) -> date:
    """`day` itself; a day that is still to come is refused."""
    if day > today:
        raise ValidationError(
            _("%(day)s is still to come. Today is %(today)s."),
            params={"day": date_format(day, "j F Y"), "today": date_format(today, "j F Y")},
            code="future",
        )
    if day.year < 1950:
        raise ValidationError(_("That is a long time ago. Please check the year."), code="distant")
    return day


class InterestsField(forms.CharField):
    """Topics, comma-separated; each once."""

    MOST = 30
    LONGEST = 120

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        topics = [" ".join(topic.split()) for topic in re.split(r"[,;\n]", str(value or ""))]
        return list({name_key(topic): topic for topic in topics if topic}.values())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.MOST:
            raise ValidationError(_("Please keep to %(most)d interests."), params={"most": self.MOST})
        if any(len(topic) > self.LONGEST for topic in value):
            raise ValidationError(
                _("An interest has %(longest)d characters at most: separate them by commas."),
                params={"longest": self.LONGEST},
            )

    def run_validators(self, value: Any) -> None:
        """Those of a text field make no sense for a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


def cadence_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("How often"),
        choices=Contact.Cadence.choices,
        coerce=int,
        initial=Contact.Cadence.MONTHLY,
        help_text=_("How long to wait between two messages. A month is the least."),
    )

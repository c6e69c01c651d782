"""What a person types about letters: what was sent, what is to be sent, and what came back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.drafts import Draft
from followups.models import Touchpoint

LONG_AGO = date(1950, 1, 1)


class TextField(forms.CharField):
    """A letter or a note: line breaks are kept, in one spelling."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class OneLineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class PastDayField(forms.DateField):
    """The day on which something happened, in the user's own time zone: today at the latest."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": _("On which day was it?"),
            "invalid": _("This is not a day, such as 2026-11-23."),
            "future": _("This day is still to come. Note here what happened up to today."),
            "long_ago": _("This day is too long ago to be right."),
        }
        options.setdefault("error_messages", messages)
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(self.error_messages["future"], code="future")
        if value and value < LONG_AGO:
            raise forms.ValidationError(self.error_messages["long_ago"], code="long_ago")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.widget.attrs["max"] = timezone.localdate().isoformat()
        return super().get_bound_field(form, field_name)


class TouchpointForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Touchpoint.Kind.choices)
    on = PastDayField(label=_("Day"))
    channel = forms.ChoiceField(label=_("Channel"), choices=Touchpoint.Channel.choices)
    text = TextField(
        label=_("Text"),
        required=False,
        max_length=50_000,
        help_text=_("What you wrote, or a line about it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("The article or page you sent, if there was one."),
        error_messages={"invalid": _("This is not a web address, such as https://example.org/article.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, touchpoint: Touchpoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if touchpoint and touchpoint.feedback_request_id:
            # What asked for feedback, or thanked for it, stays that.
            self.fields["kind"].disabled = True
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Div("kind", "on", css_class="pair"),
            "channel",
            Field("text", wrapper_class="paper"),
            "url",
            "submission",
            "version",
        )

    @staticmethod
    def initial_for(touchpoint: Touchpoint) -> dict[str, Any]:
        names = ("kind", "on", "channel", "text", "url", "version")
        return {name: getattr(touchpoint, name) for name in names}

    @staticmethod
    def initial_for_new(kind: str = "") -> dict[str, Any]:
        known = kind if kind in Touchpoint.Kind.values else Touchpoint.Kind.CHECK_IN
        return {"kind": known, "on": timezone.localdate(), "channel": Touchpoint.Channel.EMAIL, "submission": uuid4()}

    @property
    def typed(self) -> dict[str, Any]:
        """What the use cases take."""
        return {name: self.cleaned_data[name] for name in ("kind", "on", "channel", "text", "url")}

    @property
    def submitted_as(self) -> UUID | None:
        return self.cleaned_data["submission"]  # type: ignore[no-any-return]


class LetterForm(forms.Form):
    """A letter as it will be sent, or was; `on` is the day of sending."""

    subject = OneLineField(label=_("Subject"), required=False, max_length=300)
    text = TextField(
        label=_("Your letter"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    on = PastDayField(label=_("Sent on"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @classmethod
    def show(cls, draft: Draft, *, name: str, version: int | None = None) -> LetterForm:
        """The form filled with a draft; `name` tells its fields from those of another letter on the page."""
        initial = {
            "subject": draft.subject,
            "text": draft.text,
            "on": timezone.localdate(),
            "version": version,
            "submission": uuid4(),
        }
        return cls(initial=initial, auto_id=f"{name}-%s")

    @property
    def draft(self) -> Draft:
        return Draft(self.cleaned_data["subject"], self.cleaned_data["text"])

    @property
    def shown(self) -> Draft:
        """What stands in the form, right or wrong."""
        return Draft(self["subject"].value() or "", self["text"].value() or "")

    @property
    def sent_on(self) -> date:
        return self.cleaned_data["on"] or timezone.localdate()


def typed_over(form: forms.Form, version: int) -> Any:
    """What was typed into the form, to be saved over what another tab saved as `version` meanwhile."""
    data: Any = form.data  # of the request: a field may have several values
    typed = data.copy()
    typed["version"] = str(version)
    return typed

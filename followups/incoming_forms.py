from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.answers import cut_answer
from followups.forms import PastDayField, TextField
from followups.models import IncomingMessage, Touchpoint

NAMES = ("on", "channel", "text")


class IncomingForm(forms.Form):
    on = PastDayField(label=_("Day"))
    channel = forms.ChoiceField(label=_("Channel"), choices=Touchpoint.Channel.choices)
    text = TextField(
        label=_("What they wrote"),
        required=False,
        max_length=50_000,
        help_text=_("Paste it, or put it in your own words."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Div("on", "channel", css_class="pair"), Field("text", wrapper_class="paper"), "submission", "version"
        )

    @staticmethod
    def initial_for(message: IncomingMessage) -> dict[str, Any]:
        return {name: getattr(message, name) for name in (*NAMES, "version")}

    @staticmethod
    def initial_for_new() -> dict[str, Any]:
        return {"on": timezone.localdate(), "channel": Touchpoint.Channel.EMAIL, "submission": uuid4()}

    @property
    def typed(self) -> dict[str, Any]:
        """What the use cases take."""
        return {name: self.cleaned_data[name] for name in NAMES}

    @property
    def written(self) -> dict[str, Any]:
        """What was typed; of a pasted mail, what they wrote in it."""
        is_mail = self.cleaned_data["channel"] == Touchpoint.Channel.EMAIL
        return {**self.typed, "text": cut_answer(self.typed["text"])} if is_mail else self.typed

    @property
    def submitted_as(self) -> UUID | None:
        return self.cleaned_data["submission"]  # type: ignore[no-any-return]

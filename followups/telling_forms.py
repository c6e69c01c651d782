"""What a person types about the programs and the devices that are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import OneLineField, PointingForm
from followups.fetching import complete_address
from followups.models import PushTarget, Webhook
from followups.telling.webhooks import read_url

ADDRESS = {"inputmode": "url", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class WebhookForm(PointingForm):
    url = OneLineField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Where your program listens. It is called with POST."),
        error_messages={"required": _("Which address is to be called?")},
        widget=forms.TextInput(attrs={**ADDRESS, "placeholder": "https://example.org/hook"}),
    )
    on_nudge_mailed = forms.BooleanField(label=_("A nudge was mailed"), required=False)
    on_touchpoint_logged = forms.BooleanField(label=_("A letter was noted"), required=False)
    on_answer_recorded = forms.BooleanField(label=_("An answer was noted"), required=False)

    EVENTS = ("on_nudge_mailed", "on_touchpoint_logged", "on_answer_recorded")

    def __init__(self, typed: Any = None, *, webhook: Webhook | None = None) -> None:
        kept = {name: getattr(webhook, name, True) for name in self.EVENTS}
        super().__init__(typed, initial={**kept, "url": read_url(webhook) if webhook else ""})

    def clean_url(self) -> str:
        return complete_address(self.cleaned_data["url"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in self.EVENTS):
            self.add_error(None, _("Choose what it is to be told."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PushTargetForm(PointingForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=PushTarget.Kind)
    address = OneLineField(
        label=_("Server or address"),
        max_length=500,
        help_text=_("https://ntfy.sh, or a server of your own; for a webhook its whole address."),
        error_messages={"required": _("Which server?")},
        widget=forms.TextInput(attrs=ADDRESS),
    )
    topic = OneLineField(
        label=_("Topic"), max_length=64, required=False, help_text=_("For ntfy: one that nobody can guess.")
    )
    token = OneLineField(
        label=_("Token"), max_length=200, required=False, help_text=_("For Gotify, or a protected ntfy topic.")
    )

    def clean_address(self) -> str:
        return complete_address(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == PushTarget.Kind.NTFY and not cleaned.get("topic"):
            self.add_error("topic", _("Which topic?"))
        if cleaned.get("kind") == PushTarget.Kind.GOTIFY and not cleaned.get("token"):
            self.add_error("token", _("Gotify asks for an application’s token."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

"""What a person types about an answer: what they wrote, what it is about, and what is to be folded away."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import TOO_LONG
from contacts.models import name_key
from followups.forms import PastDayField, TextField
from followups.models import FeedbackRequest
from followups.sentences import split_sentences
from followups.themes import LONGEST_OWN, MOST_OWN, THEMES, collect_themes, own_words
from followups.wording import one_line

MOST_SENTENCES = 200


class OwnThemesField(forms.CharField):
    """Words of the user's own, comma-separated; each once."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = [one_line(word) for word in re.split(r"[,;\n]", str(value or ""))]
        return list({name_key(word): word for word in words if word}.values())

    def validate(self, value: Any) -> None:
        if len(value) > MOST_OWN:
            raise forms.ValidationError(_("Please keep to %(most)d words."), params={"most": MOST_OWN})
        if any(len(word) > LONGEST_OWN for word in value):
            raise forms.ValidationError(
                _("A word has %(longest)d characters at most: separate them by commas."),
                params={"longest": LONGEST_OWN},
            )

    def run_validators(self, value: Any) -> None:
        """Those of a text field make no sense for a list."""


class AnswerForm(forms.Form):
    text = TextField(
        label=_("What they wrote"),
        required=False,
        max_length=50_000,
        help_text=_("Paste the mail, or put it in your own words. What it quotes, and the signature, are left out."),
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    on = PastDayField(label=_("Answered on"))
    themes = forms.MultipleChoiceField(
        label=_("What it is about"), required=False, choices=list(THEMES.items()), widget=forms.CheckboxSelectMultiple
    )
    own_themes = OwnThemesField(
        label=_("In your own words"),
        required=False,
        help_text=_("Separate several by commas, such as: salary, timing."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def show(cls, feedback_request: FeedbackRequest, *, name: str) -> AnswerForm:
        initial = {
            "text": feedback_request.answer,
            "on": feedback_request.answered_on or timezone.localdate(),
            "themes": [theme for theme in feedback_request.themes if theme in THEMES],
            "own_themes": own_words(feedback_request.themes),
            "version": feedback_request.version,
        }
        form = cls(initial=initial, auto_id=f"{name}-%s")
        if feedback_request.answered_on:
            form.fields["text"].help_text = ""
        return form

    @property
    def typed(self) -> dict[str, Any]:
        """What the use cases take."""
        themes = collect_themes(self.cleaned_data["themes"], self.cleaned_data["own_themes"])
        return {"text": self.cleaned_data["text"], "on": self.cleaned_data["on"], "themes": themes}


class FoldForm(forms.Form):
    """The sentences of an answer, to be ticked; the numbers hold for the version that the form was shown with."""

    sentences = forms.MultipleChoiceField(
        label=_("Fold these away"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, feedback_request: FeedbackRequest, **kwargs: Any) -> None:
        self.listed = list(dict.fromkeys(split_sentences(feedback_request.answer)))[:MOST_SENTENCES]
        folded = [str(place) for place, sentence in enumerate(self.listed) if sentence in feedback_request.folded]
        kwargs |= {"auto_id": f"fold-{feedback_request.pk}-%s"}
        kwargs |= {"initial": {"sentences": folded, "version": feedback_request.version}}
        super().__init__(*args, **kwargs)
        self.fields["sentences"].choices = [  # type: ignore[attr-defined]
            (str(place), sentence) for place, sentence in enumerate(self.listed)
        ]

    @property
    def chosen(self) -> list[str]:
        return [self.listed[int(place)] for place in self.cleaned_data["sentences"]]

"""What a person types into a template of their own; its placeholders are checked before it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import TOO_LONG, OneLineField
from contacts.forms.versions import VersionedForm
from contacts.models import name_key
from crm.models import User
from followups.forms import TextField
from followups.models import LetterTemplate, Touchpoint
from followups.placeholders import find_faults

Kind = Touchpoint.Kind
# A letter to begin with, in placeholders; the user makes it theirs.
STARTERS: dict[str, tuple[Promise, Promise]] = {
    Kind.FEEDBACK_REQUEST: (
        _("Thank you, and one question about the {role} role"),
        _(
            "Hi {name},\n\nThank you for letting me know about the {role} role at {company}. I respect the decision."
            "\n\nOne question: what one thing would have made me a stronger candidate? A line by e-mail is plenty.\n\n"
            "Kind regards,\n{my_name}"
        ),
    ),
    Kind.THANK_YOU: (
        _("Thank you for your answer"),
        _(
            "Hi {name},\n\nThank you for your answer. You wrote “{point}”, and I am taking it to heart.\n\n"
            "Kind regards,\n{my_name}"
        ),
    ),
    Kind.ARTICLE: (
        _("Thought of you: {article}"),
        _(
            "Hi {name},\n\nI came across this and thought of you. It made me think of {interest}.\n\n{article}\n{link}"
            "\n\nNo need to reply.\n\nKind regards,\n{my_name}"
        ),
    ),
    Kind.CHECK_IN: (
        _("A short hello from {my_name}"),
        _("Hi {name},\n\nI hope that {month} is a good month for you at {company}.\n\nKind regards,\n{my_name}"),
    ),
}


class TemplateForm(VersionedForm):
    kind = forms.ChoiceField(label=_("For which letter"), choices=Kind.choices)
    name = OneLineField(
        label=_("Name"),
        max_length=80,
        help_text=_("How you find it again, such as: After a final round."),
        error_messages={"required": _("Please give it a name.")},
    )
    subject = OneLineField(
        label=_("Subject"), max_length=300, error_messages={"required": _("Please write a subject.")}
    )
    text = TextField(
        label=_("Letter"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Please write the letter."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, owner: User, template: LetterTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.template = owner, template

    def clean_subject(self) -> str:
        return refuse_faults(self.cleaned_data["subject"])

    def clean_text(self) -> str:
        return refuse_faults(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        kind, name = self.cleaned_data.get("kind"), self.cleaned_data.get("name")
        if kind and name and self.is_taken(kind, name):
            self.refuse_name()
        return self.cleaned_data

    def refuse_name(self) -> None:
        self.add_error("name", _("You already have a template of this name for this kind of letter."))

    def is_taken(self, kind: str, name: str) -> bool:
        others = LetterTemplate.objects.owned_by(self.owner).filter(kind=kind)
        if self.template:
            others = others.exclude(pk=self.template.pk)
        return any(name_key(other) == name_key(name) for other in others.values_list("name", flat=True))

    @property
    def as_template(self) -> LetterTemplate:
        """What stands in the form, saved or not, right or wrong."""
        words = {name: self[name].value() or "" for name in ("kind", "subject", "text")}
        return LetterTemplate(owner=self.owner, **words)

    @staticmethod
    def saved_values(template: LetterTemplate) -> dict[str, Any]:
        return {name: getattr(template, name) for name in ("kind", "name", "subject", "text")}

    @staticmethod
    def starter(kind: str) -> dict[str, Any]:
        kind = kind if kind in Kind.values else Kind.FEEDBACK_REQUEST
        subject, text = STARTERS.get(kind, STARTERS[Kind.CHECK_IN])
        return {"kind": kind, "subject": str(subject), "text": str(text)}


def refuse_faults(text: str) -> str:
    """The text itself; one whose placeholders are unknown or unbalanced is refused, with what is wrong."""
    if faults := find_faults(text):
        raise ValidationError([ValidationError(fault, code="placeholder") for fault in faults])
    return text

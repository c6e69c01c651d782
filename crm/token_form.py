from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms import OneLineField
from crm.models import ApiToken

# In days; none: until it is revoked.
VALID_FOR = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("", _("until I revoke it"))]


class TokenForm(forms.Form):
    name = OneLineField(
        label=_("Name"),
        max_length=80,
        help_text=_("What it is for, such as: my spreadsheet."),
        error_messages={"required": _("Please give it a name: you will want to know which one to revoke.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(label=_("It may"), choices=ApiToken.Scope.choices, initial=ApiToken.Scope.WRITE)
    days = forms.TypedChoiceField(
        label=_("Valid for"), choices=VALID_FOR, coerce=int, empty_value=None, required=False, initial="365"
    )

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User

# In days.
VALID_FOR = [("1", _("a day")), ("7", _("a week")), ("30", _("a month"))]


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("The link is mailed there. Left empty, you get it here, and hand it over yourself."),
        error_messages={"invalid": _("This does not look like an e-mail address, such as ada@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=VALID_FOR, coerce=int, initial="7")

    def clean_email(self) -> str:
        email: Any = self.cleaned_data["email"]
        if email and User.objects.filter(email=email.lower()).exists():
            raise forms.ValidationError(_("They have an account here already."))
        return str(email).lower()

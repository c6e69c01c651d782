"""What a person types about a referral: whom to put forward to whom, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, Opening, Peer
from followups.forms import PastDayField
from followups.models import Referral
from followups.referrals.outcomes import OUTCOMES


class ReferralForm(forms.Form):
    """Who of those who agreed, through which of the contacts at that company."""

    peer = forms.ModelChoiceField(
        label=_("Whom"),
        queryset=Peer.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Please choose whom to refer."),
            "invalid_choice": _("Please choose somebody who agreed to be referred."),
        },
    )
    contact = forms.ModelChoiceField(
        label=_("Through"),
        queryset=Contact.objects.none(),
        empty_label=_("Choose a contact"),
        error_messages={
            "required": _("Please choose whom to write to."),
            "invalid_choice": _("Please choose somebody at this company whom you are in touch with."),
        },
    )

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(owner=opening.owner, company=opening.company_id).in_touch().by_name()
        peers = Peer.objects.filter(owner=opening.owner).consenting().by_name()
        for name, choices in (("peer", peers), ("contact", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices


class OutcomeForm(forms.Form):
    """What came of a referral; *sent* is how an outcome is taken back."""

    state = forms.ChoiceField(
        choices=[(state.value, state.label) for state in (Referral.State.SENT, *OUTCOMES)],
        error_messages={"required": _("Please choose what came of it."), "invalid_choice": _("Please choose again.")},
    )
    on = PastDayField(label=_("Day"), required=False)

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.sent_on = referral.touchpoint.on if referral.touchpoint else None

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"] or timezone.localdate()
        if self.sent_on and on < self.sent_on:
            raise forms.ValidationError(_("That was before you sent it."), code="before_sending")
        return on

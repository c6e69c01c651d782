"""A link that a user wants to send to somebody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact, name_key
from crm.models import User
from followups.fetching import complete_address
from followups.forms import OneLineField
from followups.ideas.by_hand import find_link
from followups.wording import cut, one_line

LONGEST_URL, LONGEST_TITLE = 2000, 300
SUGGESTED = 200
NOT_AN_ADDRESS = gettext_lazy("This is not a web address, such as https://example.org/article.")


class LinkField(forms.CharField):
    """A web address; https:// may be left out."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"})

    def to_python(self, value: Any) -> str:
        return complete_address(one_line(str(super().to_python(value) or "")))

    def validate(self, value: Any) -> None:
        super().validate(value)
        URLValidator(schemes=["http", "https"], message=NOT_AN_ADDRESS)(value)
        if urlsplit(value).username is not None:
            raise forms.ValidationError(_("This address has a name or a password in it. Please leave that out."))


class IdeaForm(forms.Form):
    url = LinkField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        error_messages={"required": gettext_lazy("Which page is it? Paste its address.")},
    )
    title = OneLineField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Left empty, it is read from the page."),
    )
    person = OneLineField(
        label=gettext_lazy("For whom"),
        max_length=254,
        help_text=gettext_lazy("A name from your people, or an e-mail address."),
        error_messages={"required": gettext_lazy("Whom is it for?")},
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User, contact: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.contact = user, contact
        self.is_for_one = contact is not None
        if contact:
            del self.fields["person"]

    def clean_person(self) -> str:
        typed = self.cleaned_data["person"]
        people = Contact.objects.owned_by(self.user).in_touch().select_related("owner", "company")
        found = people.filter(email=typed.lower()) if "@" in typed else people.filter(name_key=name_key(typed)[:250])
        several = list(found[:4]) or list(people.filter(name_key__startswith=name_key(typed)[:250])[:4])
        if not several:
            raise forms.ValidationError(
                _("Nobody in touch with you is called so. Please write the name as on their page.")
            )
        if len(several) > 1:
            raise forms.ValidationError(
                _("There are several: %(people)s. The e-mail address tells them apart, or start from their page."),
                params={"people": "; ".join(describe(contact) for contact in several)},
            )
        self.contact = several[0]
        return str(typed)

    @property
    def suggestions(self) -> list[Contact]:
        """Whom the field proposes: whoever is next."""
        people = Contact.objects.owned_by(self.user).in_touch().select_related("company")
        return [] if self.is_for_one else list(people.longest_waiting_first()[:SUGGESTED])


def describe(contact: Contact) -> str:
    return f"{contact.name} ({contact.email})" if contact.email else contact.name


def read_shared(query: QueryDict) -> dict[str, str]:
    """What a bookmarklet or another app hands over: the address may stand in the text, or even in the title."""
    given = {name: query.get(name, "")[:LONGEST_URL] for name in ("url", "text", "title")}
    url = find_link(given["url"], given["text"], given["title"]) or given["url"]
    title = given["title"] or given["text"]
    return {"url": url, "title": cut(title.replace(url, " ") if url else title, LONGEST_TITLE)}

"""What a person types about their mailbox, and about a mail that waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import DayField, OneLineField, PointingForm, check_past
from contacts.models import Contact, name_key
from crm.models import User
from followups.models import MailboxMail, SentFolder

# Where the mailboxes of these domains are read.
KNOWN_SERVERS = {
    "fastmail.com": "imap.fastmail.com",
    "gmail.com": "imap.gmail.com",
    "gmx.de": "imap.gmx.net",
    "gmx.net": "imap.gmx.net",
    "googlemail.com": "imap.gmail.com",
    "icloud.com": "imap.mail.me.com",
    "mailbox.org": "imap.mailbox.org",
    "me.com": "imap.mail.me.com",
    "posteo.de": "posteo.de",
    "web.de": "imap.web.de",
    "yahoo.com": "imap.mail.yahoo.com",
    "zoho.com": "imap.zoho.com",
}
DAYS_BACK = timedelta(days=30)
MOST_NAMED = 200


class SentFolderForm(PointingForm):
    """The mailbox, and from which day on; the password is asked for anew with each change."""

    user_name = OneLineField(
        label=_("User name"),
        max_length=254,
        help_text=_("Mostly your e-mail address."),
        error_messages={"required": _("Under which name do you sign in at your mail provider?")},
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("App password"),
        max_length=500,
        strip=True,
        help_text=_("Made in your provider’s settings for this alone. It is kept encrypted, and you can end it there."),
        error_messages={"required": _("Please give the app password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    host = OneLineField(
        label=_("IMAP server"),
        max_length=253,
        error_messages={"required": _("Which server? Your provider calls it IMAP, or incoming mail.")},
        widget=forms.TextInput(
            attrs={"list": "known-servers", "autocapitalize": "off", "autocomplete": "off", "inputmode": "url"}
        ),
    )
    security = forms.ChoiceField(label=_("Security"), choices=SentFolder.Security)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    folder = OneLineField(
        label=_("Folder"), max_length=200, required=False, help_text=_("Empty: the one your provider marks as sent.")
    )
    since = DayField(label=_("Mails since"), error_messages={"required": _("Please choose the day.")})

    def __init__(self, typed: Any = None, *, owner: User, watched: SentFolder | None = None) -> None:
        today = owner.today()
        guessed = {
            "user_name": owner.email,
            "host": KNOWN_SERVERS.get(owner.email.rpartition("@")[2], ""),
            "since": today - DAYS_BACK,
        }
        kept = (
            {name: getattr(watched, name) for name in ("user_name", "host", "security", "port", "folder", "since")}
            if watched
            else {}
        )
        super().__init__(typed, initial=guessed | kept)
        self.today = today

    @property
    def known_servers(self) -> list[str]:
        return sorted(set(KNOWN_SERVERS.values()))

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].lower().removeprefix("imaps://").removeprefix("imap://").strip("/")
        if set(host) & set(" /@:"):
            raise ValidationError(_("Please give the server’s name alone, such as imap.example.org."))
        return host

    def clean_since(self) -> date:
        return check_past(self.cleaned_data["since"], self.today)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, for the use case."""
        port = self.cleaned_data["port"] or SentFolder.USUAL_PORTS[self.cleaned_data["security"]]
        return {**self.cleaned_data, "port": port}


class WaitingMailForm(forms.Form):
    """Whose letter it is, and who wrote it."""

    contact = OneLineField(
        label=_("With whom"),
        max_length=254,
        help_text=_("The name or the e-mail of somebody you keep in touch with."),
        error_messages={"required": _("Please name a person.")},
        widget=forms.TextInput(attrs={"list": "known-people", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(MailboxMail.Kind.SENT, _("I wrote to them")), (MailboxMail.Kind.RECEIVED, _("They wrote to me"))],
    )

    def __init__(self, typed: Any = None, *, mail: MailboxMail) -> None:
        kind = mail.kind if mail.kind == MailboxMail.Kind.RECEIVED else MailboxMail.Kind.SENT
        whom = (mail.contact.email or mail.contact.name) if mail.contact else ""
        super().__init__(typed, initial={"contact": whom, "kind": kind})
        self.people = Contact.objects.owned_by(mail.owner).select_related("company", "owner")

    @property
    def known_people(self) -> list[str]:
        return list(self.people.by_name().values_list("name", flat=True)[:MOST_NAMED])

    def clean_contact(self) -> Contact:
        typed: str = self.cleaned_data["contact"]
        found = self.people.filter(Q(email=typed.lower()) | Q(name_key=name_key(typed)[:250]))[:2]
        if not found:
            raise ValidationError(_("You know nobody by this name or e-mail yet. Add them first."))
        if len(found) > 1:
            raise ValidationError(_("Several people have this name. Please give the e-mail."))
        return found[0]

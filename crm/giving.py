"""All about one person, in one file that they can read: every row that is about them, field by field.

The rows are found by walking the models, so that a new table or field cannot be forgotten (nor its test be passed by).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Company, Contact, ContactEvent, Interest, Rejection
from crm.importing.models import ImportRow
from followups.mailbox.tray import open_mail
from followups.models import (
    Delivery,
    FeedbackRequest,
    Idea,
    IncomingMessage,
    LetterDraft,
    MailboxMail,
    Nudge,
    Referral,
    StateChange,
    Touchpoint,
)
from followups.reading_kept_mail import read_kept_mail

# Every table that is about a contact, how its rows lead there, and what to call it for them.
TABLES: dict[type[Model], tuple[str, Any]] = {
    Company: ("contacts", gettext_lazy("Where you work")),
    Interest: ("contact", gettext_lazy("What you care about")),
    Rejection: ("contact", gettext_lazy("Applications that you decided on")),
    FeedbackRequest: ("contact", gettext_lazy("Questions to you, and your answers")),
    Touchpoint: ("contact", gettext_lazy("Messages to you")),
    IncomingMessage: ("contact", gettext_lazy("Messages from you")),
    LetterDraft: ("contact", gettext_lazy("A letter not sent yet")),
    Idea: ("contact", gettext_lazy("What might interest you")),
    Referral: ("contact", gettext_lazy("People put forward to you")),
    ContactEvent: ("contact", gettext_lazy("How the acquaintance went")),
    MailboxMail: ("contact", gettext_lazy("Mails read in a mailbox")),
    ImportRow: ("contact", gettext_lazy("Read from a file")),
    Delivery: ("contact", gettext_lazy("What other programs were told of you")),
    Nudge: ("contact", gettext_lazy("Reminders to write to you")),
    StateChange: ("nudge__contact", gettext_lazy("What became of the reminders")),
}
# Copies that the program makes of other fields to find or match them, and its own bookkeeping: no word of theirs.
LEFT_OUT = {
    "id",
    "owner",
    "contact",
    "version",
    "submission",
    "search_text",
    "name_key",
    "topic_key",
    "company_key",
    "mail_key",
    "public_id",
    "needs_matching",
    "score",
    "place",
    "run",
    "webhook",
    "until",
    "month",
    "counts",
}

# Where the name of a field says too little to whoever reads the file.
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "title": gettext_lazy("Title"),
    "created_at": gettext_lazy("Noted here"),
    "taken_at": gettext_lazy("Noted here"),
    "on": gettext_lazy("Day"),
    "at": gettext_lazy("When"),
    "next_on": gettext_lazy("Next reminder"),
    "next_from": gettext_lazy("Counted from"),
    "next_from_on": gettext_lazy("Counted from the day"),
    "quiet_step": gettext_lazy("How often a longer pause was proposed"),
    "quiet_answered_on": gettext_lazy("When a longer pause was answered"),
    "early": gettext_lazy("Sooner than a month after the last"),
    "voice": gettext_lazy("Wording"),
    "nudge": gettext_lazy("Reminder"),
    "old": gettext_lazy("From"),
    "new": gettext_lazy("To"),
    "by": gettext_lazy("By"),
}
# A link in a mail acts for the user: it is not for the person whom the mail is about.
MAIL_LINK = re.compile(r"^.*/n/.*$\n?", re.MULTILINE)


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[list[Fact]]


@dataclass(frozen=True)
class PersonFile:
    name: str
    kept_by: str
    made_at: datetime
    facts: list[Fact]
    sections: list[Section]


def describe_person(contact: Contact) -> PersonFile:
    sections = [Section(str(title), entries) for title, entries in read_sections(contact) if entries]
    return PersonFile(contact.name, contact.owner.signature, timezone.now(), list(tell_row(contact)), sections)


def write_file(about: PersonFile) -> str:
    return render_to_string("crm/person_file.html", {"about": about})


def read_sections(contact: Contact) -> Iterator[tuple[Any, list[list[Fact]]]]:
    for model, (path, title) in TABLES.items():
        rows = model._base_manager.filter(**{path: contact}).order_by("pk")
        yield title, [facts for row in with_what_they_name(rows) if (facts := list(tell_row(row)))]
    yield _("Mails about you"), [list(tell_mail(nudge)) for nudge in mailed_alone(contact)]


def with_what_they_name(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(*(field.name for field in told_fields(rows.model) if isinstance(field, ForeignKey)))


def told_fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if field.name not in LEFT_OUT]


def tell_row(row: Model) -> Iterator[Fact]:
    for field in told_fields(type(row)):
        if isinstance(row, MailboxMail) and field.name == "sealed_mail":
            yield from tell_sealed(row)
        elif value := tell_value(row, field):
            label = str(LABELS.get(field.name, field.verbose_name))
            yield Fact(capfirst(label), value, is_long="\n" in value or len(value) > 120)


def tell_value(row: Model, field: Field[Any, Any]) -> str:
    value = getattr(row, field.name)
    if value in (None, "", [], {}):
        return ""
    if isinstance(row, StateChange) and field.name in ("old", "new"):
        return str(dict(Nudge.State.choices).get(value, value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(timezone.localtime(value), "j F Y, H:i")
        case date():
            return date_format(value, "j F Y")
        case Model():
            return tell_other(value)
        case dict():
            return json.dumps(value, ensure_ascii=False, indent=1)
        case list():
            return "\n".join(map(str, value))
    return str(value)


def tell_other(other: Model) -> str:
    """A row that this one names: its name, and its address if it has one."""
    return "\n".join(filter(None, [str(other), getattr(other, "url", "")]))


def tell_sealed(mail: MailboxMail) -> Iterable[Fact]:
    if mail.sealed_mail is None:
        return
    kept = open_mail(mail)
    for label, text in ((_("From"), kept.sender), (_("Subject"), kept.subject), (_("Text"), kept.text)):
        if text:
            yield Fact(label, text, is_long="\n" in text)


def mailed_alone(contact: Contact) -> list[Nudge]:
    """Nudges in mails about this person alone: what a mail says of others is nobody's business here."""
    nudges = Nudge.objects.filter(contact=contact, mail__isnull=False).select_related("mail").order_by("on")
    others = Nudge.objects.exclude(contact=contact).values("mail")
    return list(nudges.exclude(mail__in=others.exclude(mail=None)))


def tell_mail(nudge: Nudge) -> Iterable[Fact]:
    assert nudge.mail is not None
    yield Fact(_("Day"), date_format(nudge.mail.on, "j F Y"))
    if nudge.mail.subject:
        yield Fact(_("Subject"), nudge.mail.subject)
    if kept := read_kept_mail(nudge.mail):
        yield Fact(_("Text"), MAIL_LINK.sub("", kept.text), is_long=True)

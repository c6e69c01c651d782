"""The user's own templates: kept by kind and name, checked when they are saved, and tried on a real contact."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from contacts.models import Contact
from crm.models import User
from followups.drafts import Draft
from followups.drafts.own import fill_both, read_values
from followups.locks import lock_user
from followups.models import FeedbackRequest, LetterTemplate, Touchpoint

MOST_TEMPLATES = 50
CONTACTS_OFFERED = 50
ABOUT_FEEDBACK = {Touchpoint.Kind.FEEDBACK_REQUEST, Touchpoint.Kind.THANK_YOU}


class TooMany(Exception):
    """A user keeps 50 templates at most."""


class NameTaken(Exception):
    """Another tab was first to give a template of this kind the name."""


@dataclass(frozen=True)
class Preview:
    """A template filled for a contact, and the sentences that it leaves out for lack of a value."""

    contact: Contact
    draft: Draft
    left_out: list[str]


def add_template(owner: User, *, kind: str, name: str, subject: str, text: str) -> LetterTemplate:
    """Raises `TooMany`, `NameTaken`."""
    try:
        with transaction.atomic():
            lock_user(owner)
            if LetterTemplate.objects.owned_by(owner).count() >= MOST_TEMPLATES:
                raise TooMany
            return LetterTemplate.objects.create(owner=owner, kind=kind, name=name, subject=subject, text=text)
    except IntegrityError as error:
        raise NameTaken from error


def change_template(template: LetterTemplate, *, version: int, kind: str, name: str, subject: str, text: str) -> bool:
    """Save over the version that was on the page; False if another tab was first. Raises `NameTaken`."""
    rows = LetterTemplate.objects.filter(pk=template.pk, version=version)
    try:
        with transaction.atomic():
            changed = rows.update(kind=kind, name=name, subject=subject, text=text, version=F("version") + 1)
    except IntegrityError as error:
        raise NameTaken from error
    template.refresh_from_db()
    return bool(changed)


def offer_contacts(owner: User) -> list[Contact]:
    """Whom a template can be tried on: the contacts that were added last."""
    newest = Contact.objects.owned_by(owner).order_by("-created_at", "-pk")
    return list(newest.only("pk", "name")[:CONTACTS_OFFERED])


def find_contact_to_try(owner: User, pk: int | None) -> Contact | None:
    """The contact of that number, else the one who was added last; None if there is nobody yet."""
    contacts = Contact.objects.owned_by(owner).select_related("company", "owner")
    named = contacts.filter(pk=pk).first() if pk else None
    return named or contacts.order_by("-created_at", "-pk").first()


def preview_template(template: LetterTemplate, contact: Contact) -> Preview:
    request = read_latest_request(contact) if template.kind in ABOUT_FEEDBACK else None
    values = read_values(contact, request=request)
    subject, text = fill_both(template, values)
    return Preview(contact, Draft(subject.text, text.text), [*subject.left_out, *text.left_out])


def read_latest_request(contact: Contact) -> FeedbackRequest | None:
    requests = contact.feedback_requests.select_related("rejection__company")
    return requests.order_by("-rejection__rejected_on", "-pk").first()

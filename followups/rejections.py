"""Log a rejection: the company, the person, the day, and the first letter it allows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from contacts.models import Company, Contact, Rejection, name_key
from contacts.search import index_contact
from crm.models import User
from followups.cadence import refresh_next_date
from followups.feedback import NOT_ASKED_YET, propose_request
from followups.locks import lock_user
from followups.models import FeedbackRequest
from followups.nudge_states import withdraw_if_too_soon
from followups.people import add_contact, find_or_make_company, heed_do_not_contact, set_interests
from followups.thanks import hold_for_thanks


@transaction.atomic
def log_rejection(
    owner: User,
    *,
    company_name: str,
    role: str,
    rejected_on: date,
    stage: str = "",
    contact_name: str = "",
    contact_email: str = "",
    contact_title: str = "",
    field: str = "",
    interests: Iterable[str] = (),
    cadence: int = 1,
    notes: str = "",
    told_by: str = "",
    reason: str = "",
    submission: UUID | None = None,
) -> Rejection:
    """Log a rejection with its company and contact, found or made, and propose the feedback request.

    A known contact is found by e-mail, else by name within the company, and only gains what was not known before.
    A `submission` that was logged before returns that rejection: a double click logs one.
    """
    lock_user(owner)
    if submission and (logged := Rejection.objects.owned_by(owner).filter(submission=submission).first()):
        return logged
    company = find_or_make_company(owner, company_name)
    assert company is not None, "a rejection names its company"
    contact = find_contact(owner, company, contact_name, contact_email)
    about: Any = {"email": contact_email, "title": contact_title, "field": field, "interests": interests}
    if contact:
        complete_contact(contact, company, **about)
    elif contact_name or contact_email:
        name = contact_name or contact_email.partition("@")[0]
        contact = add_contact(owner, name=name, company_name=company.name, cadence=cadence, **about)
    told = {"stage": stage, "told_by": told_by, "reason": reason, "notes": notes}
    rejection = Rejection.objects.create(
        owner=owner,
        company=company,
        contact=contact,
        role=role,
        rejected_on=rejected_on,
        submission=submission,
        **told,
    )
    settle_contact(rejection)
    return rejection


def find_contact(owner: User, company: Company, name: str, email: str) -> Contact | None:
    """The contact with this e-mail, else the one of this name at this company (unless their e-mail differs)."""
    known: Contact | None = None
    if email:
        known = Contact.objects.owned_by(owner).filter(email=email.strip().lower()).order_by("id").first()
    if known is None and name:
        namesakes = Contact.objects.owned_by(owner).filter(name_key=name_key(name)[:250], company=company)
        known = (namesakes.filter(email="") if email else namesakes).order_by("id").first()
    return known


def complete_contact(
    contact: Contact, company: Company, *, email: str, title: str, field: str, interests: Iterable[str]
) -> None:
    """Fill what was not known of the contact; what is known stays as it is."""
    contact.company = contact.company or company
    contact.email = contact.email or email
    contact.title = contact.title or title
    contact.field = contact.field or field
    contact.needs_matching = True
    contact.version += 1
    contact.save()
    heed_do_not_contact(contact)
    set_interests(contact, [*contact.interests.values_list("topic", flat=True), *interests])


def settle_contact(rejection: Rejection) -> None:
    """What follows for the contact: the request is proposed, the clock starts, the search knows the role."""
    if rejection.contact:
        propose_request(rejection)
        index_contact(rejection.contact)
        withdraw_if_too_soon(rejection.contact, rejection.rejected_on)
        refresh_next_date(rejection.contact)


@transaction.atomic
def change_rejection(
    rejection: Rejection,
    *,
    company_name: str,
    role: str,
    rejected_on: date,
    stage: str,
    told_by: str,
    reason: str,
    notes: str,
    contact: Contact | None,
) -> Rejection:
    """Correct a rejection; the contact's next date follows, and so does the former contact's."""
    lock_user(rejection.owner)
    former = rejection.contact
    company = find_or_make_company(rejection.owner, company_name)
    assert company is not None, "a rejection names its company"
    rejection.company, rejection.role, rejection.rejected_on = company, role, rejected_on
    rejection.stage, rejection.told_by, rejection.reason, rejection.notes = stage, told_by, reason, notes
    rejection.contact = contact
    rejection.version += 1
    rejection.save()
    if former and former != contact:
        FeedbackRequest.objects.filter(rejection=rejection, contact=former, state__in=NOT_ASKED_YET).delete()
        index_contact(former)
        refresh_next_date(former)
    settle_contact(rejection)
    return rejection


@transaction.atomic
def delete_rejection(rejection: Rejection) -> None:
    """Delete a rejection logged by mistake, its feedback request with it; touchpoints stay on the timeline."""
    lock_user(rejection.owner)
    contact = rejection.contact
    rejection.delete()
    if contact:
        index_contact(contact)
        hold_for_thanks(contact)

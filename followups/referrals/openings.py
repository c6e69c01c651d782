"""Note what companies are hiring for; who is proposed for it follows."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from contacts.models import Opening
from crm.models import User
from followups.locks import lock_user
from followups.people import find_or_make_company
from followups.referrals.proposing import find_referral_ideas


@transaction.atomic
def add_opening(
    owner: User, *, company_name: str, role: str, url: str = "", asks_for: str = "", closed_on: date | None = None
) -> Opening:
    lock_user(owner)
    company = find_or_make_company(owner, company_name)
    assert company is not None, "an opening names its company"
    opening = Opening.objects.create(
        owner=owner, company=company, role=role, url=url, asks_for=asks_for, closed_on=closed_on
    )
    find_referral_ideas(owner)
    return opening


@transaction.atomic
def change_opening(
    opening: Opening, *, company_name: str, role: str, url: str, asks_for: str, closed_on: date | None
) -> Opening:
    lock_user(opening.owner)
    company = find_or_make_company(opening.owner, company_name)
    assert company is not None, "an opening names its company"
    opening.company, opening.role, opening.url = company, role, url
    opening.asks_for, opening.closed_on = asks_for, closed_on
    opening.version += 1
    opening.save()
    find_referral_ideas(opening.owner)
    return opening


def close_opening(opening: Opening, *, on: date | None = None) -> None:
    """They are not looking any more, since that day (today): nobody is proposed for it now."""
    set_closed(opening, on or opening.owner.today())


def reopen_opening(opening: Opening) -> None:
    set_closed(opening, None)


@transaction.atomic
def set_closed(opening: Opening, on: date | None) -> None:
    lock_user(opening.owner)
    owner = opening.owner
    opening.refresh_from_db()
    opening.owner = owner
    opening.closed_on = on
    opening.version += 1
    opening.save(update_fields=["closed_on", "version"])
    find_referral_ideas(owner)


@transaction.atomic
def delete_opening(opening: Opening) -> None:
    """Delete it with its referrals and ideas; messages that were logged stay on their timelines."""
    lock_user(opening.owner)
    opening.delete()

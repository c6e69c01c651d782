"""Change a company."""

from __future__ import annotations

from django.db import transaction

from contacts.models import Company, Contact
from contacts.search import index_company


@transaction.atomic
def change_company(company: Company, *, version: int, name: str, website: str, notes: str) -> bool:
    """Change a company that is still at `version`, and find its people by the new name; False if it is not."""
    now = Company.objects.select_for_update().get(pk=company.pk)
    if now.version != version:
        return False
    now.name, now.website, now.notes, now.version = name, website, notes, version + 1
    now.save()
    if now.name != company.name:
        index_company(now)
        # What headlines call it has changed.
        Contact.objects.filter(company=now).update(needs_matching=True)
    return True

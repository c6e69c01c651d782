"""The rejections that a contact page shows, each with its company and the feedback asked for: one statement.

The same through the models cost a quarter of the page.
"""

from __future__ import annotations

from typing import Any

from contacts.models import Company, Contact, Rejection
from crm.statements import Columns, read_rows
from followups.models import FeedbackRequest

REJECTION, REQUEST = Columns(Rejection), Columns(FeedbackRequest)
REJECTIONS_SQL = f"""
SELECT co.name, {REJECTION.of("r")}, {REQUEST.of("f")}
FROM contacts_rejection r JOIN contacts_company co ON co.id = r.company_id
LEFT JOIN followups_feedbackrequest f ON f.rejection_id = r.id AND f.contact_id = r.contact_id
WHERE r.contact_id = %s ORDER BY r.rejected_on DESC, r.id DESC"""  # noqa: S608 (names of ours)


def read_rejections(contact: Contact) -> tuple[list[Rejection], list[FeedbackRequest]]:
    """The rejections, newest first, and the requests for feedback on them; `contact.rejections` knows them then."""
    rejections, requests = [], []
    for company_name, *values in read_rows(REJECTIONS_SQL, [contact.pk]):
        rejection = REJECTION.make(values[: len(REJECTION)])
        rejection.contact = contact
        rejection.company = Company(pk=rejection.company_id, owner_id=contact.owner_id, name=company_name)
        rejections.append(rejection)
        asked = values[len(REJECTION) :]
        if asked[0] is not None:
            request = REQUEST.make(asked)
            request.contact, request.rejection = contact, rejection
            requests.append(request)
    _remember(contact, rejections)
    return rejections, requests


def _remember(contact: Contact, rejections: list[Rejection]) -> None:
    """As Django's `prefetch_related_objects` does: whoever asks the contact for them asks no database."""
    known: Any = contact.rejections.get_queryset()
    known._result_cache, known._prefetch_done = rejections, True
    vars(contact)["_prefetched_objects_cache"] = {"rejections": known}

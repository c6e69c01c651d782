"""Letters that the app composes: within the rule of the month, and read before they are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from contacts.models import Contact
from crm.api.fields import allowed
from crm.api.nouns.kinds import Kind
from followups.cadence import earliest_outreach_on
from followups.drafts import Draft, mailto_url
from followups.referrals.referring import OutOfTouch, TooSoon


class LetterOut(BaseModel):
    contact: int
    kind: Annotated[str, allowed(Kind)]
    to: str = Field(description="The contact's address; empty while it is not known.")
    subject: str
    text: str
    mailto: str = Field(description="A link that opens the letter in a mail program.")


def show_letter(contact: Contact, kind: str, draft: Draft) -> LetterOut:
    return LetterOut(
        contact=contact.pk,
        kind=kind,
        to=contact.email,
        subject=draft.subject,
        text=draft.text,
        mailto=mailto_url(contact.email, draft),
    )


def require_in_touch(contact: Contact) -> None:
    if not contact.is_active:
        raise OutOfTouch(contact)


def require_month_over(contact: Contact) -> None:
    """Raises `TooSoon` with the day from which outreach may be composed."""
    earliest = earliest_outreach_on(contact)
    if earliest and earliest > contact.owner.today():
        raise TooSoon(earliest)

"""Thanks that are owed hold a contact's nudges back, 14 days at most."""

from contacts.models import Contact
from followups.cadence import refresh_next_date
from followups.models.feedback import THANKS_HOLD
from followups.nudge_states import withdraw_open_nudge


def hold_for_thanks(contact: Contact) -> None:
    """Hold the contact's nudges while thanks are owed for any answer, counted from the latest one."""
    owed = contact.feedback_requests.owed_thanks().order_by("-answered_on").first()
    held_until = owed.answered_on + THANKS_HOLD if owed and owed.answered_on else None
    Contact.objects.filter(pk=contact.pk).update(thanks_held_until=held_until)
    contact.thanks_held_until = held_until
    if held_until and held_until > contact.owner.today():
        withdraw_open_nudge(contact)
    refresh_next_date(contact)

"""What templates of every app share: the month ring, and the way back in a note."""

from datetime import date
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext, ngettext

from contacts.models import Contact

register = template.Library()

# The circle of the ring has a radius of 22, so this is once around.
ONCE_AROUND = 138


@register.inclusion_tag("_ring.html")
def ring(
    contact: Contact,
    today: date,
    *,
    due: bool | None = None,
    label: str = "",
    size: str = "",
) -> dict[str, Any]:
    """The month ring of a contact: how far the time to the next letter has turned, with the days left inside.

    `due` and `label` override what the contact's dates say (thanks that are owed are due at once);
    `size` may be "big".
    """
    next_on = contact.next_on
    if due or (due is None and next_on is not None and next_on <= today):
        said, text, turned = gettext("It is time to write"), contact.initials, ONCE_AROUND
        return {"text": text, "turned": turned, "due": True, "still": False, "label": label or said, "size": size}
    if next_on is None:
        said = gettext("No next date: %(standing)s") % {"standing": contact.get_standing_display().lower()}
        text, turned = contact.initials, 0
    else:
        left = max(0, (next_on - today).days)
        said = ngettext("%(days)d day until the next letter", "%(days)d days until the next letter", left) % {
            "days": left
        }
        text, turned = str(left), turned_by(contact, today)
    still = next_on is None
    return {"text": text, "turned": turned, "due": False, "still": still, "label": label or said, "size": size}


def turned_by(contact: Contact, today: date) -> int:
    """How much of the way from the event that the next date counts from to that date is behind us, in 138ths."""
    start, end = contact.next_from_on or contact.added_on, contact.next_on
    if end is None or end <= start:
        return ONCE_AROUND
    share = (today - start).days / (end - start).days
    return round(ONCE_AROUND * min(1, max(0, share)))


@register.filter
def undo_address(message: Message) -> str:
    """The address that takes back what a message tells of.

    A view gives it with the message: `messages.success(request, text, extra_tags=f"undo:{address}")`.
    """
    addresses = (tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:"))
    return next((address for address in addresses if address.startswith("/") and not address.startswith("//")), "")

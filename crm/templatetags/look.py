"""What templates of every app share: the month ring, and the way back in a note."""

from datetime import date
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contacts.models import Contact
from contacts.ring import read_ring

register = template.Library()


@register.inclusion_tag("_ring.html")
def ring(
    contact: Contact,
    today: date,
    *,
    due: bool = False,
    label: str = "",
    size: str = "",
) -> dict[str, Any]:
    """The month ring of a contact: how far the time to the next letter has turned, with the days left inside.

    `due` draws it full whatever the dates say (thanks that are owed are due at once); `size` may be "big".
    """
    drawn = read_ring(
        initials=contact.initials,
        counts_from=contact.next_from_on or contact.added_on,
        next_on=contact.next_on,
        today=today,
        is_due=due,
    )
    return {"ring": drawn, "label": label or drawn.label, "size": size}


@register.filter
def undo_address(message: Message) -> str:
    """The address that takes back what a message tells of.

    A view gives it with the message: `messages.success(request, text, extra_tags=f"undo:{address}")`.
    """
    addresses = (tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:"))
    return next((address for address in addresses if address.startswith("/") and not address.startswith("//")), "")


@register.simple_tag
def current_page(path: str, place: str, *others: str) -> SafeString | str:
    """The attribute that marks a place of the navigation: *page* on its own page, *true* on those below it."""
    is_below = any(path.startswith(each) for each in (place, *others) if each != "/")
    current = "page" if path == place else "true" if is_below else ""
    return format_html(' aria-current="{}"', current) if current else ""

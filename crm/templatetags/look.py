"""What templates of every app share: the month ring, and the way back in a note."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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


@register.simple_tag
def same_for_all(name: str) -> SafeString:
    """A part that is the same for everybody and on every page: made once.

    The head of the page alone takes 0.7 ms, of a list that may take 6.
    """
    make = make_part.__wrapped__ if settings.DEBUG else make_part  # whoever changes static files wants to see them
    return make(name, "")


@register.simple_tag
def navigation(path: str) -> SafeString:
    """The navigation as it stands on the page at `path`; made once for each place of it, for it takes 0.5 ms.

    A place is one part long, like `/contacts/`; all pages below one look the same there.
    """
    _start, place, *below = path.split("/")
    return make_part("_nav.html", f"/{place}/below/" if any(below) else path)


@lru_cache(maxsize=500)
def make_part(name: str, here: str) -> SafeString:
    return mark_safe(render_to_string(name, {"here": here}))  # noqa: S308 (our own template)


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

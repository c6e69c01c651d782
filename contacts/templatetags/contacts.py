"""How a contact is told of in a line."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact

register = template.Library()


@register.filter
def workplace(contact: Contact) -> str:
    """“Head of Data, Zephyr Cold Chain”, or the half of it that is known."""
    return ", ".join(part for part in (contact.title, contact.company.name if contact.company else "") if part)


@register.filter
def in_words(day: date, today: date) -> str:
    """“20 October”, with the year when it is another one."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


@register.filter
def in_short(day: date, today: date) -> str:
    """“20 Oct”, with the year when it is another one."""
    return date_format(day, "j M" if day.year == today.year else "j M Y")


@register.filter
def next_in_words(contact: Contact, today: date) -> str:
    """When the next letter may go out, or why there is none."""
    if contact.standing == Contact.Standing.STOPPED:
        return _("asked not to be contacted")
    if contact.standing == Contact.Standing.ENDED:
        return contact.get_outcome_display() or _("ended")
    if contact.paused_until and contact.paused_until > today:
        return _("paused until %(day)s") % {"day": in_words(contact.paused_until, today)}
    if contact.thanks_held_until and contact.thanks_held_until > today:
        return _("owed a thank-you")
    if contact.next_on is None:
        return ""
    return _("time to write") if contact.next_on <= today else in_words(contact.next_on, today)


@register.filter
def next_in_short(contact: Contact, today: date) -> str:
    """The same for the narrow end of a row."""
    if contact.standing == Contact.Standing.STOPPED:
        return _("asked to stop")
    if contact.standing == Contact.Standing.ENDED:
        return _("ended")
    if contact.paused_until and contact.paused_until > today:
        return _("paused")
    if contact.thanks_held_until and contact.thanks_held_until > today:
        return _("thanks due")
    if contact.next_on is None:
        return ""
    return _("now") if contact.next_on <= today else in_short(contact.next_on, today)

from django import template

from contacts import words
from contacts.models import Contact
from contacts.web_links import web_link

register = template.Library()
register.filter(words.in_words)
register.filter(words.in_short)
register.filter(web_link)


@register.filter
def workplace(contact: Contact) -> str:
    """“Head of Data, Zephyr Cold Chain”, or the half of it that is known."""
    return ", ".join(part for part in (contact.title, contact.company.name if contact.company else "") if part)

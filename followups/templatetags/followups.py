"""What contact pages and Today show of the letters."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact
from followups.cadence import explain_next_date
from followups.cards import make_check_in_card
from followups.feedback_card import make_feedback_card
from followups.idea_cards import make_idea_list
from followups.models import FeedbackRequest
from followups.timeline import TimelinePage
from followups.wording import call_name, day_in_words

register = template.Library()


@register.inclusion_tag("followups/_feedback.html", takes_context=True)
def feedback_card(context: template.Context, feedback_request: FeedbackRequest) -> dict[str, Any]:
    """The feedback request as it stands: the question, the wait, the answer, the thanks."""
    request = context.get("request")
    is_opened = request is not None and request.GET.get("answered") == str(feedback_request.pk)
    card = make_feedback_card(feedback_request, is_opened=is_opened)
    return {"card": card, "is_opened": is_opened, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("followups/_check_in.html", takes_context=True)
def check_in_card(context: template.Context, contact: Contact) -> dict[str, Any]:
    """The letter of the month, when it may be written, and ideas for it; before that, from when and why."""
    request = context.get("request")
    is_asked_for = request is not None and "write" in request.GET
    card = make_check_in_card(contact, is_asked_for=is_asked_for)
    ideas = make_idea_list(card) if contact.is_active else None
    return {"card": card, "list": ideas, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("followups/_timeline.html")
def timeline(page: TimelinePage, contact: Contact) -> dict[str, Any]:
    """A page of the timeline, with the way to what came before."""
    return {"page": page, "contact": contact}


@register.filter
def day(on: date) -> str:
    """“20 October”; with the year when it is another one."""
    return day_in_words(on, timezone.localdate())


@register.filter
def when(on: date) -> str:
    """“today”, “yesterday” or “on 20 October”."""
    days_ago = (timezone.localdate() - on).days
    if days_ago == 0:
        return _("today")
    if days_ago == 1:
        return _("yesterday")
    return _("on %(day)s") % {"day": day(on)}


@register.filter
def called(contact: Contact) -> str:
    """How somebody is called in a sentence: by the first name, where there is one."""
    return call_name(contact)


@register.filter
def why_next(contact: Contact) -> str:
    return explain_next_date(contact)


@register.simple_tag
def draw_submission() -> str:
    """Marks one press of a button, so that a double click is logged once."""
    return str(uuid4())

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contacts.models import Contact
from contacts.views.access import signed_in
from followups.cadence import explain_next_date
from followups.cards import is_waited_for
from followups.contact_facts import read_contact
from followups.contact_rejections import read_rejections
from followups.explain import explain_nudges
from followups.feedback_card import OVER
from followups.outcomes import read_last_outcome
from followups.people import can_undo_stop
from followups.silence_words import make_silence_card, say_who_wrote_last
from followups.timeline import read_timeline


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact page: what to write next, what happened so far, and how things stand."""
    user = signed_in(request)
    found, today = read_contact(user, pk), user.today()
    if found is None:
        raise Http404
    person, facts = found
    rejections, requests = read_rejections(person)
    is_paused = bool(person.paused_until and person.paused_until > today)
    is_held = bool(person.thanks_held_until and person.thanks_held_until > today)
    return render(
        request,
        "contacts/contact_detail.html",
        {
            "contact": person,
            "own_page": person.get_absolute_url(),  # what stands below it is written without twenty reverse()
            "today": today,
            "tomorrow": today + timedelta(days=1),
            "is_paused": is_paused,
            "is_due": person.is_active and not (is_paused or is_held) and is_waited_for(person, today),
            "interests": facts.interests,
            "rejections": rejections,
            "is_held": is_held,
            "feedback_requests": [request for request in requests if request.state not in OVER],
            "past_requests": [request for request in requests if request.state in OVER],
            "timeline": read_timeline(person, before=request.GET.get("before")),
            "is_newest": "before" not in request.GET,
            "why_next": explain_next_date(person),
            # Three more queries: only for who asks.
            "why_nudged": explain_nudges(person) if "why" in request.GET else None,
            "outcomes": Contact.Outcome.choices,
            "silence": make_silence_card(person, facts.silence),
            "who_wrote_last": say_who_wrote_last(person, facts.silence),
            "last_outcome": read_last_outcome(person) if person.outcome else None,
            "can_undo_stop": can_undo_stop(person),
        },
    )

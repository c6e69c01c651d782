from __future__ import annotations

from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contacts.models import Contact, Rejection
from contacts.views.access import get_contact, signed_in
from followups.cadence import explain_next_date
from followups.cards import is_waited_for
from followups.explain import explain_nudges
from followups.feedback_card import OVER
from followups.models import FeedbackRequest
from followups.outcomes import read_last_outcome
from followups.people import can_undo_stop
from followups.silence import read_silence
from followups.silence_words import make_silence_card, say_who_wrote_last
from followups.timeline import read_timeline


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact page: what to write next, what happened so far, and how things stand."""
    person = get_contact(request, pk)
    prefetch_related_objects([person], "interests")
    person.owner = user = signed_in(request)
    today = user.today()
    rejections = list(person.rejections.select_related("company", "feedback_request").newest_first())
    is_paused = bool(person.paused_until and person.paused_until > today)
    is_held = bool(person.thanks_held_until and person.thanks_held_until > today)
    silence = read_silence([person])[person.pk]
    requests = _read_requests(person, rejections)
    return render(
        request,
        "contacts/contact_detail.html",
        {
            "contact": person,
            "today": today,
            "tomorrow": today + timedelta(days=1),
            "is_paused": is_paused,
            "is_due": person.is_active and not (is_paused or is_held) and is_waited_for(person, today),
            "interests": person.interests.all(),
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
            "silence": make_silence_card(person, silence),
            "who_wrote_last": say_who_wrote_last(person, silence),
            "last_outcome": read_last_outcome(person) if person.outcome else None,
            "can_undo_stop": can_undo_stop(person),
        },
    )


def _read_requests(person: Contact, rejections: list[Rejection]) -> list[FeedbackRequest]:
    """The feedback requests to the person, newest rejection first."""
    requests = []
    for rejection in rejections:
        request: FeedbackRequest | None = getattr(rejection, "feedback_request", None)
        if request and request.contact_id == person.pk:
            rejection.contact = request.contact = person
            request.rejection = rejection
            requests.append(request)
    return requests

"""The chips above the list of people: who is in touch, due, waiting, paused, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, ContactQuerySet
from followups.models import FeedbackRequest, Nudge

Narrow = Callable[[ContactQuerySet, date], ContactQuerySet]


@dataclass(frozen=True)
class Filter:
    key: str
    label: str | Promise
    narrow: Narrow
    nobody: str | Promise  # what the page says when nobody is in it


def _waiting(people: ContactQuerySet, today: date) -> ContactQuerySet:
    """An answer is awaited from them, or thanks are from you."""
    open_requests = FeedbackRequest.objects.filter(
        contact=OuterRef("pk"), state__in=[FeedbackRequest.State.ASKED, FeedbackRequest.State.ANSWERED]
    )
    return people.exclude(standing=Contact.Standing.STOPPED).filter(Exists(open_requests))


def is_nudged(today: date) -> Exists:
    """Whether a nudge about them is open: their next date has moved on, and they are still waited for."""
    return Exists(Nudge.objects.filter(contact=OuterRef("pk"), state=Nudge.State.OPEN, on__lte=today))


def _due(people: ContactQuerySet, today: date) -> ContactQuerySet:
    may_be_written_to = (Q(paused_until=None) | Q(paused_until__lte=today)) & (
        Q(thanks_held_until=None) | Q(thanks_held_until__lte=today)
    )
    return people.in_touch().filter(may_be_written_to).filter(Q(next_on__lte=today) | is_nudged(today))


EVERYBODY = Filter("everybody", _("Everybody"), lambda people, today: people, _("There is nobody yet."))
IN_TOUCH = Filter(
    "in_touch", _("In touch"), lambda people, today: people.in_touch(), _("You are in touch with nobody at the moment.")
)
DUE = Filter("due", _("Due"), _due, _("Nobody is due today. Enjoy the quiet."))
WAITING = Filter("waiting", _("Waiting"), _waiting, _("No answer is awaited, and no thanks are owed."))
PAUSED = Filter("paused", _("Paused"), lambda people, today: people.paused(today), _("Nobody is paused."))
ENDED = Filter(
    "ended",
    _("Ended"),
    lambda people, today: people.exclude(standing=Contact.Standing.ACTIVE),
    _("Nobody here: neither ended nor asked not to be contacted."),
)
FILTERS = [EVERYBODY, IN_TOUCH, DUE, WAITING, PAUSED, ENDED]


@dataclass(frozen=True)
class Chip:
    label: str | Promise
    url: str
    is_current: bool


def choose_filter(key: str, words: str) -> Filter:
    """The filter asked for; without one, a search looks at everybody and the list shows who is in touch."""
    return next((each for each in FILTERS if each.key == key), EVERYBODY if words else IN_TOUCH)


def describe_filters(chosen: Filter, words: str) -> list[Chip]:
    address = reverse("contacts")
    return [
        Chip(
            each.label, f"{address}?{urlencode({'show': each.key, **({'q': words} if words else {})})}", each is chosen
        )
        for each in FILTERS
    ]

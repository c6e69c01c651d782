"""Whom nobody has been in touch with for two years: proposed to be erased, and never erased by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from contacts.models import Contact, ContactQuerySet
from crm.erasing import erase_person
from crm.models import User, moment_of
from followups.models import IncomingMessage, Touchpoint
from followups.months import add_months

MONTHS = 24
SHOWN = 100


def read_long_ended(user: User, now: datetime | None = None) -> ContactQuerySet:
    """Contacts that ended, or asked not to be contacted, two years ago, and nothing was written either way since."""
    limit = add_months(user.today(now), -MONTHS)
    ended = Q(standing=Contact.Standing.ENDED, ended_on__lte=limit)
    stopped = Q(standing=Contact.Standing.STOPPED, stopped_at__lte=moment_of(limit, time(0), user.zone))
    wrote = Touchpoint.objects.filter(contact=OuterRef("pk"), on__gt=limit)
    was_written_to = IncomingMessage.objects.filter(contact=OuterRef("pk"), on__gt=limit)
    return Contact.objects.owned_by(user).filter(ended | stopped).exclude(Exists(wrote)).exclude(Exists(was_written_to))


def erase_long_ended(user: User, numbers: Iterable[int], *, request: HttpRequest | None = None) -> int:
    """Erase those of them that were chosen; returns how many. Whoever came back meanwhile stays."""
    chosen = read_long_ended(user).filter(pk__in=list(numbers)).select_related("owner", "company")
    erased = 0
    for contact in chosen:
        erase_person(contact, request=request)
        erased += 1
    return erased

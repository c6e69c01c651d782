"""The world that the examples of the documentation speak of, with the ids they name."""

from datetime import date, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from contacts.models import Company, Contact, Interest, Opening, Peer, Rejection
from crm.api.tokens import make_token
from crm.models import User
from followups.cadence import refresh_next_date
from followups.models import (
    Article,
    Feed,
    FeedbackRequest,
    Idea,
    IncomingMessage,
    Nudge,
    NudgeMail,
    Referral,
    Touchpoint,
)
from tests.factories import make_user

NOW = "2026-11-20T10:00:00+01:00"


def make_world() -> tuple[User, str]:
    """Tim, and his token. Dana's month is over since October; Milo was never written to but for feedback.

    To be made before anybody else: whoever had one of its ids would become one with it.
    """
    assert not User.objects.exists()
    tim = make_user("tim@example.org", name="Tim Berg", time_zone="Europe/Berlin", pk=3)
    make_people(tim)
    make_requests(tim)
    make_offers(tim)
    make_ideas(tim)
    refresh_ids()
    for contact in tim.contacts.all():
        refresh_next_date(contact)
    _token, secret = make_token(tim, name="Examples")
    return tim, secret


def make_people(tim: User) -> None:
    zephyr = Company.objects.create(pk=7, owner=tim, name="Zephyr", website="https://zephyr.example")
    halden = Company.objects.create(pk=8, owner=tim, name="Halden")
    dana = Contact.objects.create(
        pk=12,
        owner=tim,
        company=zephyr,
        name="Dana Weber",
        email="dana.weber@example.com",
        title="Head of Data",
        field="logistics",
        added_on=date(2026, 9, 3),
        needs_matching=False,
    )
    milo = Contact.objects.create(
        pk=13,
        owner=tim,
        company=halden,
        name="Milo Okafor",
        email="milo.okafor@example.com",
        added_on=date(2026, 6, 1),
        needs_matching=False,
    )
    Interest.objects.create(contact=dana, topic="cold chain", source="interview, 1 September")
    Interest.objects.create(contact=milo, topic="sailing")
    Touchpoint.objects.create(pk=21, contact=milo, kind="article", on=date(2026, 9, 28), text="A chart of the coast…")
    IncomingMessage.objects.create(pk=81, contact=milo, on=date(2026, 9, 30), text="What a chart!")


def make_requests(tim: User) -> None:
    dana, milo = Contact.objects.get(pk=12), Contact.objects.get(pk=13)
    for pk, contact, on, state, more in [
        (1, dana, date(2026, 9, 3), "proposed", {}),
        (2, dana, date(2026, 8, 3), "not_asked", {"closed_on": date(2026, 8, 4)}),
        (3, milo, date(2026, 6, 1), "answered", {"answered_on": date(2026, 11, 1)}),
    ]:
        rejection = Rejection.objects.create(
            pk=30 + pk,
            owner=tim,
            company=contact.company,
            contact=contact,
            role="Data engineer",
            rejected_on=on,
            stage="interview",
        )
        request = FeedbackRequest(pk=40 + pk, owner=tim, rejection=rejection, contact=contact, state=state, **more)
        if state == "answered":
            request.answer = "Your case study was clear. You seemed unsure of yourself."
        request.save()


def make_offers(tim: User) -> None:
    dana, milo = Contact.objects.get(pk=12), Contact.objects.get(pk=13)
    jule = Peer.objects.create(
        pk=51,
        owner=tim,
        name="Jule Brandt",
        headline="UX writer",
        skills="Figma, user research",
        consent="given",
        asked_on=date(2026, 10, 1),
        given_on=date(2026, 10, 4),
    )
    Peer.objects.create(pk=52, owner=tim, name="Ruth Amsel", headline="Data analyst")
    make = Opening.objects.create
    writer = make(pk=61, owner=tim, company=milo.company, role="UX writer", asks_for="Figma and user research.")
    make(pk=62, owner=tim, company=milo.company, role="Editor")
    analyst = make(pk=63, owner=tim, company=dana.company, role="Data analyst")
    Referral.objects.create(pk=111, contact=milo, opening=writer, peer=jule)
    sent = Touchpoint.objects.create(contact=dana, kind="referral", on=date(2026, 10, 5))
    Referral.objects.create(
        pk=112, contact=dana, opening=analyst, peer=jule, state="sent", touchpoint=sent, changed_on=date(2026, 10, 5)
    )


def make_ideas(tim: User) -> None:
    milo = Contact.objects.get(pk=13)
    feed = Feed.objects.create(
        pk=101,
        owner=tim,
        url="https://example.org/sailing.xml",
        title="Sailing weekly",
        interest="sailing",
        tried_at=timezone.now() - timedelta(hours=3),
        fetched_at=timezone.now() - timedelta(hours=3),
        next_fetch_at=timezone.now() + timedelta(hours=1),
    )
    article = Article.objects.create(
        owner=tim,
        feed=feed,
        key="chart",
        url="https://example.org/chart",
        title="A new chart of the coast",
        seen_at=timezone.now() - timedelta(days=2),
        needs_matching=False,
    )
    Idea.objects.create(
        pk=71, contact=milo, kind="article", article=article, why="interest", topic="sailing", score=2.0
    )
    mail = NudgeMail.objects.create(
        owner=tim, on=date(2026, 10, 28), recipient=tim.email, message_id="<n-1@example.org>", state="sent"
    )
    Nudge.objects.create(pk=91, contact=milo, on=date(2026, 10, 28), mail=mail)


def refresh_ids() -> None:
    """PostgreSQL does not notice ids that were given by hand."""
    models: list[Any] = [Company, Contact, Touchpoint, IncomingMessage, Rejection, FeedbackRequest, Peer, Opening]
    models += [Referral, Feed, Idea, Nudge, User]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)

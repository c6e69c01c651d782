"""Log what you wrote to a contact. What happened in the world is always recorded; it moves the next date."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from contacts.models import Contact
from followups.cadence import refresh_next_date
from followups.ideas.deciding import give_back_ideas, mark_used
from followups.locks import lock_contact
from followups.models import FeedbackRequest, Idea, Nudge, Touchpoint
from followups.models.feedback import WAIT_FOR_ANSWER
from followups.months import add_months
from followups.nudge_states import reopen_latest_nudge, settle_open_nudge
from followups.referrals.tying import find_referral, follow_day, take_back_sending, tie_referral
from followups.telling.events import note_touchpoint
from followups.thanks import hold_for_thanks

State = FeedbackRequest.State


class FutureDay(ValueError):
    """A touchpoint is something that happened: its day can't lie in the future."""


@transaction.atomic
def log_touchpoint(
    contact: Contact,
    *,
    kind: str,
    on: date,
    channel: str = Touchpoint.Channel.EMAIL,
    text: str = "",
    url: str = "",
    source: str = Touchpoint.Source.APP,
    nudge: Nudge | None = None,
    feedback_request: FeedbackRequest | None = None,
    submission: UUID | None = None,
    idea: Idea | None = None,
) -> Touchpoint:
    """Record one message of yours, also when it came sooner than a month after the last (kept as *early*).

    The `idea` that it carried stays tied to it, and gives it the article's link. A question for feedback, or a
    thank-you, that was noted by hand is that of the request it fits: nothing is asked twice. A `submission` that was
    logged before returns that touchpoint: a double click logs one. Raises `FutureDay`.
    """
    lock_contact(contact)
    refuse_future_day(contact, on)
    if submission and (logged := Touchpoint.objects.owned_by(contact.owner).filter(submission=submission).first()):
        return logged
    by_hand = None if feedback_request else find_request(contact, kind, on)
    touchpoint = Touchpoint(
        contact=contact,
        kind=kind,
        on=on,
        channel=channel,
        text=text,
        url=url or (idea.article.url if idea and idea.article else ""),
        source=source,
        nudge=nudge,
        feedback_request=feedback_request or by_hand,
        submission=submission,
    )
    touchpoint.save()
    tie_what_it_carried(touchpoint, request=by_hand, idea=idea)
    recount(contact, touchpoint.on)
    touchpoint.refresh_from_db(fields=["counts", "early"])
    if nudge is None:
        settle_open_nudge(contact, touchpoint)
    refresh_next_date(contact)
    note_touchpoint(touchpoint)
    return touchpoint


def tie_what_it_carried(touchpoint: Touchpoint, *, request: FeedbackRequest | None, idea: Idea | None) -> None:
    """The request that a message noted by hand belongs to takes its step; the idea that was sent is used."""
    if request:
        take_step(request, touchpoint)
        hold_for_thanks(touchpoint.contact)
    if idea:
        mark_used(idea, touchpoint)
        tie_referral(idea, touchpoint)


@transaction.atomic
def change_touchpoint(touchpoint: Touchpoint, *, kind: str, on: date, channel: str, text: str, url: str) -> Touchpoint:
    """Correct a touchpoint; its neighbours and the next date follow. Raises `FutureDay`."""
    contact, day_before = touchpoint.contact, touchpoint.on
    lock_contact(contact)
    refuse_future_day(contact, on)
    if not (touchpoint.feedback_request_id or find_referral(touchpoint)):  # what these sent stays what it was
        touchpoint.kind = kind
    touchpoint.on, touchpoint.channel = on, channel
    touchpoint.text, touchpoint.url = text, url
    touchpoint.counts = touchpoint.early = False
    touchpoint.version = F("version") + 1
    touchpoint.save()
    recount(contact, day_before, on)
    touchpoint.refresh_from_db()
    keep_request_in_step(touchpoint)
    follow_day(touchpoint)
    settle_open_nudge(contact, touchpoint)
    refresh_next_date(contact)
    return touchpoint


@transaction.atomic
def delete_touchpoint(touchpoint: Touchpoint) -> None:
    """Delete an entry made by mistake; a nudge that it answered is open again if it is the latest.

    What it carried is kept for later.
    """
    contact, on, nudge = touchpoint.contact, touchpoint.on, touchpoint.nudge
    lock_contact(contact)
    give_back_ideas(touchpoint)
    take_back_sending(touchpoint)
    touchpoint.delete()
    if touchpoint.feedback_request:
        take_back_step(touchpoint.feedback_request, touchpoint.kind)
        hold_for_thanks(contact)
    recount(contact, on)
    if nudge:
        reopen_latest_nudge(nudge)
    refresh_next_date(contact)


def refuse_future_day(contact: Contact, on: date) -> None:
    if on > contact.owner.today():
        raise FutureDay(on)


def find_request(contact: Contact, kind: str, on: date) -> FeedbackRequest | None:
    """The request that a message of this kind and day asked, or gave the thanks for."""
    requests = contact.feedback_requests.select_related("rejection")
    if kind == Touchpoint.Kind.FEEDBACK_REQUEST:
        not_asked = requests.filter(state__in=[State.PROPOSED, State.NOT_ASKED], rejection__rejected_on__lte=on)
        return not_asked.order_by("-state", "-rejection__rejected_on", "-pk").first()  # on offer before not asked
    if kind == Touchpoint.Kind.THANK_YOU:
        return requests.owed_thanks().filter(answered_on__lte=on).order_by("answered_on", "pk").first()
    return None


def take_step(request: FeedbackRequest, touchpoint: Touchpoint) -> None:
    if touchpoint.kind == Touchpoint.Kind.FEEDBACK_REQUEST:
        request.state, request.asked_on, request.closed_on = State.ASKED, touchpoint.on, None
    else:
        request.state, request.thanked_on = State.THANKED, touchpoint.on
    request.version += 1
    request.save()


def keep_request_in_step(touchpoint: Touchpoint) -> None:
    """A corrected day is also the day on which feedback was asked for, or thanked for."""
    request = touchpoint.feedback_request
    if request is None:
        return
    if touchpoint.kind != Touchpoint.Kind.FEEDBACK_REQUEST:
        request.thanked_on = touchpoint.on
    else:
        request.asked_on = touchpoint.on
        if request.state == State.NO_ANSWER:
            request.closed_on = touchpoint.on + WAIT_FOR_ANSWER
            if request.closed_on > touchpoint.contact.owner.today():  # the three weeks are not over yet
                request.state, request.closed_on = State.ASKED, None
    request.save(update_fields=["state", "asked_on", "closed_on", "thanked_on"])


def take_back_step(request: FeedbackRequest, kind: str) -> None:
    """The letter was not sent after all: the request is where it was before; who answered, answered unasked."""
    if kind == Touchpoint.Kind.FEEDBACK_REQUEST:
        request.asked_on = None
        if request.state in {State.ASKED, State.NO_ANSWER}:
            request.state, request.closed_on = State.PROPOSED, None
    elif kind == Touchpoint.Kind.THANK_YOU and request.state == State.THANKED:
        request.state, request.thanked_on = State.ANSWERED, None
    request.save(update_fields=["state", "asked_on", "closed_on", "thanked_on"])


def recount(contact: Contact, *days: date) -> None:
    """Decide anew which outreach on these days, and in the month of the next after each, is early and which counts.

    Outreach is early if the one before lies less than a month back; early and imported outreach does not count.
    """
    outreach = contact.touchpoints.outreach().order_by("on", "id")
    rows: set[Touchpoint] = set()
    for day in days:
        following = outreach.filter(on__gt=day).first()
        # With what comes within a month of the next: it is early, also where somebody wrote past us that it counts.
        rows.update(outreach.filter(on__gte=day, on__lt=following.until) if following else outreach.filter(on=day))
    verdicts = []
    for row in rows:
        previous = outreach.filter(Q(on__lt=row.on) | Q(on=row.on, id__lt=row.pk)).last()
        early = previous is not None and add_months(previous.on, 1) > row.on
        verdicts.append((row, early, not early and row.source != Touchpoint.Source.IMPORT))
    # First those that no longer count, then those that do now: the constraint holds at every statement.
    for row, early, counts in sorted(verdicts, key=lambda verdict: verdict[2]):
        if (row.early, row.counts) != (early, counts):
            Touchpoint.objects.filter(pk=row.pk).update(early=early, counts=counts)

"""Read what nudge mails say, for a whole batch of them in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, RowNumber

from contacts.models import Contact, Rejection
from followups.models import FeedbackRequest, Idea, IncomingMessage, Nudge, NudgeMail, Touchpoint
from followups.silence import attach_silence

# Lines of one kind in a mail; what is beyond them is on Today.
MOST_LINES = 5
SHOWN_TOUCHPOINTS = 3
SHOWN_MESSAGES = 3

LINE_STATES = [FeedbackRequest.State.ANSWERED, FeedbackRequest.State.PROPOSED]


@dataclass
class Extras:
    """What a mail says besides its nudges. It goes out for the nudges alone; these only travel along."""

    more_due: int = 0
    thanks_due: list[FeedbackRequest] = field(default_factory=list)
    to_ask: list[FeedbackRequest] = field(default_factory=list)
    unsure: NudgeMail | None = None  # the mail before this one, if nobody knows whether it arrived


MailContents = Mapping[int, Extras]


def read_contents(mails: Sequence[NudgeMail], nudges: Mapping[int, Sequence[Nudge]]) -> MailContents:
    """Load all that the mails say: what hangs on their nudges (by the mail's id) in place, and the extras by mail."""
    prefetch_related_objects(list(mails), "owner")
    prefetch_related_objects(
        [nudge for mail in mails for nudge in nudges.get(mail.pk, ())],
        Prefetch("contact", Contact.objects.select_related("company", "letter_draft")),
        "contact__interests",
        "contact__feedback_requests",
        Prefetch("contact__rejections", Rejection.objects.select_related("company")),
        Prefetch(
            "contact__touchpoints",
            Touchpoint.objects.order_by("-on", "-id")[:SHOWN_TOUCHPOINTS],
            to_attr="last_touchpoints",
        ),
        Prefetch("contact__incoming_messages", read_newest_messages()),
        Prefetch("ideas", Idea.objects.open().select_related("article", "opening__company", "peer").order_by("place")),
    )
    for mail in mails:
        for nudge in nudges.get(mail.pk, ()):
            nudge.contact.owner = mail.owner
            for idea in nudge.ideas.all():
                idea.contact = nudge.contact
    attach_silence([nudge.contact for mail in mails for nudge in nudges.get(mail.pk, ())])
    contents = {mail.pk: Extras() for mail in mails}
    read_more_due(mails, contents)
    read_lines(mails, nudges, contents)
    read_unsure(mails, contents)
    return contents


def read_newest_messages() -> QuerySet[IncomingMessage]:
    """Of each contact the newest few: `last_words` takes one that has words."""
    newest = Window(RowNumber(), partition_by=[F("contact")], order_by=[F("on").desc(), F("pk").desc()])
    return IncomingMessage.objects.annotate(place=newest).filter(place__lte=SHOWN_MESSAGES).order_by("place")


def read_more_due(mails: Sequence[NudgeMail], contents: dict[int, Extras]) -> None:
    """How many contacts are due besides those nudged: a nudge moves the next date, so they are the ones still due."""
    due = (
        Contact.objects.filter(standing=Contact.Standing.ACTIVE, owner=OuterRef("owner"), next_on__lte=OuterRef("on"))
        .filter(Q(paused_until=None) | Q(paused_until__lte=OuterRef("on")))
        .filter(Q(thanks_held_until=None) | Q(thanks_held_until__lte=OuterRef("on")))
        .order_by()
    )
    counted = due.values("owner").annotate(number=Count("pk")).values("number")
    rows = NudgeMail.objects.filter(pk__in=[mail.pk for mail in mails], is_digest=False)
    for pk, number in rows.annotate(number=Coalesce(Subquery(counted), 0)).values_list("pk", "number"):
        contents[pk].more_due = number


def read_lines(mails: Sequence[NudgeMail], nudges: Mapping[int, Sequence[Nudge]], contents: dict[int, Extras]) -> None:
    """Thanks due, and requests not made yet to whom may be written to now; one more of each than is shown."""
    if not mails:
        return
    written_to = Touchpoint.objects.filter(contact=OuterRef("contact"), until__gt=min(mail.on for mail in mails))
    may_be_asked = Q(state=FeedbackRequest.State.ANSWERED) | ~Exists(written_to.exclude(kind=Touchpoint.Kind.THANK_YOU))
    in_turn = Window(
        RowNumber(), partition_by=[F("owner"), F("state")], order_by=[F("created_at").desc(), F("pk").desc()]
    )
    nudged = [nudge.contact_id for mail in mails for nudge in nudges.get(mail.pk, ())]
    requests = (
        FeedbackRequest.objects.filter(owner__in={mail.owner_id for mail in mails}, state__in=LINE_STATES)
        .filter(may_be_asked, contact__standing=Contact.Standing.ACTIVE)
        # Whoever is nudged about is not asked at the same time; thanks that are owed go before the letter.
        .exclude(contact__in=nudged, state=FeedbackRequest.State.PROPOSED)
        .annotate(place=in_turn)
        .filter(place__lte=MOST_LINES + 1)
        .select_related("contact", "rejection__company")
        .order_by("place")
    )
    by_owner = {mail.owner_id: contents[mail.pk] for mail in mails}
    for request in requests:
        extras = by_owner[request.owner_id]
        (extras.thanks_due if request.state == FeedbackRequest.State.ANSWERED else extras.to_ask).append(request)


def read_unsure(mails: Sequence[NudgeMail], contents: dict[int, Extras]) -> None:
    these = [mail.pk for mail in mails]
    newer = NudgeMail.objects.filter(owner=OuterRef("owner"), on__gt=OuterRef("on")).exclude(pk__in=these)
    unsure = NudgeMail.objects.filter(owner__in={mail.owner_id for mail in mails}, state=NudgeMail.State.UNSURE)
    by_owner = {mail.owner_id: contents[mail.pk] for mail in mails}
    for mail in unsure.exclude(pk__in=these).filter(~Exists(newer.exclude(state=NudgeMail.State.CANCELLED))):
        by_owner[mail.owner_id].unsure = mail

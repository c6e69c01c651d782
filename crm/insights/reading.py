"""What the page Insights counts: a constant number of queries, and nothing of anybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from contacts.models import Contact, ContactEvent, Rejection
from crm.models import User
from followups.models import FeedbackRequest, IncomingMessage, Referral, Touchpoint
from followups.months import MonthStart, add_months, month_start

State = FeedbackRequest.State

# A message of theirs answers the last letter before it, if that is no older.
ANSWERS_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class RejectionCounts:
    """The rejections of the last months: by month (each of them, oldest first) and by stage ("" where none is said)."""

    months: dict[date, int]
    stages: dict[str, int]
    in_all: int  # also those before

    @property
    def shown(self) -> int:
        return sum(self.months.values())


@dataclass(frozen=True)
class FeedbackCounts:
    answered: int
    unanswered: int
    waiting: int
    chose_not: int
    not_yet: int

    @property
    def asked(self) -> int:
        return self.answered + self.unanswered + self.waiting


@dataclass
class ThemeCount:
    """In how many answers a theme occurs, and after which stages and from which companies they came."""

    count: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    companies: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class ThemeCounts:
    themes: dict[str, ThemeCount]  # the most frequent first
    answers: int  # those that have a theme


@dataclass(frozen=True)
class ReplyCount:
    sent: int
    replied: int


@dataclass(frozen=True)
class Insights:
    rejections: RejectionCounts
    feedback: FeedbackCounts
    themes: ThemeCounts
    replies: dict[str, ReplyCount]  # by kind of touchpoint
    outcomes: dict[str, int]  # people, by what came of knowing them
    referrals: dict[str, int]  # by state


def read_insights(user: User, *, months: int) -> Insights:
    return Insights(
        rejections=read_rejections(user, months=months),
        feedback=read_feedback(user),
        themes=read_themes(user),
        replies=read_replies(user),
        outcomes=read_outcomes(user),
        referrals=read_referrals(user),
    )


def read_rejections(user: User, *, months: int) -> RejectionCounts:
    first = add_months(month_start(user.today()), 1 - months)
    by_month = {add_months(first, number): 0 for number in range(months)}
    stages: Counter[str] = Counter()
    in_all = 0
    found = Rejection.objects.owned_by(user).annotate(month=MonthStart("rejected_on"))
    for month, stage, count in (
        found.values("month", "stage").annotate(count=Count("pk")).values_list("month", "stage", "count")
    ):
        in_all += count
        if month in by_month:
            by_month[month] += count
            stages[stage] += count
    return RejectionCounts(by_month, dict(stages), in_all)


def read_feedback(user: User) -> FeedbackCounts:
    found = FeedbackRequest.objects.owned_by(user).order_by().values_list("state").annotate(count=Count("pk"))
    states: Counter[str] = Counter(dict(found))
    return FeedbackCounts(
        answered=states[State.ANSWERED] + states[State.THANKED] + states[State.THANKS_DECLINED],
        unanswered=states[State.NO_ANSWER],
        waiting=states[State.ASKED],
        chose_not=states[State.NOT_ASKED],
        not_yet=states[State.PROPOSED],
    )


def read_themes(user: User) -> ThemeCounts:
    answers = FeedbackRequest.objects.owned_by(user).filter(answered_on__isnull=False).exclude(themes=[])
    themes: dict[str, ThemeCount] = {}
    count = 0
    for own, stage, company in answers.values_list("themes", "rejection__stage", "rejection__company__name"):
        count += 1
        for theme in dict.fromkeys(str(theme) for theme in own):
            counted = themes.setdefault(theme, ThemeCount())
            counted.count += 1
            counted.stages[stage] += 1
            counted.companies[company] += 1
    most_first = sorted(themes.items(), key=lambda item: (-item[1].count, item[0]))
    return ThemeCounts(dict(most_first), count)


def read_replies(user: User) -> dict[str, ReplyCount]:
    """How many letters of each kind went out, and how many of them were followed by a message or an answer."""
    sent = Touchpoint.objects.owned_by(user).order_by().values_list("kind").annotate(count=Count("pk"))
    messages = name_last_letter(IncomingMessage.objects.owned_by(user), day="on")
    answers = name_last_letter(
        FeedbackRequest.objects.owned_by(user).filter(answered_on__isnull=False), day="answered_on"
    )
    letters = {
        letter: kind
        for day, letter, sent_on, kind in (*messages, *answers)
        if letter is not None and day - sent_on <= ANSWERS_WITHIN
    }
    replied = Counter(letters.values())
    return {kind: ReplyCount(count, replied[kind]) for kind, count in sent}


def name_last_letter(signs: Any, *, day: str) -> Iterable[tuple[date, int | None, date, str]]:
    """For each sign its day, and id, day and kind of the last letter before it."""
    letters = Touchpoint.objects.filter(contact=OuterRef("contact"), on__lte=OuterRef(day)).order_by("-on", "-id")
    named = signs.annotate(
        letter=Subquery(letters.values("pk")[:1]),
        sent_on=Subquery(letters.values("on")[:1]),
        kind=Subquery(letters.values("kind")[:1]),
    )
    rows: Iterable[tuple[date, int | None, date, str]] = named.values_list(day, "letter", "sent_on", "kind")
    return rows


def read_outcomes(user: User) -> dict[str, int]:
    """With how many people something good came of it, by what it was; and how many went quiet or ended otherwise."""
    noted = ContactEvent.objects.filter(contact__owner=user, kind=ContactEvent.Kind.OUTCOME).order_by()
    outcomes: dict[str, int] = dict(
        noted.values_list("text").annotate(people=Count("contact", distinct=True)).values_list("text", "people")
    )
    ended = Contact.objects.owned_by(user).filter(
        standing=Contact.Standing.ENDED, outcome__in=[Contact.Outcome.QUIET, Contact.Outcome.OTHER]
    )
    return outcomes | dict(ended.order_by().values_list("outcome").annotate(people=Count("pk")))


def read_referrals(user: User) -> dict[str, int]:
    sent = Referral.objects.owned_by(user).exclude(state=Referral.State.DRAFTED).order_by()
    return dict(sent.values_list("state").annotate(count=Count("pk")))

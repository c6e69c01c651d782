"""What the page shows of each count: a sentence, a picture where there is enough for one, and the table behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.models import Contact, Rejection
from contacts.words import shorten
from crm.insights import saying
from crm.insights.drawing import Bars, Columns, Row, draw_bars, draw_columns
from crm.insights.reading import FeedbackCounts, Insights, RejectionCounts, ReplyCount, ThemeCounts
from crm.insights.saying import capital
from followups.models import Referral, Touchpoint
from followups.outcomes import GOOD
from followups.themes import say_theme
from followups.timeline_words import HOW_FAR

MOST_THEMES = 10  # drawn; the table has the others
LONGEST_LABEL = 32

Cell = str | int


@dataclass(frozen=True)
class Figure:
    key: str
    title: str
    sentence: str
    picture: Bars | Columns | None = None
    heads: list[str] = field(default_factory=list)
    rows: list[Sequence[Cell]] = field(default_factory=list)
    is_wide: bool = False


def make_figures(insights: Insights) -> list[Figure]:
    return [
        draw_months(insights.rejections),
        draw_stages(insights.rejections),
        draw_feedback(insights.feedback),
        draw_themes(insights.themes),
        draw_replies(insights.replies),
        draw_outcomes(insights.outcomes),
        draw_referrals(insights.referrals),
    ]


def draw_months(counts: RejectionCounts) -> Figure:
    rows = [
        Row(date_format(month, "M"), count, below=str(month.year) if month.month == 1 else "")
        for month, count in counts.months.items()
    ]
    return Figure(
        "months",
        _("Rejections by month"),
        saying.say_months(counts),
        draw_columns(rows) if counts.shown >= saying.ENOUGH_REJECTIONS else None,
        [_("Month"), _("Rejections")],
        [(saying.name_month(month), count) for month, count in counts.months.items()] if counts.shown else [],
        is_wide=True,
    )


def draw_stages(counts: RejectionCounts) -> Figure:
    stages = [(stage, counts.stages.get(stage, 0)) for stage in Rejection.Stage]
    unsaid = counts.stages.get("", 0)
    enough = sum(count for _stage, count in stages) >= saying.ENOUGH_REJECTIONS
    table: list[Sequence[Cell]] = [(str(stage.label), count) for stage, count in stages]
    if unsaid:
        table.append((_("Not said"), unsaid))
    return Figure(
        "stages",
        _("How far you got"),
        saying.say_stages(counts),
        draw_bars([Row(str(stage.label), count) for stage, count in stages]) if enough else None,
        [_("Stage reached"), _("Rejections")],
        table if counts.shown else [],
    )


def draw_feedback(counts: FeedbackCounts) -> Figure:
    rows: list[tuple[str, int]] = [
        (_("Answered"), counts.answered),
        (_("No answer"), counts.unanswered),
        (_("Open still"), counts.waiting),
        (_("Chose not to ask"), counts.chose_not),
        (_("Not asked yet"), counts.not_yet),
    ]
    return Figure(
        "feedback",
        _("What became of your questions"),
        saying.say_feedback(counts),
        draw_bars([Row(label, count) for label, count in rows]) if counts.asked >= saying.ENOUGH_ASKED else None,
        [_("Feedback"), _("Rejections")],
        [*rows] if any(count for _label, count in rows) else [],
    )


def draw_themes(counts: ThemeCounts) -> Figure:
    rows = [Row(label_of(say_theme(theme)), counted.count) for theme, counted in counts.themes.items()]
    return Figure(
        "themes",
        _("What the answers are about"),
        saying.say_themes(counts),
        draw_bars(rows[:MOST_THEMES]) if counts.answers >= saying.ENOUGH_THEMES else None,
        [_("Theme"), _("Answers"), _("When"), _("From")],
        [
            (say_theme(theme), counted.count, name_stages(counted.stages), name_all(counted.companies))
            for theme, counted in counts.themes.items()
        ],
    )


def name_stages(stages: Counter[str]) -> str:
    told = {str(HOW_FAR[Rejection.Stage(stage)]): count for stage, count in stages.items() if stage}
    return name_all(Counter(told))


def name_all(counts: Counter[str]) -> str:
    """“Zephyr (2), Fernweh”"""
    named = [
        f"{shorten(name, 60)} ({count})" if count > 1 else shorten(name, 60) for name, count in counts.most_common()
    ]
    return ", ".join(named)


def draw_replies(replies: dict[str, ReplyCount]) -> Figure:
    known = [(str(kind.label), replies[kind]) for kind in Touchpoint.Kind if kind in replies]
    rows = [
        Row(label, row.sent, part=row.replied, said=_("%(replied)d of %(sent)d") % vars(row)) for label, row in known
    ]
    enough = sum(row.sent for row in replies.values()) >= saying.ENOUGH_LETTERS
    return Figure(
        "replies",
        _("Which letters are answered"),
        saying.say_replies(replies),
        draw_bars(rows) if enough else None,
        [_("Kind"), _("Sent"), _("Answered within 30 days")],
        [(label, row.sent, row.replied) for label, row in known],
    )


def draw_outcomes(outcomes: dict[str, int]) -> Figure:
    named = [(str(outcome.label), outcomes[outcome]) for outcome in Contact.Outcome if outcome in outcomes]
    good = sum(outcomes.get(outcome, 0) for outcome in GOOD)
    return Figure(
        "outcomes",
        _("What came of it"),
        saying.say_outcomes(good),
        draw_bars([Row(label, count) for label, count in named])
        if sum(outcomes.values()) >= saying.ENOUGH_OUTCOMES
        else None,
        [_("What came of it"), _("People")],
        [*named],
    )


def draw_referrals(referrals: dict[str, int]) -> Figure:
    states = [state for state in Referral.State if state != Referral.State.DRAFTED]
    named = [(str(state.label), referrals.get(state, 0)) for state in states]
    sent = sum(referrals.values())
    return Figure(
        "referrals",
        _("Whom you put forward"),
        saying.say_referrals(referrals),
        draw_bars([Row(label, count) for label, count in named]) if sent >= saying.ENOUGH_OUTCOMES else None,
        [_("How it stands"), _("Referrals")],
        [*named] if sent else [],
    )


def label_of(words: str) -> str:
    return shorten(capital(words), LONGEST_LABEL)

"""The sentence to each picture: what it shows, in kind words, and no share without its numbers."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Rejection
from crm.insights.reading import FeedbackCounts, RejectionCounts, ReplyCount, ThemeCounts
from followups.models import Referral, Touchpoint
from followups.themes import say_theme
from followups.timeline_words import HOW_FAR

Stage = Rejection.Stage
# Who got as far as this was met in person, or on a call of their own.
MET = [Stage.INTERVIEW, Stage.TASK, Stage.FURTHER, Stage.FINAL, Stage.OFFER]

# So many there have to be before a picture says more than the numbers do.
ENOUGH_REJECTIONS = 10
ENOUGH_ASKED = 5
ENOUGH_THEMES = 5
ENOUGH_LETTERS = 10
ENOUGH_OUTCOMES = 3
# A kind of letter that went out more rarely is not held up as the one that is answered most.
ENOUGH_OF_A_KIND = 3


def count_in_words(count: int) -> str:
    words = [
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"),
    ]  # fmt: skip
    return words[count] if count < len(words) else str(count)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def say_months(counts: RejectionCounts) -> str:
    words = {"number": count_in_words(counts.shown), "months": len(counts.months)}
    if counts.shown == 0:
        return _("No rejection in the last %(months)d months.") % words
    if counts.shown < ENOUGH_REJECTIONS:
        if counts.shown == counts.in_all:
            said = ngettext(
                "%(number)s rejection so far; patterns show from about ten.",
                "%(number)s rejections so far; patterns show from about ten.",
                counts.shown,
            )
        else:
            said = ngettext(
                "%(number)s rejection in the last %(months)d months; patterns show from about ten.",
                "%(number)s rejections in the last %(months)d months; patterns show from about ten.",
                counts.shown,
            )
        return capital(said % words)
    month, most = max(counts.months.items(), key=lambda item: item[1])
    words |= {"count": counts.shown, "most": most, "month": name_month(month)}
    return (
        _(
            "%(count)d rejections in the last %(months)d months; the most in one month were %(most)d, in %(month)s. "
            "Each of them was an application that you made."
        )
        % words
    )


def name_month(month: date) -> str:
    return date_format(month, "F Y")


def say_stages(counts: RejectionCounts) -> str:
    told = sum(count for stage, count in counts.stages.items() if stage)
    met = sum(counts.stages.get(stage, 0) for stage in MET)
    words = {"met": met, "early": told - met, "told": told}
    if told < ENOUGH_REJECTIONS:
        return _("How far you got shows here once about ten rejections say it.")
    if 2 * met >= told:
        return _("%(met)d of %(told)d came after an interview or later: these people wanted to meet you.") % words
    return (
        _("%(early)d of %(told)d came before an interview, from people who knew a few pages of you and no more.")
        % words
    )


def say_feedback(counts: FeedbackCounts) -> str:
    if counts.asked == 0:
        return _("You have not asked for feedback yet. One question per rejection costs little and may tell much.")
    said = ngettext(
        "You asked once, and %(answered)s.", "You asked %(asked)d times, and %(answered)s.", counts.asked
    ) % {"asked": counts.asked, "answered": say_answered(counts)}
    if counts.waiting:
        waiting = ngettext("%(waiting)s is open still.", "%(waiting)s are open still.", counts.waiting)
        said += " " + capital(waiting % {"waiting": count_in_words(counts.waiting)})
    if counts.asked < ENOUGH_ASKED:
        return f"{said} " + _("A picture begins with about five.")
    return f"{said} " + _("Silence is the usual answer to such a question, and says nothing about you.")


def say_answered(counts: FeedbackCounts) -> str:
    if counts.answered == 0:
        return _("no answer came so far")
    return ngettext("%(answered)d was answered", "%(answered)d were answered", counts.answered) % {
        "answered": counts.answered
    }


def say_themes(counts: ThemeCounts) -> str:
    if not counts.themes:
        return _("Mark what an answer is about, and it shows here what comes up again.")
    if counts.answers < ENOUGH_THEMES:
        return ngettext(
            "One answer has its themes marked; what comes up again shows from about five.",
            "%(count)d answers have their themes marked; what comes up again shows from about five.",
            counts.answers,
        ) % {"count": counts.answers}
    theme, counted = next(iter(counts.themes.items()))
    words = {"theme": say_theme(theme), "count": counted.count, "answers": counts.answers}
    stage, times = max(
        ((stage, times) for stage, times in counted.stages.items() if stage), key=lambda item: item[1], default=("", 0)
    )
    if times < 2:
        return _("“%(theme)s” comes up most: in %(count)d of %(answers)d answers.") % words
    words |= {"where": HOW_FAR[Stage(stage)], "times": times}
    return _("“%(theme)s” comes up most: in %(count)d of %(answers)d answers, %(times)d of these %(where)s.") % words


def say_replies(replies: dict[str, ReplyCount]) -> str:
    sent, replied = sum(row.sent for row in replies.values()), sum(row.replied for row in replies.values())
    words = {"sent": sent, "replied": replied}
    if sent == 0:
        return _("The letters you log, and what comes back within a month, show here.")
    if sent < ENOUGH_LETTERS:
        return (
            ngettext(
                "One letter so far; which kind is answered shows from about ten.",
                "%(sent)d letters so far; which kind is answered shows from about ten.",
                sent,
            )
            % words
        )
    kind, best = max(replies.items(), key=lambda item: rate(item[1]))
    said = _("Of %(sent)d letters, %(replied)d were followed by words of theirs within 30 days.") % words
    if best.replied and best.sent >= ENOUGH_OF_A_KIND:
        said += " " + _("Most often after “%(kind)s”: %(replied)d of %(sent)d.") % {
            "kind": Touchpoint.Kind(kind).label,
            "sent": best.sent,
            "replied": best.replied,
        }
    return f"{said} " + _("A letter without a reply was read all the same.")


def rate(row: ReplyCount) -> tuple[float, int]:
    return (row.replied / row.sent if row.sent >= ENOUGH_OF_A_KIND else 0, row.sent)


def say_outcomes(good: int) -> str:
    if not good:
        return _(
            "It takes its time. A role, an interview, a friendship: note it on the page of the person it came from."
        )
    return ngettext(
        "Something good came of it once so far.", "Something good came of it %(number)s times so far.", good
    ) % {"number": count_in_words(good)}


def say_referrals(referrals: dict[str, int]) -> str:
    State = Referral.State
    sent = sum(referrals.values())
    led = referrals.get(State.INTERVIEW, 0) + referrals.get(State.HIRED, 0)
    if sent == 0:
        return _("Nobody was put forward yet. Helping somebody else to a job is the best reason to write.")
    said = ngettext("You put somebody forward %(sent)d time.", "You put somebody forward %(sent)d times.", sent) % {
        "sent": sent
    }
    if led:
        said += " " + ngettext(
            "%(led)d got an interview or the job through you.", "%(led)d got an interview or the job through you.", led
        ) % {"led": led}
    return said

"""What a nudge mail says about one contact, in sentences that the text and the HTML part share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from contacts.models import Contact, Rejection
from followups import links
from followups.drafts import Draft, check_in_draft, latest_answer, latest_rejection, mailto_url
from followups.folding import answer_shown
from followups.models import Nudge, NudgeMail, Touchpoint
from followups.wording import body_of, cut, day_in_words, month_in_words
from followups.wording import remembered_gettext as _

LONGEST_QUOTE = 280
LONGEST_GIST = 110
SHOWN_INTERESTS = 5


@dataclass(frozen=True)
class MailLink:
    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """One contact in full."""

    name: str
    position: str
    when: str
    met: str
    said: str
    quote: str
    cares: str
    letters: list[str]
    draft: Draft
    address: str
    mailto: str
    sent: MailLink
    others: list[MailLink]


@dataclass(frozen=True)
class BriefCard:
    """One contact on a line: beyond the first ten of a digest."""

    name: str
    when: str
    sent: MailLink
    page: MailLink


def make_card(nudge: Nudge, mail: NudgeMail, at: datetime) -> Card:
    """Everything about the nudge's contact; `read_contents` must have been there before."""
    contact, user, today = nudge.contact, mail.owner, mail.on
    touchpoints: list[Touchpoint] = getattr(contact, "last_touchpoints", [])
    answer = latest_answer(contact)
    quote = cut(body_of(answer_shown(answer)), LONGEST_QUOTE) if answer else ""
    draft = check_in_draft(contact, on=max(nudge.on, today))
    return Card(
        name=cut(contact.name, 200),
        position=say_position(contact),
        when=say_when(nudge, mail, touchpoints),
        met=say_how_you_met(contact, today),
        said=_("On %(day)s they wrote:") % {"day": day_in_words(answer.answered_on, today)}
        if quote and answer and answer.answered_on
        else "",
        quote=quote,
        cares=say_interests(contact),
        letters=[say_touchpoint(touchpoint, today) for touchpoint in touchpoints],
        draft=draft,
        address=contact.email,
        mailto=mailto_url(contact.email, draft),
        sent=MailLink(_("I sent it"), links.nudge_link(nudge, links.SENT, user, at=at)),
        others=[
            MailLink(_("Not this month"), links.nudge_link(nudge, links.NOT_THIS_MONTH, user, at=at)),
            MailLink(_("Pause"), links.nudge_link(nudge, links.PAUSE, user, at=at)),
            MailLink(_("They asked me to stop"), links.nudge_link(nudge, links.STOP, user, at=at)),
            page_link(contact),
        ],
    )


def make_brief_card(nudge: Nudge, mail: NudgeMail, at: datetime) -> BriefCard:
    position = say_position(nudge.contact)
    name = cut(nudge.contact.name, 80)
    return BriefCard(
        name=f"{name} ({position})" if position else name,
        when=say_from_when(nudge, mail),
        sent=MailLink(_("I sent it"), links.nudge_link(nudge, links.SENT, mail.owner, at=at)),
        page=page_link(nudge.contact),
    )


def page_link(contact: Contact) -> MailLink:
    return MailLink(_("Their page"), f"{settings.SITE_URL}{contact.get_absolute_url()}")


def say_position(contact: Contact) -> str:
    company = contact.company.name if contact.company else ""
    return ", ".join(cut(part, 120) for part in (contact.title, company) if part)


def say_when(nudge: Nudge, mail: NudgeMail, touchpoints: list[Touchpoint]) -> str:
    if touchpoints:
        last = _("Your last letter went out on %(day)s.") % {"day": day_in_words(touchpoints[0].on, mail.on)}
    else:
        last = _("This would be your first letter.")
    return f"{last} {say_from_when(nudge, mail)}" if mail.is_digest else last


def say_from_when(nudge: Nudge, mail: NudgeMail) -> str:
    if nudge.on <= mail.on:
        return _("You may write from today on.")
    return _("You may write from %(day)s on.") % {"day": day_in_words(nudge.on, mail.on)}


def say_how_you_met(contact: Contact, today: date) -> str:
    rejection = latest_rejection(contact)
    if rejection is None:
        return ""
    words = {
        "role": cut(rejection.role, 100),
        "company": cut(rejection.company.name, 100),
        "stage": Rejection.Stage(rejection.stage).label if rejection.stage else "",
        "month": month_in_words(rejection.rejected_on, today),
    }
    if rejection.stage:
        return _("You met over the %(role)s role at %(company)s (%(stage)s, %(month)s).") % words
    return _("You met over the %(role)s role at %(company)s (%(month)s).") % words


def say_interests(contact: Contact) -> str:
    topics = [
        f"{cut(interest.topic, 80)} ({cut(interest.source, 80)})" if interest.source else cut(interest.topic, 80)
        for interest in list(contact.interests.all())[:SHOWN_INTERESTS]
    ]
    return _("Cares about %(topics)s.") % {"topics": ", ".join(topics)} if topics else ""


def say_touchpoint(touchpoint: Touchpoint, today: date) -> str:
    # Not get_…_display(): it translates every choice to find the one, half a millisecond a mail.
    line = f"{day_in_words(touchpoint.on, today)}: {Touchpoint.Kind(touchpoint.kind).label}"
    if touchpoint.channel != Touchpoint.Channel.EMAIL:
        line += f" ({Touchpoint.Channel(touchpoint.channel).label})"
    gist = cut(body_of(touchpoint.text), LONGEST_GIST)
    return f"{line}. “{gist}”" if gist else line

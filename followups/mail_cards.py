"""What a nudge mail says about one contact, in sentences that the text and the HTML part share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.models import Contact, Rejection
from contacts.web_links import web_link
from followups import links
from followups.drafts import Draft, check_in_draft, draft_for, latest_rejection, mailto_url
from followups.ideas.proposing import is_still_good
from followups.ideas.saying import say_reason
from followups.incoming import last_words
from followups.models import Idea, LetterDraft, Nudge, NudgeMail, Touchpoint
from followups.silence_words import quiet_line
from followups.wording import body_of, cut, day_in_words, month_in_words, one_line

LONGEST_QUOTE = 280
LONGEST_GIST = 110
LONGEST_TITLE = 160
# Longer addresses (`mailto:` holds the whole letter) are cut off or refused by some mail programs.
LONGEST_LETTER = 1500
SHOWN_INTERESTS = 5


@dataclass(frozen=True)
class MailLink:
    label: str
    url: str


@dataclass(frozen=True)
class IdeaLine:
    """Something worth their time, and why."""

    title: str
    place: str  # the site, or what it is
    url: str
    reason: str


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
    quiet: str
    ideas: list[IdeaLine]
    lead: str  # what the draft is
    draft: Draft
    address: str
    write: MailLink  # opens the letter in the user's mail program; one that is too long for that, on the page
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
    ideas = [idea for idea in nudge.ideas.all() if is_still_good(idea)]
    letter = read_kept_letter(contact)
    draft = letter or write_draft(contact, ideas, on=max(nudge.on, today))
    is_short = len(draft.text) <= LONGEST_LETTER
    said, quote = say_last_words(contact, today)
    return Card(
        name=cut(contact.name, 200),
        position=say_position(contact),
        when=say_when(nudge, mail, touchpoints),
        met=say_how_you_met(contact, today),
        said=said,
        quote=quote,
        cares=say_interests(contact),
        letters=[say_touchpoint(touchpoint, today) for touchpoint in touchpoints],
        quiet=quiet_line(contact),
        ideas=[make_idea_line(idea) for idea in ideas],
        lead=say_lead(contact, ideas, is_own=letter is not None),
        draft=draft if is_short else Draft(draft.subject, cut_letter(draft.text)),
        address=contact.email,
        write=MailLink(_("Open in my mail program"), mailto_url(contact.email, draft))
        if is_short
        else MailLink(_("Open the whole letter"), f"{page_link(contact).url}#letter"),
        sent=MailLink(_("I sent it"), links.nudge_link(nudge, links.SENT, user, at=at)),
        others=[
            MailLink(_("Not this month"), links.nudge_link(nudge, links.NOT_THIS_MONTH, user, at=at)),
            MailLink(_("Pause"), links.nudge_link(nudge, links.PAUSE, user, at=at)),
            MailLink(_("They asked me to stop"), links.nudge_link(nudge, links.STOP, user, at=at)),
            page_link(contact),
        ],
    )


def read_kept_letter(contact: Contact) -> Draft | None:
    """The letter that the user began on the contact's page."""
    letter: LetterDraft | None = getattr(contact, "letter_draft", None)
    return Draft(letter.subject, letter.text) if letter and letter.text.strip() else None


def cut_letter(text: str) -> str:
    """The beginning of a long letter, in whole words; its line breaks stay."""
    return text[:LONGEST_LETTER].rsplit(None, 1)[0] + " …"


def write_draft(contact: Contact, ideas: list[Idea], *, on: date) -> Draft:
    return draft_for(ideas[0], on=on) if ideas else check_in_draft(contact, on=on)


def say_lead(contact: Contact, ideas: list[Idea], *, is_own: bool) -> str:
    words = {"address": contact.email}
    if is_own:
        return _("The letter you began, to %(address)s:") % words if words["address"] else _("The letter you began:")
    if not words["address"]:
        return _("A letter to start from (their address is not known yet):")
    if len(ideas) > 1:
        return _("A letter around the first, to %(address)s:") % words
    return _("A letter to start from, to %(address)s:") % words


def say_last_words(contact: Contact, today: date) -> tuple[str, str]:
    """When they last wrote, and how it begins; empty if they never did."""
    spoken = last_words(contact)
    if spoken is None:
        return "", ""
    on, text = spoken
    said = _("On %(day)s they wrote:") if text.strip() else _("They wrote on %(day)s.")
    return said % {"day": day_in_words(on, today)}, cut(body_of(text), LONGEST_QUOTE) if text.strip() else ""


def make_idea_line(idea: Idea) -> IdeaLine:
    if idea.article:
        title, place, url = idea.article.title, idea.article.site, idea.article.url
    else:
        assert idea.opening is not None and idea.peer is not None, "an idea has an article, or an opening and a peer"
        title = _("%(peer)s for %(role)s") % {"peer": idea.peer.name, "role": idea.opening.role}
        place, url = idea.opening.company.name, f"{settings.SITE_URL}{reverse('opening', args=[idea.opening_id])}"
    return IdeaLine(cut(title, LONGEST_TITLE), cut(place, 80), web_link(one_line(url)), say_reason(idea))


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
    return MailLink(_("Their page"), f"{settings.SITE_URL}{contact_path()}{contact.pk}/")


@cache
def contact_path() -> str:
    return reverse("contact", args=[0]).removesuffix("0/")


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
        "stage": str(Rejection.Stage(rejection.stage).label) if rejection.stage else "",
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

"""The plain rows of Today, ninety at most: the template language takes 0.1 ms for each, these 0.01.

Whatever somebody typed goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from contacts.ring import read_ring
from contacts.templatetags.people import write_ring
from contacts.words import format_day, shorten

if TYPE_CHECKING:
    from followups.today_rows import ContactRow

register = template.Library()

LONGEST_IDEA = 110


@register.simple_tag
def due_cards(rows: Iterable[ContactRow], bulb: SafeString) -> SafeString:
    """Those who are due, with everything at hand; `bulb` stands before an idea. Ten took the template language 2 ms."""
    words = CardWords(
        not_asked=escape(_("You have not asked for feedback yet.")),
        less_often=escape(_(": less often, perhaps?")),
        open_draft=escape(_("Open the draft")),
        sent=escape(_("I sent it")),
        not_now=escape(_("Not this month")),
    )
    return mark_safe("\n".join(write_card(row, words, bulb) for row in rows))  # noqa: S308 (each word is escaped)


@register.simple_tag
def due_rows(rows: Iterable[ContactRow]) -> SafeString:
    return mark_safe("\n".join(write_due(row) for row in rows))  # noqa: S308 (each word is escaped)


@register.simple_tag
def coming_rows(rows: Iterable[ContactRow]) -> SafeString:
    return mark_safe("\n".join(write_coming(row) for row in rows))  # noqa: S308 (each word is escaped)


class CardWords(NamedTuple):
    """What every card says."""

    not_asked: str
    less_often: str
    open_draft: str
    sent: str
    not_now: str


def write_card(row: ContactRow, words: CardWords, bulb: str) -> str:
    address = f"/contacts/{row.contact.pk}/"
    ring = read_ring(initials=row.contact.initials, counts_from=None, next_on=None, today=row.on, is_due=True)
    said = escape(row.last_letter or row.why)
    title = f", {escape(row.contact.title)}" if row.contact.title else ""
    draft, sent = f"{address}?write=1#letter", f"{address}sent/"
    if row.request_id:
        draft, sent = f"{address}#feedback-{row.request_id}", reverse("feedback_asked", args=[row.request_id])
        said = f"{said} {words.not_asked}"
    return (
        f'<article class="card"><div class="person">{write_ring(ring)}<div class="titles">'
        f'<p><b><a href="{address}"><bdi>{escape(row.contact.name)}</bdi></a></b>{title}{write_company(row)}</p>'
        f'<p class="quiet small">{said}</p>{write_more(row, address, words, bulb)}</div></div>'
        f'<div class="row"><a class="btn go" href="{draft}">{words.open_draft}</a>'
        f'<button class="btn" form="act" formaction="{sent}" name="submission" value="{uuid4()}">{words.sent}</button>'
        f'<button class="btn plain" form="act" formaction="{address}not-this-month/">{words.not_now}</button></div>'
        "</article>"
    )


def write_more(row: ContactRow, address: str, words: CardWords, bulb: str) -> str:
    """That they stay silent, an idea, and what they care about; each where there is one."""
    more = ""
    if row.silence:
        silence = f'<a href="{address}#silence">{escape(row.silence)}</a>'
        more += f'<p class="quiet small">{silence}{words.less_often}</p>'
    if row.idea:
        idea = escape(shorten(row.idea, LONGEST_IDEA))
        more += f'<p class="small">{bulb} <a href="{address}?write=1#ideas"><bdi>{idea}</bdi></a></p>'
    if row.interests:
        tags = "".join(f'<span class="tag">{escape(topic)}</span>' for topic in row.interests)
        more += f'<p class="tags">{tags}</p>'
    return more


def write_due(row: ContactRow) -> str:
    title = f", {escape(row.contact.title)}" if row.contact.title else ""
    said = " ".join(part for part in (row.last_letter, row.topics) if part)
    return (
        f"<li><div>{write_name(row, f'/contacts/{row.contact.pk}/?write=1')}{title}{write_company(row)}"
        f'<p class="quiet small">{escape(said)}</p></div></li>'
    )


def write_coming(row: ContactRow) -> str:
    day = escape(format_day(row.on, "j M"))
    return (
        f"<li><div>{write_name(row, f'/contacts/{row.contact.pk}/')}{write_company(row)}"
        f'<p class="quiet small">{escape(row.last_letter)}</p></div>'
        f'<time class="quiet" datetime="{row.on.isoformat()}">{day}</time></li>'
    )


def write_name(row: ContactRow, address: str) -> str:
    return f'<b><a class="cover" href="{address}"><bdi>{escape(row.contact.name)}</bdi></a></b>'


def write_company(row: ContactRow) -> str:
    return f", {escape(row.company)}" if row.company else ""

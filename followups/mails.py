"""Write the nudge mail: for each contact who they are, what was said, a letter to start from, and what to press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.links import unsubscribe_link
from followups.mail_cards import BriefCard, Card, MailLink, make_brief_card, make_card, page_link
from followups.mail_contents import MOST_LINES, Extras, MailContents, read_contents
from followups.mail_templates import write_html, write_text
from followups.mime import from_value, make_message, subject_value
from followups.models import FeedbackRequest, Nudge, NudgeMail
from followups.models.mail import IN_FULL
from followups.smtp import MailRefused, as_envelope
from followups.wording import cut, day_in_words, month_in_words

__all__ = ["MailContents", "RenderedMail", "build_nudge_mail", "read_contents"]

MOST_BRIEF = 150
# Mail programs cut off what is larger ("[Message clipped]"); then fewer are told of in full, the others on a line.
LARGEST = 100_000
FEWER_AND_FEWER = [
    (IN_FULL, MOST_BRIEF),
    (IN_FULL, 100),
    (IN_FULL, 50),
    (IN_FULL, 15),
    (5, 10),
    (2, 10),
    (1, 10),
    (1, 0),
]
LONGEST_SUBJECT = 150
# A mail that is tried again within this time is byte for byte the same message, date and links included.
SAME_MESSAGE_FOR = timedelta(days=4)


@dataclass(frozen=True)
class RenderedMail:
    message: bytes  # as it goes over the line
    subject: str
    nudge_ids: list[int]


def build_nudge_mail(
    mail: NudgeMail, nudges: Sequence[Nudge] | None = None, contents: MailContents | None = None
) -> RenderedMail:
    """Write the mail about these nudges (its open ones). Cheap if `contents` was read for the whole batch."""
    if nudges is None:
        nudges = list(mail.nudges.filter(state=Nudge.State.OPEN).order_by("on", "id"))
    if contents is None:
        contents = read_contents([mail], {mail.pk: nudges})
    return write_mail(mail, nudges, contents[mail.pk], date_of(mail))


def write_mail(mail: NudgeMail, nudges: Sequence[Nudge], extras: Extras, at: datetime) -> RenderedMail:
    subject = write_subject(mail, nudges)
    headers = write_headers(mail, subject, at)
    for in_full, brief in FEWER_AND_FEWER:
        words = write_words(mail, nudges, extras, at, in_full=in_full, brief=brief)
        message = write_message(headers, words, boundary=mail.public_id)
        if len(message) <= LARGEST:
            break
    return RenderedMail(message, subject, [nudge.pk for nudge in nudges])


def write_message(headers: dict[str, str], words: dict[str, Any], *, boundary: str) -> bytes:
    return make_message(headers, text=write_text(words), html=write_html(words), boundary=boundary)


def date_of(mail: NudgeMail) -> datetime:
    now, tried_at = timezone.now(), mail.first_tried_at
    return tried_at if tried_at and now - tried_at < SAME_MESSAGE_FOR else now


def write_headers(mail: NudgeMail, subject: str, at: datetime) -> dict[str, str]:
    headers = {
        "From": from_value(settings.DEFAULT_FROM_EMAIL, "Afterword"),
        "To": to_value(mail.recipient),
        "Subject": subject_value(subject),
        "Date": format_datetime(at.astimezone(mail.owner.zone)),
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{unsubscribe_link(mail.owner, mail, at=at)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if settings.EMAIL_RELAY_DEDUPES:
        headers["Resend-Idempotency-Key"] = mail.public_id
    return headers


def to_value(recipient: str) -> str:
    try:
        return as_envelope(recipient)
    except MailRefused:
        return "undisclosed-recipients:;"  # the hand-over will refuse the address, and say so


def write_subject(mail: NudgeMail, nudges: Sequence[Nudge]) -> str:
    names = [cut(nudge.contact.name, 60) for nudge in nudges]
    if mail.is_digest and len(names) > 1:
        subject = _("Your letters for %(month)s: %(names)s") % {
            "month": month_in_words(mail.on, mail.on),
            "names": list_names(names),
        }
    elif len(names) == 1:
        subject = _("A good week to write to %(name)s") % {"name": names[0]}
    else:
        subject = f"{count_letters(len(names))}: {list_names(names)}"
    return cut(subject, LONGEST_SUBJECT)


def list_names(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) <= 3:
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(names)s and %(count)s others") % {"names": ", ".join(names[:2]), "count": len(names) - 2}


def count_letters(number: int) -> str:
    in_words = {
        1: _("One letter to write"),
        2: _("Two letters to write"),
        3: _("Three letters to write"),
        4: _("Four letters to write"),
        5: _("Five letters to write"),
        6: _("Six letters to write"),
        7: _("Seven letters to write"),
        8: _("Eight letters to write"),
        9: _("Nine letters to write"),
        10: _("Ten letters to write"),
    }
    return in_words.get(number) or _("%(count)s letters to write") % {"count": number}


def write_words(
    mail: NudgeMail, nudges: Sequence[Nudge], extras: Extras, at: datetime, *, in_full: int, brief: int
) -> dict[str, Any]:
    cards: list[Card] = [make_card(nudge, mail, at) for nudge in nudges[:in_full]]
    lines: list[BriefCard] = [make_brief_card(nudge, mail, at) for nudge in nudges[in_full : in_full + brief]]
    left_out = len(nudges) - len(cards) - len(lines)
    title, lead = write_title(mail, nudges, cards)
    return {
        "title": title,
        "lead": lead,
        "is_one": len(nudges) == 1,
        "cards": cards,
        "your_last_letters": _("Your last letters:"),
        "also_coming_up": _("Also coming up"),
        "brief": lines,
        "left_out": _("%(count)s more are on Today.") % {"count": left_out} if left_out else "",
        "also": write_lines(mail, extras),
        "notes": write_notes(mail, extras),
        "why": _("You get this at %(time)s because you asked for it.")
        % {"time": time_format(mail.owner.nudge_time, "H:i")},
        "change": MailLink(_("Change when"), site_link("settings")),
        "stop": MailLink(_("Stop these mails"), unsubscribe_link(mail.owner, mail, at=at)),
        "today": MailLink(_("Today"), site_link("today")),
    }


def write_title(mail: NudgeMail, nudges: Sequence[Nudge], cards: list[Card]) -> tuple[str, str]:
    if mail.is_digest:
        month = month_in_words(mail.on, mail.on)
        return _("Your letters for %(month)s") % {"month": month}, _("Each has its day; once a month is plenty.")
    if len(nudges) == 1:
        title = _("A good week to write to %(name)s") % {"name": cut(nudges[0].contact.name, 200)}
        return title, f"{cards[0].when} {_('Once a month is plenty; today is a fine day.')}"
    return count_letters(len(nudges)), _("Take them one at a time. A few lines each are plenty.")


def write_lines(mail: NudgeMail, extras: Extras) -> list[dict[str, Any]]:
    """Thanks due and requests not made yet: they travel along."""
    lines = []
    for request in extras.thanks_due[:MOST_LINES]:
        day = day_in_words(request.answered_on or mail.on, mail.on)
        text = _("%(name)s answered you on %(day)s: a thank-you is due.")
        lines.append(line_about(request, text % {"name": cut(request.contact.name, 80), "day": day}))
    for request in extras.to_ask[:MOST_LINES]:
        text = _("%(name)s: you have not asked yet what would have made you stronger (%(role)s).")
        role = cut(request.rejection.role, 80)
        lines.append(line_about(request, text % {"name": cut(request.contact.name, 80), "role": role}))
    if max(len(extras.thanks_due), len(extras.to_ask)) > MOST_LINES:
        lines.append({"text": _("There are more of these."), "link": MailLink(_("Today"), site_link("today"))})
    return lines


def line_about(request: FeedbackRequest, text: str) -> dict[str, Any]:
    return {"text": text, "link": page_link(request.contact)}


def write_notes(mail: NudgeMail, extras: Extras) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    if extras.more_due:
        text = ngettext(
            "One more is due and comes tomorrow.", "%(count)s more are due and come from tomorrow on.", extras.more_due
        )
        notes.append({"text": text % {"count": extras.more_due}, "link": None})
    if extras.unsure:
        text = _("The mail of %(day)s may not have reached you.") % {"day": day_in_words(extras.unsure.on, mail.on)}
        notes.append({"text": text, "link": MailLink(_("See what it said"), site_link("outbox"))})
    return notes


def site_link(name: str) -> str:
    return f"{settings.SITE_URL}{path_of(name)}"


@cache
def path_of(name: str) -> str:
    return reverse(name)

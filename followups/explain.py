"""Plain answers to "why did I, or did I not, get a nudge?", from the ledger."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Contact
from followups.cadence import explain_next_date
from followups.models import Nudge, NudgeMail
from followups.wording import call_name, day_in_words

LAST_NUDGES = 3
MailState = NudgeMail.State
ARRIVED = {MailState.SENT, MailState.HANDING, MailState.UNSURE}


def explain_nudges(contact: Contact) -> list[str]:
    """Sentences about the last nudges, oldest first, and then about the present situation."""
    today = contact.owner.today()
    newest = contact.nudges.select_related("mail").exclude(state=Nudge.State.MERGED).newest_first()[:LAST_NUDGES]
    nudges = list(newest)
    told = [describe_nudge(nudge, today) for nudge in reversed(nudges)]
    return [*told, *describe_situation(contact, nudges, today)]


def describe_nudge(nudge: Nudge, today: date) -> str:
    """What became of one nudge: how it was told, and what was answered."""
    day = day_in_words(nudge.mail.on if nudge.mail else nudge.on, today)
    told = describe_telling(nudge, day, today)
    answered = {
        Nudge.State.SENT_IT: _("You wrote."),
        Nudge.State.NOT_THIS_MONTH: _("You said: not this month."),
        Nudge.State.EXPIRED: _("The month went by without an answer of yours."),
    }.get(Nudge.State(nudge.state), "")
    return f"{told} {answered}".strip()


def describe_telling(nudge: Nudge, day: str, today: date) -> str:
    mail = nudge.mail
    if nudge.state == Nudge.State.WITHDRAWN:
        return _("The nudge of %(day)s was withdrawn: something changed before its mail went out.") % {"day": day}
    if mail is None:
        if nudge.state == Nudge.State.NOT_THIS_MONTH:
            return _("On %(day)s, before any mail went out:") % {"day": day}
        return _("The nudge of %(day)s was noted without a mail.") % {"day": day}
    match mail.state:
        case MailState.SENT:
            return _("You were reminded on %(day)s by mail (sent).") % {"day": day}
        case MailState.UNSURE:
            return _("You were reminded on %(day)s by a mail that may not have arrived.") % {"day": day}
        case MailState.HANDING:
            return _("A mail of %(day)s is being handed over to the mail server right now.") % {"day": day}
        case MailState.FAILED:
            words = {"day": day, "why": mail.error or _("no reason was given")}
            return _("The mail of %(day)s was refused (%(why)s). This nudge comes with the next mail.") % words
        case MailState.HELD:
            return _("The mail of %(day)s is held back until this installation is resumed.") % {"day": day}
    if mail.error:
        words = {"day": day, "why": mail.error, "time": date_format(timezone.localtime(mail.not_before), "j F, H:i")}
        return _("The mail of %(day)s could not be sent yet (%(why)s). It is tried again on %(time)s.") % words
    return _("The mail of %(day)s is about to be sent.") % {"day": day}


def describe_situation(contact: Contact, nudges: list[Nudge], today: date) -> list[str]:
    """Why there is, or will be, the next nudge; in the order in which one reason outdoes another."""
    if contact.standing == Contact.Standing.STOPPED:
        return [_("%(name)s asked not to be contacted: no nudge comes any more.") % {"name": call_name(contact)}]
    if contact.standing == Contact.Standing.ENDED:
        return [_("You ended this contact: no nudge comes unless you are in touch again.")]
    said = [*describe_holds(contact, today), *describe_date(contact, today)]
    if contact.owner.is_away(today) and contact.owner.away_until:
        said.append(
            _("You are away: nothing is mailed before %(day)s.")
            % {"day": day_in_words(contact.owner.away_until, today)}
        )
    elif contact.owner.mails_stopped_at:
        said.append(_("Nudge mails are stopped in your settings: whoever is due shows on Today alone."))
    elif is_due(contact, today) and not any(nudge.state == Nudge.State.OPEN for nudge in nudges):
        said += describe_queue(contact, today)
    return said


def is_due(contact: Contact, today: date) -> bool:
    return contact.next_on is not None and contact.next_on <= today and contact.may_be_nudged(today)


def describe_holds(contact: Contact, today: date) -> list[str]:
    said = []
    if contact.paused_until and contact.paused_until > today:
        said.append(_("Paused until %(day)s.") % {"day": day_in_words(contact.paused_until, today)})
    if contact.thanks_held_until and contact.thanks_held_until > today:
        words = {"name": call_name(contact), "day": day_in_words(contact.thanks_held_until, today)}
        said.append(
            _(
                "Thanks are owed to %(name)s: the nudge waits until they are sent or you decide not to, "
                "until %(day)s at most."
            )
            % words
        )
    return said


def describe_date(contact: Contact, today: date) -> list[str]:
    if contact.next_on is None:
        return []
    words = {"day": day_in_words(contact.next_on, today), "why": lower_first(explain_next_date(contact)).rstrip(".")}
    if contact.next_on > today:
        return [_("The next one is due on %(day)s: %(why)s.") % words]
    return [_("Due since %(day)s: %(why)s.") % words]


def describe_queue(contact: Contact, today: date) -> list[str]:
    """Why somebody who is due was not in a mail yet."""
    user = contact.owner
    mail = user.nudge_mails.exclude(state=MailState.CANCELLED).newest_first().first()
    if mail and mail.state in {*NudgeMail.UNFINISHED, MailState.FAILED}:
        day = day_in_words(mail.on, today)
        if mail.state == MailState.FAILED:
            return [_("Your last mail (%(day)s) was refused; this nudge comes with the next.") % {"day": day}]
        return [_("Your mail of %(day)s is still on its way; this nudge comes with the next.") % {"day": day}]
    if user.digest_day:
        return [_("It comes with your monthly digest, on day %(day)d of the month.") % {"day": user.digest_day}]
    ahead = count_ahead(contact, today)
    if ahead >= user.contacts_per_mail:
        others = ngettext("%(ahead)d other goes first", "%(ahead)d others go first", ahead) % {"ahead": ahead}
        limit = ngettext(
            "at most %(limit)d contact per mail", "at most %(limit)d contacts per mail", user.contacts_per_mail
        ) % {"limit": user.contacts_per_mail}
        return [f"{others}: {limit}."]
    time = time_format(user.nudge_time, "H:i")
    if mail and mail.on >= today:
        return [_("Today’s mail has gone out already; this nudge comes with tomorrow’s, at %(time)s.") % {"time": time}]
    return [_("It comes with the next mail, at %(time)s.") % {"time": time}]


def count_ahead(contact: Contact, today: date) -> int:
    """How many others are due for longer and have no nudge yet, counted up to 100."""
    due = Contact.objects.filter(owner=contact.owner).due(today)
    earlier = due.filter(next_on__lt=contact.next_on) | due.filter(next_on=contact.next_on, pk__lt=contact.pk)
    return len(earlier.values_list("pk")[:100])


def lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]

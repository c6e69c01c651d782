"""What the timeline says of each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactEvent, Rejection
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.wording import call_name, day_in_words

Kind = Touchpoint.Kind
Channel = Touchpoint.Channel


@dataclass(frozen=True)
class Words:
    title: str
    by: str
    detail: str = ""


def describe(source: str, kind: str, word: str, contact: Contact) -> Words:
    """The words for a row of `source`: `kind` is its kind, state or stage, `word` its role, channel or note."""
    return DESCRIBE[source](kind, word, contact)


def describe_rejection(stage: str, role: str, contact: Contact) -> Words:
    after = {
        Rejection.Stage.APPLICATION: _("on the application"),
        Rejection.Stage.SCREENING: _("after the screening call"),
        Rejection.Stage.INTERVIEW: _("after the first interview"),
        Rejection.Stage.TASK: _("after the task"),
        Rejection.Stage.FURTHER: _("after further interviews"),
        Rejection.Stage.FINAL: _("after the final round"),
        Rejection.Stage.OFFER: _("the offer was withdrawn"),
    }
    detail = after[Rejection.Stage(stage)] if stage else ""
    return Words(_("Rejected for %(role)s") % {"role": role}, by="them", detail=detail)


def describe_event(kind: str, note: str, contact: Contact) -> Words:
    Event = ContactEvent.Kind
    name = {"name": call_name(contact)}
    match kind:
        case Event.ADDED:
            return Words(_("You added %(name)s") % name, by="app")
        case Event.PAUSED:
            return Words(_("Paused until %(day)s") % {"day": describe_iso_day(note)}, by="app")
        case Event.ENDED:
            return Words(_("You ended the contact"), by="app", detail=note)
        case Event.STOPPED:
            return Words(_("%(name)s asked not to be contacted") % name, by="them")
        case Event.CADENCE:
            return Words(_("How often you write changed"), by="app", detail=note)
    return Words(str(Event(kind).label), by="app", detail=note)


def describe_nudge(state: str, mail_state: str, contact: Contact) -> Words:
    if not mail_state and state == Nudge.State.NOT_THIS_MONTH:
        return Words(_("You let this month pass"), by="app")
    if not mail_state:
        return Words(_("Afterword reminded you"), by="app", detail=_("noted without a mail"))
    said = {
        Nudge.State.SENT_IT: _("you wrote"),
        Nudge.State.NOT_THIS_MONTH: _("not this month, you said"),
        Nudge.State.EXPIRED: _("the month went by"),
    }.get(Nudge.State(state), "")
    if mail_state == NudgeMail.State.UNSURE:
        said = _("the mail may not have arrived")
    return Words(_("Afterword reminded you"), by="app", detail=said)


def describe_touchpoint(kind: str, channel: str, contact: Contact) -> Words:
    if kind == Kind.CHECK_IN:
        return Words(describe_check_in(channel, contact), by="you")
    name = {"name": call_name(contact)}
    title = {
        Kind.FEEDBACK_REQUEST: _("You asked for feedback"),
        Kind.THANK_YOU: _("You said thank you"),
        Kind.ARTICLE: _("You sent an article"),
        Kind.CONGRATULATIONS: _("You congratulated %(name)s") % name,
        Kind.REFERRAL: _("You referred somebody"),
        Kind.OTHER: _("You got in touch"),
    }[Kind(kind)]
    by_way_of = {
        Channel.LINKEDIN: _("on LinkedIn"),
        Channel.LETTER: _("by letter"),
        Channel.PERSON: _("in person"),
        Channel.PHONE: _("by phone"),
    }
    return Words(title, by="you", detail=by_way_of.get(Channel(channel), ""))


def describe_check_in(channel: str, contact: Contact) -> str:
    name = {"name": call_name(contact)}
    return {
        Channel.LINKEDIN: _("You wrote on LinkedIn"),
        Channel.LETTER: _("You sent a letter"),
        Channel.PERSON: _("You met %(name)s") % name,
        Channel.PHONE: _("You called"),
    }.get(Channel(channel), _("You wrote"))


def describe_feedback(state: str, _note: str, contact: Contact) -> Words:
    State = FeedbackRequest.State
    if state == State.NO_ANSWER:
        return Words(_("No answer"), by="app", detail=_("three weeks after you asked; nothing more to do"))
    if state == State.NOT_ASKED:
        return Words(_("You chose not to ask for feedback"), by="app")
    return Words(_("%(name)s answered") % {"name": call_name(contact)}, by="them")


def describe_iso_day(note: str) -> str:
    try:
        return day_in_words(date.fromisoformat(note), timezone.localdate())
    except ValueError:
        return note


DESCRIBE = {
    "rejection": describe_rejection,
    "event": describe_event,
    "nudge": describe_nudge,
    "touchpoint": describe_touchpoint,
    "feedback": describe_feedback,
}

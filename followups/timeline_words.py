"""What the timeline says of each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, ContactEvent, Rejection
from followups.models import FeedbackRequest, Nudge, NudgeMail, Referral, Touchpoint
from followups.wording import call_name, day_in_words

Channel = Touchpoint.Channel
Event = ContactEvent.Kind
Kind = Touchpoint.Kind
Outcome = Contact.Outcome
Stage = Rejection.Stage

HOW_FAR = {
    Stage.APPLICATION: _("on the application"),
    Stage.SCREENING: _("after the screening call"),
    Stage.INTERVIEW: _("after the first interview"),
    Stage.TASK: _("after the task"),
    Stage.FURTHER: _("after further interviews"),
    Stage.FINAL: _("after the final round"),
    Stage.OFFER: _("the offer was withdrawn"),
}
EVENTS = {
    Event.ADDED: _("You added %(name)s"),
    Event.PAUSED: _("Paused until %(day)s"),
    Event.ENDED: _("You ended the contact"),
    Event.STOPPED: _("%(name)s asked not to be contacted"),
    Event.CADENCE: _("How often you write changed"),
    Event.MOVED: _("%(name)s moved on"),
    Event.MERGED: _("You put two entries for %(name)s together"),
}
OF_THEIRS = {Event.STOPPED, Event.MOVED}
CAME_OF_IT = {
    Outcome.ROLE_CAME_UP: _("A role came up through %(name)s"),
    Outcome.INTERVIEW: _("%(name)s led you to an interview"),
    Outcome.HIRED: _("%(name)s led you to a job"),
    Outcome.FRIENDSHIP: _("%(name)s and you became friends"),
}
NUDGE_ENDS = {
    Nudge.State.SENT_IT: _("you wrote"),
    Nudge.State.NOT_THIS_MONTH: _("not this month, you said"),
    Nudge.State.EXPIRED: _("the month went by"),
}
LETTERS = {
    Kind.FEEDBACK_REQUEST: _("You asked for feedback"),
    Kind.THANK_YOU: _("You said thank you"),
    Kind.ARTICLE: _("You sent an article"),
    Kind.CONGRATULATIONS: _("You congratulated %(name)s"),
    Kind.REFERRAL: _("You referred somebody"),
    Kind.OTHER: _("You got in touch"),
}
CHECK_INS = {
    Channel.LINKEDIN: _("You wrote on LinkedIn"),
    Channel.LETTER: _("You sent a letter"),
    Channel.PERSON: _("You met %(name)s"),
    Channel.PHONE: _("You called"),
}
MESSAGES = {
    Channel.PERSON: _("You met, and %(name)s spoke to you"),
    Channel.PHONE: _("%(name)s called"),
}
WAYS = {
    Channel.LINKEDIN: _("on LinkedIn"),
    Channel.LETTER: _("by letter"),
    Channel.PERSON: _("in person"),
    Channel.PHONE: _("by phone"),
}
# What came of a referral.
REFERRAL_OUTCOMES = {
    Referral.State.REPLIED: _("they replied"),
    Referral.State.INTERVIEW: _("it led to an interview"),
    Referral.State.HIRED: _("it led to a job"),
    Referral.State.NOTHING: _("nothing came of it"),
}


@dataclass(frozen=True)
class Words:
    title: str
    by: str
    detail: str = ""


def describe(source: str, kind: str, word: str, contact: Contact) -> Words:
    """The words for a row of `source`: `kind` is its kind, state or stage, `word` its role, channel or note."""
    return DESCRIBE[source](kind, word, contact)


def describe_rejection(stage: str, role: str, _contact: Contact) -> Words:
    detail = str(HOW_FAR[Stage(stage)]) if stage else ""
    return Words(_("Rejected for %(role)s") % {"role": role}, by="them", detail=detail)


def describe_event(kind: str, note: str, contact: Contact) -> Words:
    if kind == Event.OUTCOME:
        return Words(describe_outcome(note, contact), by="them")
    title = str(EVENTS.get(Event(kind), Event(kind).label))
    if kind == Event.PAUSED:
        return Words(title % {"day": describe_iso_day(note)}, by="app")
    return Words(title % {"name": call_name(contact)}, by="them" if kind in OF_THEIRS else "app", detail=note)


def describe_outcome(outcome: str, contact: Contact) -> str:
    """Something good came of knowing them; `outcome` is one of `Contact.Outcome`."""
    words = CAME_OF_IT.get(Outcome(outcome)) if outcome in Outcome.values else None
    return str(words or Event.OUTCOME.label) % {"name": call_name(contact)}


def describe_nudge(state: str, mail_state: str, _contact: Contact) -> Words:
    if not mail_state and state == Nudge.State.NOT_THIS_MONTH:
        return Words(str(_("You let this month pass")), by="app")
    detail = NUDGE_ENDS.get(Nudge.State(state), "")
    if not mail_state:
        detail = _("noted without a mail")
    elif mail_state == NudgeMail.State.UNSURE:
        detail = _("the mail may not have arrived")
    return Words(str(_("Afterword reminded you")), by="app", detail=str(detail))


def describe_touchpoint(kind: str, word: str, contact: Contact) -> Words:
    """`word` is the channel, and for a referral how that stands: “email interview”."""
    channel, _space, state = word.partition(" ")
    if kind == Kind.CHECK_IN:
        title, detail = CHECK_INS.get(Channel(channel), _("You wrote")), ""
    else:
        title, detail = LETTERS[Kind(kind)], str(WAYS.get(Channel(channel), ""))
    outcome = str(REFERRAL_OUTCOMES.get(Referral.State(state), "")) if state else ""
    detail = ", ".join(part for part in (detail, outcome) if part)
    return Words(str(title) % {"name": call_name(contact)}, by="you", detail=detail)


def describe_feedback(state: str, _note: str, contact: Contact) -> Words:
    State = FeedbackRequest.State
    if state == State.NO_ANSWER:
        return Words(str(_("No answer")), by="app", detail=str(_("three weeks after you asked; nothing more to do")))
    if state == State.NOT_ASKED:
        return Words(str(_("You chose not to ask for feedback")), by="app")
    return Words(_("%(name)s answered") % {"name": call_name(contact)}, by="them")


def describe_incoming(_kind: str, channel: str, contact: Contact) -> Words:
    title = MESSAGES.get(Channel(channel), _("%(name)s wrote"))
    detail = "" if channel in MESSAGES else str(WAYS.get(Channel(channel), ""))
    return Words(str(title) % {"name": call_name(contact)}, by="them", detail=detail)


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
    "incoming": describe_incoming,
}

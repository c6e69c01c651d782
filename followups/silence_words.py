"""How silence is spoken of: gently, with the reason, and without blame."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Contact
from followups.silence import MOST_READ, Proposal, Silence, propose, read_silence
from followups.wording import call_name, day_in_words

Cadence = Contact.Cadence


def say_letters_unanswered(letters: int) -> str:
    """“four letters without an answer”"""
    words = [
        _("two letters without an answer"), _("three letters without an answer"), _("four letters without an answer"),
        _("five letters without an answer"), _("six letters without an answer"), _("seven letters without an answer"),
        _("eight letters without an answer"), _("nine letters without an answer"), _("ten letters without an answer"),
        _("eleven letters without an answer"), _("twelve letters without an answer"),
    ]  # fmt: skip
    if 2 <= letters < len(words) + 2:
        return words[letters - 2]
    if letters >= MOST_READ:
        return _("more than %(count)d letters without an answer") % {"count": MOST_READ - 1}
    return ngettext("%(count)d letter without an answer", "%(count)d letters without an answer", letters) % {
        "count": letters
    }


def say_reason(proposal: Proposal) -> str:
    """“They never say it, so Afterword does: four letters without an answer since 3 March.”"""
    words = {"letters": say_letters_unanswered(proposal.letters)}
    if proposal.since is None:
        return _("They never say it, so Afterword does: %(letters)s.") % words
    words["day"] = day_in_words(proposal.since, timezone.localdate())
    return _("They never say it, so Afterword does: %(letters)s since %(day)s.") % words


def say_proposal(proposal: Proposal) -> str:
    if proposal.cadence:
        return {
            Cadence.TWO_MONTHS: _("A letter every two months may be the more welcome one."),
            Cadence.QUARTERLY: _("A letter every three months may be the more welcome one."),
            Cadence.HALF_YEARLY: _("A letter twice a year may be the more welcome one."),
            Cadence.YEARLY: _("One letter a year may be the more welcome one."),
        }[Cadence(proposal.cadence)]
    return _("A pause of six months leaves the door open and costs you nothing.")


def say_action(proposal: Proposal) -> str:
    """What the button says."""
    if proposal.cadence:
        return {
            Cadence.TWO_MONTHS: _("Every 2 months from now on"),
            Cadence.QUARTERLY: _("Every 3 months from now on"),
            Cadence.HALF_YEARLY: _("Every 6 months from now on"),
            Cadence.YEARLY: _("Once a year from now on"),
        }[Cadence(proposal.cadence)]
    return _("Pause for six months")


def quiet_line(contact: Contact) -> str:
    """For the mail, in a sentence or two; empty when there is nothing to propose.

    Reads what `attach_silence` has put there, else by a query of its own.
    """
    silence: Silence | None = getattr(contact, "silence", None)
    proposal = propose(contact, silence or read_silence([contact])[contact.pk])
    return f"{say_reason(proposal)} {say_proposal(proposal)}" if proposal else ""


@dataclass(frozen=True)
class SilenceCard:
    """What the contact page says of a long silence."""

    reason: str
    words: str
    action: str


def make_silence_card(contact: Contact, silence: Silence) -> SilenceCard | None:
    proposal = propose(contact, silence)
    if proposal is None:
        return None
    return SilenceCard(say_reason(proposal), say_proposal(proposal), say_action(proposal))


def say_who_wrote_last(contact: Contact, silence: Silence) -> str:
    """“Dana wrote last, on 3 May.” Empty before anybody wrote."""
    if silence.heard_on and (silence.wrote_on is None or silence.heard_on >= silence.wrote_on):
        words = {"name": call_name(contact), "day": day_in_words(silence.heard_on, timezone.localdate())}
        return _("%(name)s wrote last, on %(day)s.") % words
    if silence.wrote_on:
        return _("You wrote last, on %(day)s.") % {"day": day_in_words(silence.wrote_on, timezone.localdate())}
    return ""

"""What a mail of the user's is: a letter to somebody known, an answer handed on, a rejection, or none of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from contacts.models import Contact
from contacts.reading import Letter, find_letter, read_letters, read_rejection
from contacts.reading.days import read_day
from crm.models import User
from followups.answers import cut_answer
from followups.incoming import read_open_questions
from followups.letters import read_letter
from followups.mailbox.messages import LONGEST_TEXT, Message
from followups.models import FeedbackRequest, Idea, MailboxMail, Touchpoint

Kind = MailboxMail.Kind

# So many signs of a refusal make a letter one; “unfortunately I am away until Monday” has one.
SIGNS_OF_A_REJECTION = 2
FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr|rv|i|enc|fs|doorst)\s*:", re.IGNORECASE)
ASKS_FOR_FEEDBACK = re.compile(r"\b(?:feed-?back|rückmeldung|retour)\b", re.IGNORECASE)
SAYS_THANKS = re.compile(r"\b(?:thanks?|thank you|danke|dank|merci|gracias|grazie)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sorted:
    """What was found. `contacts` are those it went to, or the one who wrote; `on` is the day of the letter itself."""

    kind: str
    on: date
    text: str
    contacts: list[Contact] = field(default_factory=list)


def sort_message(owner: User, message: Message) -> Sorted:
    """Say what a mail is that the user sent to the secret address, with whom it has to do."""
    today = owner.today()
    on = day_of(owner, message.sent_at)
    if to_known := find_contacts(owner, message.recipients):
        return Sorted(Kind.SENT, on, cut_answer(message.text)[:LONGEST_TEXT], to_known)
    inner = find_letter(message.text)
    handed_on = find_handed_on(owner, message)
    if is_rejection(inner, today) and not (handed_on and read_open_questions(handed_on[0])):
        return Sorted(Kind.REJECTION, on, message.text)
    if handed_on:
        contact, letter = handed_on
        return Sorted(Kind.RECEIVED, read_day(letter.day, today) or on, letter.body.strip(), [contact])
    return Sorted(Kind.UNCLEAR, on, message.text)


def day_of(owner: User, moment: datetime | None) -> date:
    """The user's own day of a mail; today for one without a date, or with one that is still to come."""
    today = owner.today()
    try:
        return min(owner.today(moment), today) if moment else today
    except (OverflowError, ValueError):
        return today


def find_contacts(owner: User, addresses: Iterable[str]) -> list[Contact]:
    wanted = [address for address in addresses if address]
    known = Contact.objects.owned_by(owner).filter(email__in=wanted).select_related("owner", "company")
    return list(known.order_by("pk"))


def find_handed_on(owner: User, message: Message) -> tuple[Contact, Letter] | None:
    """The letter of somebody known that the mail hands on, and who that is."""
    letters = [letter for letter in read_letters(message.text) if letter.sender_address and letter.body.strip()]
    known = {contact.email: contact for contact in find_contacts(owner, [letter.sender_address for letter in letters])}
    return next(((known[letter.sender_address], letter) for letter in letters if letter.sender_address in known), None)


def is_rejection(letter: Letter, today: date) -> bool:
    """Enough signs of a refusal, and something to log."""
    if letter.refusals < SIGNS_OF_A_REJECTION:
        return False
    read = read_rejection(letter.body, today)
    return bool(read.company or read.role or letter.sender_address)


def guess_kind(contact: Contact, *, on: date, subject: str, text: str) -> tuple[str, Idea | None]:
    """The kind of a letter that the user sent, and the idea that it carried; a check-in if nothing tells."""
    letter = read_letter(contact)
    if letter and same_subject(letter.subject, subject):
        return letter.kind, letter.idea
    requests = FeedbackRequest.objects.filter(contact=contact)
    if requests.owed_thanks().filter(answered_on__lte=on).exists() and SAYS_THANKS.search(text):
        return Touchpoint.Kind.THANK_YOU, None
    not_asked = [FeedbackRequest.State.PROPOSED, FeedbackRequest.State.NOT_ASKED]
    if requests.filter(state__in=not_asked).exists() and ASKS_FOR_FEEDBACK.search(f"{subject} {text}"):
        return Touchpoint.Kind.FEEDBACK_REQUEST, None
    if idea := find_carried_idea(contact, text):
        return idea.kind, idea
    return Touchpoint.Kind.CHECK_IN, None


def find_carried_idea(contact: Contact, text: str) -> Idea | None:
    """The idea whose article the letter links to."""
    open_ideas = Idea.objects.filter(contact=contact, state__in=[Idea.State.NEW, Idea.State.SAVED])
    with_link = open_ideas.exclude(article=None).select_related("article", "opening__company", "peer")
    return next((idea for idea in with_link if idea.article and idea.article.url in text), None)


def same_subject(ours: str, theirs: str) -> bool:
    plain = " ".join(FORWARDED.sub("", theirs).split()).casefold()
    return bool(ours.strip()) and " ".join(ours.split()).casefold() == plain

"""The letters that Afterword drafts. The user reads, changes and sends them, in their own name, from their own mailbox.

What they never do: argue with the decision, plead, ask for a job, ask for a phone call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from contacts.models import Contact, Rejection
from crm.models import User
from followups.models import FeedbackRequest
from followups.wording import CLOSING, GREETING, body_of, call_name, cut, month_in_words, one_line
from followups.wording import remembered_gettext as _

LONGEST_NAME = 80  # of a role, a company or a topic inside a sentence
LONGEST_POINT = 160
POINT = re.compile(
    r"\b(miss\w*|more|less|would|could|should|stronger|lack\w*|need\w*|expect\w*|prefer\w*|deeper)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Draft:
    subject: str
    text: str


def feedback_draft(request: FeedbackRequest) -> Draft:
    """The one question after a rejection, or what the user made of it: thanks first, short, by e-mail only."""
    rejection = request.rejection
    role, company = cut(rejection.role, LONGEST_NAME), cut(rejection.company.name, LONGEST_NAME)
    words = {"role": role, "company": company}
    if rejection.told_by == Rejection.ToldBy.SILENCE:
        thanks = _("Thank you for considering me for the %(role)s role at %(company)s.") % words
    else:
        thanks = _("Thank you for letting me know about the %(role)s role at %(company)s.") % words
    opening = f"{thanks} {thanks_for_stage(rejection.stage)} {_('I respect the decision and wish you well with it.')}"
    question = _(
        "One question, if I may: what one thing would have made me a stronger candidate? A line or two by e-mail is "
        "plenty, and I will take it as it comes. If you would rather not, that is fine too."
    )
    subject = _("Thank you, and one question about the %(role)s role") % words
    text = as_letter(request.contact, [opening, question])
    return Draft(one_line(request.draft_subject) or subject, request.draft_text or text)


def thanks_for_stage(stage: str) -> str:
    thanks = {
        Rejection.Stage.APPLICATION: _("I appreciate the time you took to read my application."),
        Rejection.Stage.SCREENING: _("I enjoyed our first conversation."),
        Rejection.Stage.INTERVIEW: _("I enjoyed the interview and learned a lot from it."),
        Rejection.Stage.TASK: _("I enjoyed working on the task and appreciate the time you spent on it."),
        Rejection.Stage.FURTHER: _("I enjoyed our conversations and appreciate the time everybody took."),
        Rejection.Stage.FINAL: _("I enjoyed meeting you and the team, right up to the final round."),
        Rejection.Stage.OFFER: _("I appreciate how far we got, and the time everybody took."),
    }
    return thanks.get(Rejection.Stage(stage), "") if stage else _("I appreciate the time you took.")


def thanks_draft(request: FeedbackRequest) -> Draft:
    """Thanks for the answer, whatever it says, naming one point of it."""
    point = find_point(request.answer)
    if point:
        middle = _("You wrote: “%(point)s” That is useful to me, and I am taking it to heart.") % {"point": point}
    else:
        middle = _("It is useful to me, and I am taking it to heart.")
    opening = _("Thank you for answering my question. I know that it took time, and that not everybody does.")
    close = _("I wish you and the team all the best.")
    subject = _("Thank you for your answer")
    text = as_letter(request.contact, [f"{opening} {middle}", close])
    return Draft(one_line(request.thanks_subject) or subject, request.thanks_text or text)


def find_point(answer: str) -> str:
    """One sentence of the answer worth naming: advice if there is any, else the first that is no greeting."""
    sentences = [one_line(part) for part in re.split(r"(?<=[.!?…])\s+|\n+", body_of(answer))]
    telling = [
        part for part in sentences if len(part.split()) > 3 and not GREETING.match(part) and not CLOSING.match(part)
    ]
    advice = [part for part in telling if POINT.search(part)]
    point = re.sub(r"^(but|however)\W+", "", (advice or telling or [""])[0], flags=re.IGNORECASE)
    return cut(point[:1].upper() + point[1:], LONGEST_POINT)


def check_in_draft(contact: Contact, *, on: date | None = None) -> Draft:
    """A short note with a reason and without a request, for the month of the day `on` (today).

    The reasons that are known take turns from month to month. Reads the contact's interests, rejections and
    feedback requests, from the prefetched ones if there are any.
    """
    today = on or contact.owner.today()
    reasons = find_reasons(contact, today)
    reason = reasons[(today.year * 12 + today.month) % len(reasons)]
    close = _("No need to reply. I hope %(month)s is treating you well.") % {"month": month_in_words(today, today)}
    return Draft(
        _("A short hello from %(name)s") % {"name": cut(contact.owner.signature, LONGEST_NAME)},
        as_letter(contact, [reason, close]),
    )


def find_reasons(contact: Contact, today: date) -> list[str]:
    reasons = [
        _("Something about %(topic)s made me think of you, and I wanted to send you a short hello.")
        % {"topic": cut(interest.topic, LONGEST_NAME)}
        for interest in list(contact.interests.all())[:3]
    ]
    answer = latest_answer(contact)
    if answer and (point := find_point(answer.answer)):
        reasons.append(
            _("Your advice stayed with me: “%(point)s” I keep it in mind, and wanted to thank you for it once more.")
            % {"point": point}
        )
    rejection = latest_rejection(contact)
    if rejection:
        reasons.append(remember(rejection, today))
    return reasons or [_("It has been a while since we last wrote, and I wanted to send you a short hello.")]


def remember(rejection: Rejection, today: date) -> str:
    words = {
        "role": cut(rejection.role, LONGEST_NAME),
        "company": cut(rejection.company.name, LONGEST_NAME),
        "month": month_in_words(rejection.rejected_on, today),
    }
    if rejection.stage in {"", Rejection.Stage.APPLICATION}:  # they may never have spoken
        return (
            _("Since the %(role)s role in %(month)s I have kept %(company)s in mind, and wanted to say hello.") % words
        )
    return (
        _("I like to think back to our conversations about the %(role)s role in %(month)s, and wanted to say hello.")
        % words
    )


def latest_rejection(contact: Contact) -> Rejection | None:
    return max(contact.rejections.all(), key=lambda row: (row.rejected_on, row.pk), default=None)


def latest_answer(contact: Contact) -> FeedbackRequest | None:
    answered = [row for row in contact.feedback_requests.all() if row.answer and row.answered_on]
    return max(answered, key=lambda row: (row.answered_on, row.pk), default=None)


def as_letter(contact: Contact, paragraphs: list[str]) -> str:
    greeting = _("Hi %(name)s,") % {"name": call_name(contact)} if call_name(contact) else _("Hello,")
    close = _("Kind regards,") + "\n" + one_line(contact.owner.signature)
    return "\n\n".join([greeting, *(" ".join(paragraph.split()) for paragraph in paragraphs), close])


def mailto_url(to: str, draft: Draft) -> str:
    """A link that opens the letter in the user's own mail program (RFC 6068: CRLF between lines, no + for spaces)."""
    body = "\r\n".join(draft.text.splitlines())
    fields = f"subject={percent_encode(one_line(draft.subject))}&body={percent_encode(body)}"
    return f"mailto:{percent_encode(one_line(to), safe='@')}?{fields}"


def percent_encode(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="replace")


def eml_file(sender: User, to: Contact, draft: Draft) -> bytes:
    """The letter as a file that mail programs open as a draft."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(draft.subject)
    message["From"] = as_address(sender.name, sender.email)
    if to.email:
        message["To"] = as_address(to.name, to.email)
    message.set_content("\n".join(draft.text.splitlines()) + "\n", cte="quoted-printable")
    return message.as_bytes()


def as_address(name: str, email: str) -> Address | str:
    try:
        return Address(cut(name, 120), addr_spec=one_line(email))
    except (HeaderParseError, ValueError, IndexError):
        return ""  # an address that no header can hold is left for the user to fill in

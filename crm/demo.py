"""The demo account: a year of one job search, lived through day by day by the use cases themselves."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact, Interest
from contacts.search import index_contact
from crm.accounts import confirm_own_address
from crm.demo_network import add_network
from crm.demo_reading import THEMES, read_lately
from crm.demo_story import PEOPLE, REFUSED_SINCE, REJECTIONS, STEPS, UNSURE_SINCE, USER_NAME, Person, Rejected, Step
from crm.models import User, moment_of
from followups import feedback
from followups.drafts import feedback_draft, thanks_draft
from followups.incoming import log_incoming
from followups.kept_mail import kept_mail_path
from followups.mail_contents import read_contents
from followups.models import FeedbackRequest, NudgeMail
from followups.models.feedback import WAIT_FOR_ANSWER
from followups.nudges import put_off
from followups.outbox import read_standing_nudges
from followups.outcomes import note_outcome
from followups.people import end_contact, pause_contact, stop_contact
from followups.planning import plan_for_user
from followups.rejections import log_rejection
from followups.sending import KeptMailFolder, send_mail
from followups.smtp import MailRefused, OutcomeUnknown
from followups.touchpoints import log_touchpoint

EMAIL = "robin.adler@example.org"
EVENING = time(18, 30)


class DemoExists(Exception):
    """There is a demo account already."""


@dataclass(frozen=True)
class Demo:
    user: User
    password: str


@transaction.atomic
def make_demo(*, replace: bool = False) -> Demo:
    """Make the demo account, in place of an earlier one if `replace`. Raises `DemoExists`."""
    if replace:
        remove_demo()
    if User.objects.filter(email=EMAIL).exists():
        raise DemoExists
    password = secrets.token_urlsafe(9)
    is_first = not User.objects.exists()
    user = User.objects.create_user(
        EMAIL, password, name=USER_NAME, time_zone="Europe/Berlin", nudge_time=time(9), is_owner=is_first
    )
    confirm_own_address(user)
    live_through_the_year(user)
    read_lately(user)
    user.refresh_from_db()
    return Demo(user, password)


@transaction.atomic
def remove_demo() -> bool:
    """Remove the demo account with its data and its kept mails; says whether there was one."""
    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        return False
    kept = [kept_mail_path(mail.public_id) for mail in user.nudge_mails.all()]
    user.rejections.all().delete()  # they protect their companies
    user.delete()
    transaction.on_commit(lambda: remove_files(kept))
    return True


def remove_files(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def live_through_the_year(user: User) -> None:
    """Each day has its mail in the morning, if somebody is due, and what the story tells in the evening."""
    today = user.today()
    first = max(rejected.ago for rejected in REJECTIONS)
    post = Post()
    for ago in range(first, 0, -1):
        day = today - timedelta(days=ago)
        with clock_at(user.nudge_moment(day)):
            post.deliver_morning_mail(user, ago)
        with clock_at(moment_of(day, EVENING, user.zone)):
            close_unanswered(user, day)
            for rejected in REJECTIONS:
                if rejected.ago == ago:
                    reject(user, rejected, day)
            for step in STEPS:
                if step.ago == ago:
                    take(user, step, day, today)
    add_network(user, today)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """The use cases know one clock, and take what it shows for now."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


class Post:
    """Delivers the year's nudge mails into the folder of kept mail; two of them meet with trouble."""

    def __init__(self) -> None:
        self.troubles = {
            REFUSED_SINCE: MailRefused("The mail server refused the mail", "552 5.2.2 Mailbox full"),
            UNSURE_SINCE: OutcomeUnknown("The line broke after the mail was handed over", ""),
        }

    def deliver_morning_mail(self, user: User, ago: int) -> None:
        if not plan_for_user(user.pk, timezone.now()):
            return
        mail = user.nudge_mails.get(state=NudgeMail.State.PLANNED)
        mail.owner = user
        mail.state, mail.token, mail.attempts = NudgeMail.State.CLAIMED, secrets.token_urlsafe(16), 1
        mail.first_tried_at = timezone.now()
        mail.save()
        nudges = read_standing_nudges([mail])
        send_mail(mail, nudges[mail.pk], read_contents([mail], nudges), Postbox(mail.public_id, self.meet_trouble(ago)))

    def meet_trouble(self, ago: int) -> Exception | None:
        since = next((since for since in self.troubles if ago <= since), None)
        return self.troubles.pop(since) if since else None


class Postbox(KeptMailFolder):
    def __init__(self, public_id: str, trouble: Exception | None) -> None:
        super().__init__(public_id)
        self.trouble = trouble

    def finish(self, message: bytes) -> str:
        if self.trouble:
            raise self.trouble
        super().finish(message)
        return "250 2.0.0 Ok: queued"


def close_unanswered(user: User, day: date) -> None:
    waiting = FeedbackRequest.objects.owned_by(user).waiting()
    unanswered = waiting.filter(asked_on__lte=day - WAIT_FOR_ANSWER)
    unanswered.update(state=FeedbackRequest.State.NO_ANSWER, closed_on=day)


def reject(user: User, rejected: Rejected, day: date) -> None:
    person = next((person for person in PEOPLE if person.name == rejected.person), None)
    details = {}
    if person:
        details = {
            "contact_name": person.name,
            "contact_email": person.email,
            "contact_title": person.title,
            "field": person.field,
            "interests": list(person.interests),
            "cadence": person.cadence,
        }
    rejection = log_rejection(
        user,
        company_name=rejected.company,
        role=rejected.role,
        rejected_on=day,
        stage=rejected.stage,
        told_by=rejected.told_by,
        reason=rejected.reason,
        notes=rejected.notes,
        **details,  # type: ignore[arg-type]
    )
    if person and rejection.contact:
        tell_more(rejection.contact, person)


def tell_more(contact: Contact, person: Person) -> None:
    for topic, source in person.interests.items():
        Interest.objects.filter(contact=contact, topic=topic).update(source=source)
    Contact.objects.filter(pk=contact.pk).update(notes=person.notes)
    contact.refresh_from_db()
    index_contact(contact)


def take(user: User, step: Step, day: date, today: date) -> None:
    contact = Contact.objects.owned_by(user).select_related("owner", "company").get(name=step.person)
    USE_CASES[step.what](contact, step, day, today)


def the_request(contact: Contact) -> FeedbackRequest:
    return contact.feedback_requests.select_related("contact__owner", "rejection__company").latest("pk")


def ask(contact: Contact, _step: Step, day: date, _today: date) -> None:
    request = the_request(contact)
    feedback.mark_asked(request, on=day, text=feedback_draft(request).text)


def thank(contact: Contact, _step: Step, day: date, _today: date) -> None:
    request = the_request(contact)
    feedback.mark_thanked(request, on=day, text=thanks_draft(request).text)


def write(contact: Contact, step: Step, day: date, _today: date) -> None:
    log_touchpoint(contact, kind=step.kind, on=day, channel=step.channel, text=step.text, url=step.url)


def pause(contact: Contact, step: Step, _day: date, today: date) -> None:
    pause_contact(contact, until=today + timedelta(days=step.days))


USE_CASES: dict[str, Callable[[Contact, Step, date, date], object]] = {
    "asked": ask,
    "answered": lambda contact, step, day, _: feedback.record_answer(
        the_request(contact), text=step.text, on=day, themes=THEMES.get(step.person, ())
    ),
    "thanked": thank,
    "thanks_declined": lambda contact, *_: feedback.decline_thanks(the_request(contact)),
    "not_asked": lambda contact, *_: feedback.choose_not_to_ask(the_request(contact)),
    "wrote": write,
    "heard": lambda contact, step, day, _: log_incoming(contact, on=day, channel=step.channel, text=step.text),
    "came_of_it": lambda contact, step, day, _: note_outcome(contact, outcome=step.outcome, on=day),
    "put_off": lambda contact, *_: put_off(contact),
    "paused": pause,
    "ended": lambda contact, step, *_: end_contact(contact, outcome=step.outcome),
    "stopped": lambda contact, *_: stop_contact(contact),
}

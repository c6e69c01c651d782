"""Send what is planned: claim a batch, talk to the mail server, write down what became of each mail.

No transaction is open while the network is waited for. A mail costs two: its hand-over, before the first byte of it
leaves, and its outcome, as soon as it is known. Where the server takes commands at once, the way up to the 354 of the
next mail goes along with a message; if the server has answered that too by the time the message is accepted, the
outcome of the one and the hand-over of the other share a commit. It begins at the very moment at which the outcome's
own would have begun, so a kill finds no more mails in the middle of a hand-over than before, and the next message
leaves only after it, like every other. If anything is to be waited for, the outcome is written down at once.
"""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache
from time import monotonic
from typing import Protocol, Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from followups import outbox
from followups.kept_mail import keep_mail
from followups.mail_line import note_trouble, note_well
from followups.mails import MailContents, RenderedMail, build_nudge_mail, read_contents
from followups.models import Nudge, NudgeMail
from followups.smtp import Line, MailDeferred, MailRefused, MailTrouble, OutcomeUnknown, ServerAway
from followups.stopping import mail_in_hand, stop_is_asked

logger = logging.getLogger(__name__)

# A claimed batch is sent for a minute at most: its lease is two.
SEND_BATCH_FOR = timedelta(seconds=60)
# After a batch that took fewer seconds, so much of what waits is claimed at once.
QUICK = 5.0
LARGEST_BATCH = 400
SHARES = 8
RENDER_AGAIN_AFTER = timedelta(seconds=5)
LONGEST_WAIT_FOR_DATABASE = 5.0


class Transport(Protocol):
    """Where a message goes: a line to the mail server, or the folder of kept mail."""

    def begin(self, sender: str, recipient: str) -> None: ...
    def finish(self, message: bytes) -> str: ...
    def abandon(self) -> None: ...
    def close(self) -> None: ...


class KeptMailFolder:
    """Keeps messages in the data folder where no mail server is given; the name makes a repeat replace itself."""

    def __init__(self, public_id: str = "") -> None:
        self.public_id = public_id

    def begin(self, sender: str, recipient: str) -> None:
        pass

    def finish(self, message: bytes) -> str:
        try:
            keep_mail(message, self.public_id)
        except OSError as error:  # nothing was kept: a file appears whole or not at all
            raise ServerAway(_("The mail could not be kept in the data folder"), error.strerror or "") from error
        return "kept in the data folder"

    def abandon(self) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to leave."""

    mail: NudgeMail
    nudges: list[Nudge]
    rendered: RenderedMail


def drain(ends_at: float = math.inf) -> int:
    """Claim and send until nothing is due, that moment (`time.monotonic`) has come or the process is asked to stop.

    Returns how many mails were accepted.
    """
    accepted, at_once = 0, outbox.BATCH_SIZE
    line = Line(settings.MAIL_SERVER) if settings.MAIL_SERVER else None
    try:
        while not stop_is_asked() and monotonic() < ends_at and (mails := outbox.claim_mails(timezone.now(), at_once)):
            began_at = monotonic()
            accepted += send_batch(mails, line)
            at_once = choose_batch_size() if monotonic() - began_at < QUICK else outbox.BATCH_SIZE
    except BaseException:
        if line:
            line.abandon()  # in the middle of a message a goodbye would be taken for a part of it
        raise
    finally:
        if line:
            line.close()
    return accepted


def choose_batch_size() -> int:
    """Reading for many mails at a time costs less; but the workers shall end together, and no mail wait long."""
    waiting = outbox.count_mails_to_send(timezone.now(), LARGEST_BATCH * SHARES)
    return min(max(waiting // SHARES, outbox.BATCH_SIZE), LARGEST_BATCH)


def send_batch(mails: list[NudgeMail], line: Line | None) -> int:
    """Send claimed mails one after the other; what cannot be tried in time is given back."""
    untried = deque(mails)
    letters = make_letters(untried)
    give_back_at = monotonic() + SEND_BATCH_FOR.total_seconds()
    accepted = 0
    letter = next(letters, None)
    with Sender(line) as sender:
        while letter and not stop_is_asked() and monotonic() < give_back_at:
            # Ready before this one leaves, for its way up to the 354 goes along.
            following = next(letters, None)
            try:
                accepted += sender.send(letter, following)
            except ServerAway as trouble:
                for each in (letter, following):
                    if each:
                        outbox.record_deferred(each.mail, str(trouble), timezone.now())
                for mail in untried:
                    outbox.record_deferred(mail, str(trouble), timezone.now())
                note_trouble(trouble, timezone.now())
                return accepted
            letter = following
    for mail in [letter.mail, *untried] if letter else untried:
        outbox.release(mail)
    if accepted:
        note_well()
    return accepted


def make_letters(mails: deque[NudgeMail]) -> Iterator[Letter]:
    """What there is to send of these mails; each is taken out when its turn comes, whatever becomes of it."""
    nudges = outbox.read_standing_nudges(mails)
    contents = read_contents(mails, nudges)
    while mails:
        mail = mails.popleft()
        if letter := make_letter(mail, nudges[mail.pk], contents):
            yield letter


def make_letter(mail: NudgeMail, nudges: list[Nudge], contents: MailContents) -> Letter | None:
    """None if nothing of the mail is to be sent now: its nudges stand no more, or it cannot be made."""
    if not nudges:
        outbox.cancel_mail(mail, timezone.now())
        return None
    rendered = render_mail(mail, nudges, contents)
    return Letter(mail, nudges, rendered) if rendered else None


def send_mail(mail: NudgeMail, nudges: list[Nudge], contents: MailContents, transport: Transport) -> bool:
    """Take one mail through the stages; says whether it was accepted. Raises `ServerAway`: nothing was sent."""
    letter = make_letter(mail, nudges, contents)
    with Sender(transport) as sender:
        return letter is not None and sender.send(letter)


class Sender:
    """Sends letters one after the other, and writes down what becomes of each: at the latest when it is left."""

    def __init__(self, transport: Transport | None) -> None:
        self.transport = transport
        self._accepted: outbox.Accepted | None = None  # not written down yet
        self._in_hand = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.settle()

    def send(self, letter: Letter, following: Letter | None = None) -> bool:
        """Whether the mail was accepted. Raises `ServerAway`: nothing was sent."""
        mail = letter.mail
        transport = self.transport or KeptMailFolder(mail.public_id)
        try:
            self._begin(mail, transport)
            self._hand_over(letter)
            return self._finish(letter, transport, following)
        except outbox.NoLongerOurs:
            transport.abandon()
            # Still ours if only the nudges changed: it is rendered anew, without the others.
            outbox.release(mail, not_before=timezone.now() + RENDER_AGAIN_AFTER)
        except MailDeferred as trouble:
            outbox.record_deferred(mail, str(trouble), timezone.now())
        except MailRefused as trouble:
            outbox.record_refused(mail, str(trouble), timezone.now())
        return False

    def settle(self) -> None:
        """Write down the mail that was accepted last, if that was not done yet."""
        accepted, self._accepted = self._accepted, None
        if accepted:
            write_down(lambda: outbox.record_accepted(accepted.mail, accepted.reply, accepted.at))
        self._in_hand.close()

    def _begin(self, mail: NudgeMail, transport: Transport) -> None:
        try:
            transport.begin(sender_address(), mail.recipient)
        except MailTrouble:
            self.settle()
            raise

    def _hand_over(self, letter: Letter) -> None:
        before, now = self._accepted, timezone.now()
        if before is None:
            self._in_hand.enter_context(mail_in_hand())
        subject = letter.rendered.subject
        try:
            outbox.hand_over(letter.mail, rendered=letter.nudges, subject=subject, now=now, before=before)
        except outbox.NoLongerOurs:
            self._accepted = None  # that commit holds
            self.settle()
            raise
        except BaseException:
            self.settle()
            raise
        self._accepted = None

    def _finish(self, letter: Letter, transport: Transport, following: Letter | None) -> bool:
        if following and isinstance(transport, Line):
            transport.announce(sender_address(), following.mail.recipient)
        try:
            reply = finish_mail(letter.mail, letter.rendered.message, transport)
            if reply is not None:
                self._accepted = outbox.Accepted(letter.mail, reply, timezone.now())
            return reply is not None
        finally:
            if not (self._accepted and isinstance(transport, Line) and transport.has_354()):
                self.settle()


def render_mail(mail: NudgeMail, nudges: list[Nudge], contents: MailContents) -> RenderedMail | None:
    """The message; None, and the mail waits, if it cannot be made: one such mail must not hold up the others."""
    try:
        return build_nudge_mail(mail, nudges, contents)
    except Exception:
        logger.exception("nudge mail %s could not be made", mail.pk)
        outbox.record_deferred(mail, _("The mail could not be made. The log says why."), timezone.now())
        return None


def finish_mail(mail: NudgeMail, message: bytes, transport: Transport) -> str | None:
    """Send the message whose hand-over is committed. The server's words if it was accepted, to be written down yet;
    any other outcome is written down here, whatever it takes."""
    try:
        return transport.finish(message)
    except (ServerAway, MailDeferred) as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_deferred(mail, reason, timezone.now()))
    except MailRefused as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_refused(mail, reason, timezone.now()))
    except OutcomeUnknown as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_unknown(mail, reason, timezone.now()))
    return None


def write_down(record: Callable[[], bool]) -> None:
    """Record an outcome until the database takes it: nobody else knows what the server said."""
    wait = 0.2
    while True:
        try:
            record()
            return
        except DatabaseError:
            logger.exception("the outcome of a mail could not be written down; trying again")
            close_connections()
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_FOR_DATABASE)


def sender_address() -> str:
    return address_in(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=1)
def address_in(sender: str) -> str:
    return parseaddr(sender)[1]


def close_connections() -> None:
    # A broken connection stays broken until it is closed; not inside a test's transaction, which owns it.
    if not connection.in_atomic_block:
        connection.close()

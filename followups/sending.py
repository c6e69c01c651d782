"""Send what is planned: claim a batch, talk to the mail server, write down what became of each mail.

No transaction is open while the network is waited for; a mail costs two: the hand-over and its outcome.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from time import monotonic
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from followups import outbox
from followups.kept_mail import keep_mail
from followups.mail_line import note_trouble, note_well
from followups.mails import MailContents, RenderedMail, build_nudge_mail, read_contents
from followups.models import Nudge, NudgeMail
from followups.smtp import Line, MailDeferred, MailRefused, OutcomeUnknown, ServerAway
from followups.stopping import mail_in_hand, stop_is_asked

logger = logging.getLogger(__name__)

# A claimed batch is sent for a minute at most: its lease is two.
SEND_BATCH_FOR = timedelta(seconds=60)
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


def drain() -> int:
    """Claim and send until nothing is due or the process is asked to stop; returns how many mails were accepted."""
    accepted = 0
    line = Line(settings.MAIL_SERVER) if settings.MAIL_SERVER else None
    try:
        while not stop_is_asked() and (mails := outbox.claim_mails(timezone.now())):
            accepted += send_batch(mails, line)
    except BaseException:
        if line:
            line.abandon()  # in the middle of a message a goodbye would be taken for a part of it
        raise
    finally:
        if line:
            line.close()
    return accepted


def send_batch(mails: list[NudgeMail], line: Line | None) -> int:
    """Send claimed mails one after the other; what cannot be tried in time is given back."""
    accepted = 0
    nudges = outbox.read_standing_nudges(mails)
    contents = read_contents(mails, nudges)
    give_back_at = monotonic() + SEND_BATCH_FOR.total_seconds()
    server_is_away: ServerAway | None = None
    for mail in mails:
        if stop_is_asked() or monotonic() > give_back_at:
            outbox.release(mail)
        elif server_is_away:
            outbox.record_deferred(mail, str(server_is_away), timezone.now())
        else:
            try:
                accepted += send_mail(mail, nudges[mail.pk], contents, line or KeptMailFolder(mail.public_id))
            except ServerAway as trouble:
                server_is_away = trouble
                outbox.record_deferred(mail, str(trouble), timezone.now())
    if server_is_away:
        note_trouble(server_is_away, timezone.now())
    elif accepted:
        note_well()
    return accepted


def send_mail(mail: NudgeMail, nudges: list[Nudge], contents: MailContents, transport: Transport) -> bool:
    """Take one mail through the stages; says whether it was accepted. Raises `ServerAway`: nothing was sent."""
    if not nudges:
        outbox.cancel_mail(mail, timezone.now())
        return False
    rendered = render_mail(mail, nudges, contents)
    if rendered is None:
        return False
    try:
        transport.begin(sender_address(), mail.recipient)
        with mail_in_hand():
            outbox.hand_over(mail, rendered=nudges, subject=rendered.subject, now=timezone.now())
            return finish_mail(mail, rendered.message, transport)
    except outbox.NoLongerOurs:
        transport.abandon()
        # Still ours if only the nudges changed: it is rendered anew, without the others.
        outbox.release(mail, not_before=timezone.now() + RENDER_AGAIN_AFTER)
    except MailDeferred as trouble:
        outbox.record_deferred(mail, str(trouble), timezone.now())
    except MailRefused as trouble:
        outbox.record_refused(mail, str(trouble), timezone.now())
    return False


def render_mail(mail: NudgeMail, nudges: list[Nudge], contents: MailContents) -> RenderedMail | None:
    """The message; None, and the mail waits, if it cannot be made: one such mail must not hold up the others."""
    try:
        return build_nudge_mail(mail, nudges, contents)
    except Exception:
        logger.exception("nudge mail %s could not be made", mail.pk)
        outbox.record_deferred(mail, _("The mail could not be made. The log says why."), timezone.now())
        return None


def finish_mail(mail: NudgeMail, message: bytes, transport: Transport) -> bool:
    """Send the message whose hand-over is committed, and write down the outcome, whatever it takes."""
    try:
        reply = transport.finish(message)
    except (ServerAway, MailDeferred) as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_deferred(mail, reason, timezone.now()))
    except MailRefused as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_refused(mail, reason, timezone.now()))
    except OutcomeUnknown as trouble:
        reason = str(trouble)
        write_down(lambda: outbox.record_unknown(mail, reason, timezone.now()))
    else:
        write_down(lambda: outbox.record_accepted(mail, reply, timezone.now()))
        return True
    return False


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
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def close_connections() -> None:
    # A broken connection stays broken until it is closed; not inside a test's transaction, which owns it.
    if not connection.in_atomic_block:
        connection.close()

"""Hand one message to the mail server, stage by stage.

Django's mail backend hides the stages, and what may be tried again hangs on them: up to the server's 354
nothing of a message has left this machine; from the first byte of the body on, only the server knows what
became of it (RFC 1047). RFC 5321, 4.5.3.2.6, lets the server take ten minutes for its last reply.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from time import monotonic
from typing import NoReturn

from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from crm.environment import MailServer
from followups.smtp_session import Reply, Session

# Seconds: for connecting, greeting, TLS, login, MAIL, RCPT and DATA together, and for what follows.
UP_TO_354 = 60.0
FOR_THE_BODY = 60.0
FOR_THE_REPLY = 620.0
FOR_GOODBYE = 3.0
LONGEST_REPLY = 300
SERVICE_CLOSING = 421
UP_TO_DATA = (2, 2, 3)  # the good answers to MAIL, RCPT and DATA begin so


class MailTrouble(Exception):
    """Why a mail was not accepted: `reason` in plain words, `reply` as the server put it, if it answered."""

    def __init__(self, reason: str, reply: str = "") -> None:
        super().__init__(reason, reply)
        self.reason, self.reply = reason, reply

    def __str__(self) -> str:
        return f"{self.reason}: {self.reply}" if self.reply else self.reason


class ServerAway(MailTrouble):
    """The server could not be reached, or left before any of the message was sent: nothing is wrong with the mail."""


class LoginRefused(ServerAway):
    """The server does not accept the user name and password: it will not before somebody mends them."""


class MailDeferred(MailTrouble):
    """The server said no for now (4xx)."""


class MailRefused(MailTrouble):
    """The server said no for good (5xx)."""


class OutcomeUnknown(MailTrouble):
    """The line was lost when some of the message may have left: the server may have accepted it, or not."""


class Line:
    """One kept connection to a mail server. Mails go over it one after the other; it is made anew when needed."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._session: Session | None = None
        self._announced: tuple[str, str] | None = None  # goes along with the next message
        self._under_way: tuple[str, str] | None = None  # went along: its answers come after the message's

    def connect(self) -> None:
        """Connect and log in, unless that is done already. Raises ServerAway."""
        self._connected(monotonic() + UP_TO_354)

    def begin(self, sender: str, recipient: str) -> None:
        """Go up to the server's 354. Raises ServerAway, MailDeferred or MailRefused: nothing was sent then."""
        deadline = monotonic() + UP_TO_354
        if self._under_way not in {None, (sender, recipient)}:
            self.abandon()
        was_kept = self._session is not None
        try:
            self._begin(sender, recipient, deadline)
        except ServerAway:
            if not was_kept or monotonic() >= deadline:
                raise
            self._begin(sender, recipient, deadline)  # servers close lines that were quiet for a while

    def announce(self, sender: str, recipient: str) -> None:
        """Have the next message followed at once by the way up to the 354 of the mail after it.

        RFC 2920, 3.1, allows it where the server takes commands at once; elsewhere, nothing comes of it.
        """
        self._announced = (sender, recipient)

    def has_354(self) -> bool:
        """Whether the server wants the message of the mail that was announced, and has said so already."""
        return self._under_way is not None and self._session is not None and self._session.has_heard(UP_TO_DATA)

    def finish(self, message: bytes) -> str:
        """Send the message and wait for the answer; returns the server's words.

        Raises MailDeferred or MailRefused on an explicit no, ServerAway if the server had left before the first
        byte, and OutcomeUnknown for everything else.
        """
        session = self._session
        announced, self._announced = self._announced, None
        assert session is not None, "begin() comes first"
        if session.has_spoken():
            raise self._left(session)
        reply = self._hand_over(session, as_body(message) + self._envelope(session, announced))
        if reply[0] // 100 == 2:
            return in_words(reply)
        self._refuse(reply, _("The mail server refused the message"), on_doubt=OutcomeUnknown)

    def abandon(self) -> None:
        """Drop the line as it is. Without the final dot the server throws away what it has of a message."""
        if self._session is not None:
            self._session.close()
        self._session = self._under_way = None

    def close(self) -> None:
        """Say goodbye, but do not wait long for the answer."""
        if self._session is not None and self._under_way is None:
            try:
                self._session.deadline = monotonic() + FOR_GOODBYE
                self._session.docmd("QUIT")
            except (OSError, smtplib.SMTPException):
                pass
        self.abandon()

    def _connected(self, deadline: float) -> Session:
        if self._session is None:
            try:
                self._session = Session(self.server, deadline)
            except (OSError, smtplib.SMTPException, UnicodeError) as error:
                trouble = LoginRefused if is_refused_login(error) else ServerAway
                raise trouble(explain(error, self.server), self._words_of(error)) from error
        self._session.deadline = deadline
        return self._session

    def _begin(self, sender: str, recipient: str, deadline: float) -> None:
        is_said, self._under_way = self._under_way is not None, None
        session = self._connected(deadline)
        commands = [] if is_said else commands_up_to_data(session, sender, recipient)
        try:
            place, reply = session.ask(commands, wanted=UP_TO_DATA)
        except (OSError, smtplib.SMTPException) as error:
            self.abandon()
            raise ServerAway(explain(error, self.server)) from error
        if reply[0] // 100 != UP_TO_DATA[place]:
            reasons = [
                _("The mail server refused the sender’s address"),
                _("The mail server refused your address"),
                _("The mail server did not want a message"),
            ]
            self._refuse(reply, reasons[place], on_doubt=ServerAway)

    def _envelope(self, session: Session, announced: tuple[str, str] | None) -> bytes:
        """What follows the message at once: the way up to the 354 of the mail after it."""
        if announced is None or not session.has_extn("pipelining"):
            return b""
        try:
            commands = commands_up_to_data(session, *announced)
        except MailRefused:
            return b""  # said when its turn comes
        self._under_way = announced
        return "".join(f"{command}\r\n" for command in commands).encode(session.command_encoding)

    def _hand_over(self, session: Session, body: bytes) -> Reply:
        try:
            session.deadline = monotonic() + FOR_THE_BODY
            session.send(body)
            session.deadline = monotonic() + FOR_THE_REPLY
            return session.getreply()
        except (OSError, smtplib.SMTPException) as error:
            refusal = session.last_words()
            self.abandon()
            if refusal is None:
                raise OutcomeUnknown(explain(error, self.server)) from error
            return refusal

    def _refuse(self, reply: Reply, reason: str, *, on_doubt: type[MailTrouble]) -> NoReturn:
        """Raise what the server's no means, and make the line ready for the next mail."""
        code, words = reply[0], in_words(reply)
        session = self._session
        if code == SERVICE_CLOSING or not 400 <= code < 600 or (session and session.is_out_of_step):
            self.abandon()
        elif self._under_way is None:  # else the server has gone on to the mail after it
            self._reset()
        if code == SERVICE_CLOSING and on_doubt is ServerAway:
            raise ServerAway(_("The mail server is closing the line"), words)
        if 400 <= code < 500:
            raise MailDeferred(_("The mail server asks to try again later"), words)
        if 500 <= code < 600:
            raise MailRefused(reason, words)
        raise on_doubt(_("The mail server’s answer made no sense"), words)

    def _reset(self) -> None:
        """Forget the mail that was refused; a server that does not take RSET gets a new line."""
        if self._session is None:
            return
        try:
            code, _text = self._session.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self.abandon()

    def _left(self, session: Session) -> ServerAway:
        words = session.last_words()
        self.abandon()
        return ServerAway(_("The mail server closed the line"), in_words(words) if words else "")

    def _words_of(self, error: Exception) -> str:
        """The server's words in an error of the login stage, without anything that it may have echoed of the login."""
        if not isinstance(error, smtplib.SMTPResponseException):
            return ""
        raw = error.smtp_error
        words = in_words((error.smtp_code, raw if isinstance(raw, bytes) else str(raw).encode()))
        user, password = self.server.user, self.server.password
        for secret in (password, as_base64(password), as_base64(f"\0{user}\0{password}")):
            words = words.replace(secret, "…") if secret else words
        return words


def as_envelope(address: str) -> str:
    """The address as the server gets it: the domain in ASCII (IDNA). Raises MailRefused for what is no address."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain) or re.search(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029]", local + domain):
        raise MailRefused(_("The address cannot be written to"), address[:LONGEST_REPLY])
    try:
        return f"{local}@{domain if domain.isascii() else punycode(domain)}"
    except UnicodeError as error:
        raise MailRefused(_("The address cannot be written to"), address[:LONGEST_REPLY]) from error


def commands_up_to_data(session: Session, sender: str, recipient: str) -> list[str]:
    """MAIL, RCPT and DATA. Raises MailRefused for an address that cannot be written to."""
    sender, recipient = as_envelope(sender), as_envelope(recipient)
    options = utf8_options(session, sender, recipient)
    session.command_encoding = "utf-8" if options else "ascii"
    return [" ".join([f"MAIL FROM:<{sender}>", *options]), f"RCPT TO:<{recipient}>", "DATA"]


def utf8_options(session: smtplib.SMTP, sender: str, recipient: str) -> list[str]:
    if sender.isascii() and recipient.isascii():
        return []
    if not session.has_extn("smtputf8"):
        raise MailRefused(
            _("The mail server cannot write to addresses with letters beyond a–z (no SMTPUTF8)"), recipient
        )
    return ["SMTPUTF8", "BODY=8BITMIME"]


def as_body(message: bytes) -> bytes:
    """The message as it goes over the line: CRLF, leading dots doubled, and the final dot (RFC 5321, 4.5.2)."""
    ends = message.count(b"\r\n")
    if not message.count(b"\r") == message.count(b"\n") == ends:  # ours have CRLF already
        message = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    stuffed = message.replace(b"\n.", b"\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def in_words(reply: Reply) -> str:
    code, text = reply
    said = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text.decode("utf-8", "replace")).split())
    return f"{code} {said}"[:LONGEST_REPLY].rstrip()


def as_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def is_refused_login(error: Exception) -> bool:
    """A no for good (535, 534 …); a server that is busy says 454, and may let us in later."""
    return isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code // 100 == 5


def explain(error: Exception, server: MailServer) -> str:
    """What went wrong on the line, in words for whoever reads the outbox."""
    match error:
        case socket.gaierror():
            return _("There is no mail server called %(host)s") % {"host": server.host}
        case TimeoutError():
            return _("The mail server did not answer in time")
        case ConnectionRefusedError():
            return _("Nothing answers at %(server)s") % {"server": server}
        case ssl.SSLCertVerificationError():
            return _("The mail server’s certificate is not valid (%(why)s)") % {"why": error.verify_message}
        case ssl.SSLError():
            return _("The line to the mail server could not be secured")
        case smtplib.SMTPAuthenticationError():
            return _("The mail server did not accept the user name and password")
        case UnicodeError():
            return _("The user name or password holds letters that a mail server does not take")
        case smtplib.SMTPNotSupportedError() if server.security == "starttls":
            return _("The mail server offers no secure line (STARTTLS) or no login")
        case smtplib.SMTPNotSupportedError():
            return _("The mail server offers no login")
        case smtplib.SMTPResponseException():
            return _("The mail server turned us away")
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return _("The mail server closed the line")
        case OSError():
            return _("The mail server cannot be reached (%(why)s)") % {"why": error.strerror or type(error).__name__}
        case _:
            return _("The mail server was not understood")

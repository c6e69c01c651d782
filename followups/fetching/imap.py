"""A line to a mailbox: its address is judged as every other that a user gives, and what it sends is bounded."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from followups.fetching.addresses import judge_ip
from followups.fetching.clock import Clock
from followups.fetching.problems import FetchFailed, FetchProblem, FetchRefused

PORTS = {143, 993}
SILENCE = 20.0  # seconds without a word from the server
# A header or a mail is far smaller; a server that sends more at once is none of mail.
MOST_AT_ONCE = 12 * 1024 * 1024
MOST_IN_ALL = 256 * 1024 * 1024


@dataclass(frozen=True)
class MailboxAccount:
    """Where a mailbox is, and who may read it. `is_ours`: named by the operator, so its address is not judged."""

    host: str
    port: int
    security: str  # "tls" or "starttls"; the operator's own also "none"
    user_name: str
    password: str
    is_ours: bool = False


class SignInRefused(FetchRefused):
    """The server knows no such name and password: trying again would only lock the mailbox."""


class BoundedImap(imaplib.IMAP4):
    """Speaks IMAP with the judged address, and stops reading where no mail goes on."""

    def __init__(self, account: MailboxAccount, clock: Clock) -> None:
        self.account, self.clock = account, clock
        self.was_read = 0
        super().__init__(account.host, account.port, SILENCE)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = call(self.account, self.clock, timeout)
        try:
            if self.account.security == "tls":
                line = ssl.create_default_context().wrap_socket(line, server_hostname=self.account.host)
            self.clock.watch(line)
        except BaseException:
            line.close()
            raise
        return line

    def read(self, size: int) -> bytes:
        self.was_read += size
        if size > MOST_AT_ONCE or self.was_read > MOST_IN_ALL:
            raise self.abort("more than a mailbox should send")
        return super().read(size)


def call(account: MailboxAccount, clock: Clock, timeout: float | None) -> socket.socket:
    """A line to the first address of the host that answers. Raises `FetchRefused` if one of them is not in public."""
    if not account.is_ours and not settings.FEEDS_ALLOW_PRIVATE and account.port not in PORTS:
        raise FetchRefused(_("A mailbox is read on port 993 or 143."))
    found = clock.wait_for(lambda: socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM))
    addresses = [str(where[4][0]) for where in found]
    if not account.is_ours:
        for address in addresses:
            judge_ip(address)
    trouble: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, account.port), timeout)
        except OSError as error:
            trouble = error
    raise trouble or OSError("no address")


class JudgedMailBox(BaseMailBox):
    """imap-tools' mailbox on such a line."""

    def __init__(self, account: MailboxAccount, clock: Clock) -> None:
        self.account, self.clock = account, clock
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = BoundedImap(self.account, self.clock)
        if self.account.security == "starttls":
            client.starttls(ssl.create_default_context())
        return client


@contextmanager
def open_mailbox(account: MailboxAccount, *, seconds: float = 60.0) -> Iterator[JudgedMailBox]:
    """The mailbox, signed in, no folder opened; closed after `seconds` at the latest.

    Whatever goes wrong on the line, inside the block too, is raised as `FetchRefused` or `FetchFailed`.
    """
    with Clock(seconds) as clock, told_in_words(account):
        mailbox = JudgedMailBox(account, clock)
        try:
            sign_in(mailbox, account)
            yield mailbox
        finally:
            with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                mailbox.logout()


def sign_in(mailbox: JudgedMailBox, account: MailboxAccount) -> None:
    """Under the plain command where the name and password allow it: not every server has the other."""
    try:
        if (account.user_name + account.password).isascii():
            mailbox.login(account.user_name, account.password, initial_folder=None)
        else:
            mailbox.login_utf8(account.user_name, account.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise SignInRefused(_("The mail server did not accept this name and password.")) from error


@contextmanager
def told_in_words(account: MailboxAccount) -> Iterator[None]:
    host = {"host": account.host}
    try:
        yield
    except FetchProblem:
        raise
    except MailboxFolderSelectError as error:
        raise FetchRefused(_("There is no folder of this name in the mailbox.")) from error
    except ssl.SSLError as error:
        raise FetchFailed(_("%(host)s has a certificate that is not valid, so nothing was said.") % host) from error
    except (socket.gaierror, UnicodeError) as error:
        raise FetchFailed(_("No mail server called %(host)s was found.") % host) from error
    except TimeoutError as error:
        raise FetchFailed(_("%(host)s took too long to answer.") % host) from error
    except OSError as error:
        raise FetchFailed(_("%(host)s does not answer.") % host) from error
    except (ImapToolsError, imaplib.IMAP4.error, ValueError) as error:
        raise FetchFailed(_("%(host)s sent something that cannot be read.") % host) from error

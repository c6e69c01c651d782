"""smtplib's SMTP, held to a deadline."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from select import select
from time import monotonic
from typing import Any

from django.core.mail.utils import DNS_NAME

from crm.environment import MailServer

FOR_CONNECTING = 15.0  # seconds for each address of the server
LONGEST_LINE = 8192
GO_AHEAD = 354

Reply = tuple[int, bytes]


class Session(smtplib.SMTP):
    """smtplib with one deadline for the steps of a phase: a server that sends a byte a second cannot stretch it."""

    def __init__(self, server: MailServer, deadline: float) -> None:
        self.deadline = deadline
        self.is_out_of_step = False
        self._unread = b""
        self._tls = ssl.create_default_context() if server.security != "none" else None
        self._wraps_at_once = server.security == "tls"
        try:
            super().__init__(server.host, server.port, local_hostname=str(DNS_NAME), timeout=FOR_CONNECTING)
            self._greet(server)
        except BaseException:
            self.close()
            raise

    def _greet(self, server: MailServer) -> None:
        if server.security == "starttls":
            self._set_timeout()
            self.starttls(context=self._tls)
            self._unread = b""  # whatever somebody slipped in before the line was secure
        self.ehlo_or_helo_if_needed()
        if server.user:
            self.login(server.user, server.password)

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        plain.settimeout(max(self.deadline - monotonic(), 0.1))
        if self._tls is None or not self._wraps_at_once:
            return plain
        return self._tls.wrap_socket(plain, server_hostname=host)

    def _set_timeout(self) -> None:
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self._open_socket().settimeout(left)

    def _open_socket(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock

    def send(self, s: Any) -> None:
        out = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)
        for start in range(0, len(out), 65536):
            self._set_timeout()
            self._open_socket().sendall(out[start : start + 65536])

    def getreply(self) -> Reply:
        texts: list[bytes] = []
        while len(texts) < 100:
            line = self._read_line()
            if not re.match(rb"[2-5]\d\d([ -]|\r?\n)", line):
                break
            texts.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(texts)
        raise smtplib.SMTPServerDisconnected

    def _read_line(self) -> bytes:
        while b"\n" not in self._unread:
            self._set_timeout()
            read = self._open_socket().recv(4096)
            if not read or len(self._unread) > LONGEST_LINE:
                raise smtplib.SMTPServerDisconnected
            self._unread += read
        line, _newline, self._unread = self._unread.partition(b"\n")
        return line + b"\n"

    def ask(self, commands: Sequence[str], *, wanted: Sequence[int]) -> tuple[int, Reply]:
        """Say the commands and read the answers up to the first that is not the wanted one: its place, and itself.

        No commands: they were said already.

        A server that takes them all at once (RFC 2920) is asked so: one wait instead of three. `is_out_of_step` says
        that it then waits for a message which nobody wants to send any more, or that not all answers could be read.
        """
        if commands and not self.has_extn("pipelining"):
            return self._ask_one_by_one(commands, wanted)
        if commands:
            self.send("".join(f"{command}\r\n" for command in commands))
        replies: list[Reply] = []
        self.is_out_of_step = True
        try:
            for _answer in wanted:
                replies.append(self.getreply())  # noqa: PERF401 (what was read before the line broke counts)
        except (OSError, smtplib.SMTPException):
            if all(reply[0] // 100 == good for reply, good in zip(replies, wanted, strict=False)):
                raise
        else:
            self.is_out_of_step = replies[-1][0] == GO_AHEAD
        for place, (reply, good) in enumerate(zip(replies, wanted, strict=False)):
            if reply[0] // 100 != good:
                return place, reply
        self.is_out_of_step = False
        return len(replies) - 1, replies[-1]

    def has_heard(self, wanted: Sequence[int]) -> bool:
        """Whether all these answers are here, so that reading them waits for nothing."""
        if self._unread.count(b"\n") < len(wanted):
            self._read_what_is_here()
        lines = self._unread.split(b"\n")[:-1]
        return [line[:1] for line in lines] == [b"%d" % good for good in wanted]

    def _read_what_is_here(self) -> None:
        sock = self._open_socket()
        is_here = sock.pending() if isinstance(sock, ssl.SSLSocket) else select([sock], [], [], 0)[0]
        if is_here:
            with suppress(OSError):  # whoever reads on will meet it again
                self._unread += sock.recv(4096)

    def _ask_one_by_one(self, commands: Sequence[str], wanted: Sequence[int]) -> tuple[int, Reply]:
        for place, (command, good) in enumerate(zip(commands, wanted, strict=True)):
            reply = self.docmd(command)
            if reply[0] // 100 != good:
                return place, reply
        return place, reply

    def has_spoken(self) -> bool:
        """Whether the server said something out of turn, or closed the line."""
        sock = self._open_socket()
        pending = isinstance(sock, ssl.SSLSocket) and sock.pending() > 0
        return bool(self._unread or pending or select([sock], [], [], 0)[0])

    def last_words(self) -> Reply | None:
        """A no that the server still got through before the line broke; a yes is not believed here."""
        if self.sock is None:
            return None
        self.deadline = monotonic() + 1
        try:
            reply = self.getreply()
        except (OSError, smtplib.SMTPException):
            return None
        return reply if 400 <= reply[0] < 600 else None

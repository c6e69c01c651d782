"""A real SMTP server for the tests, which misbehaves by plan and remembers what it accepted.

In a test:          with SmtpServer() as server: server.fail("rcpt", "450 4.7.1 Greylisted") …
As a process:       python -m tests.smtp_server --port 2525 --out smtp.jsonl --fault rcpt:450:0.02

The stages: connect, ehlo, starttls, auth, mail, rcpt, data, body, dot, quit. What may happen at each is a reply
("421 …", "451 …", "550 …"), "drop" (the line breaks), "stall" (silence for `seconds`, then on as usual),
"drip" (the reply comes a byte a second) or, at the dot, "accept-then-drop" (accepted, but the answer is lost).
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import random
import re
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from functools import cache
from pathlib import Path
from typing import Any, Self, cast

import trustme

from crm.environment import MailServer

GOOD = {
    "connect": "220 localhost ESMTP ready",
    "mail": "250 2.1.0 Ok",
    "rcpt": "250 2.1.5 Ok",
    "data": "354 End data with <CR><LF>.<CR><LF>",
    "dot": "250 2.0.0 Accepted",
    "quit": "221 2.0.0 Bye",
}


@dataclass
class Fault:
    stage: str
    what: str
    times: int | None = 1  # None: for ever
    chance: float = 1.0
    seconds: float = 0.2


@dataclass(frozen=True)
class Accepted:
    sender: str
    recipient: str
    raw: bytes
    at: float = field(default_factory=time.time)

    @property
    def message(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=modern))

    @property
    def message_id(self) -> str:
        return self.header("Message-ID")

    @property
    def key(self) -> str:
        return self.header("Resend-Idempotency-Key")

    def header(self, name: str) -> str:
        found = re.search(rb"(?im)^" + name.encode() + rb":[ \t]*([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", self.raw)
        return " ".join(found[1].decode("utf-8", "replace").split()) if found else ""


class LineDropped(Exception):
    pass


class SmtpServer:
    """Listens in a thread of its own. `accepted` holds the mails that were answered with 250, or would have been."""

    def __init__(
        self, *, port: int = 0, out: Path | None = None, removes_repeats: bool = False, tls: bool = False,
        login: tuple[str, str] | None = None, offers: tuple[str, ...] = ("8BITMIME", "SMTPUTF8"),
        offers_starttls: bool = True,
    ) -> None:  # fmt: skip
        self.port, self.out, self.removes_repeats = port, out, removes_repeats
        self.tls, self.login, self.offers = tls, login, offers
        self.offers_starttls = offers_starttls
        self.accepted: list[Accepted] = []
        self.repeats: list[Accepted] = []
        self.lines = 0
        self.commands: list[str] = []
        self.faults: list[Fault] = []
        self._reached: list[str] = []
        self._change = threading.Condition()
        self._keys: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    # What a test says and asks

    def fail(self, stage: str, what: str, **how: Any) -> None:
        self.faults.append(Fault(stage, what, **how))

    def behave(self) -> None:
        self.faults.clear()

    def wait_until(self, stage: str, seconds: float = 10) -> bool:
        """Whether a client reached the stage within the time; each reaching is told once."""
        with self._change:
            reached = self._change.wait_for(lambda: stage in self._reached, seconds)
            if reached:
                self._reached.remove(stage)
            return reached

    def as_mail_server(self, **changes: Any) -> MailServer:
        return MailServer(**{"host": "127.0.0.1", "port": self.port, "security": "none", **changes})

    # Life

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the SMTP server did not start")
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self.serve())
        finally:
            self._loop.close()

    async def serve(self) -> None:
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(
            self._talk, "127.0.0.1", self.port, ssl=tls_context() if self.tls else None, limit=2**24, backlog=256
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._tasks.add(task)
        self.lines += 1
        try:
            await Conversation(self, reader, writer).run()
        except (LineDropped, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    # What the conversation asks

    def fault_at(self, stage: str) -> Fault | None:
        with self._change:
            self._reached.append(stage)
            del self._reached[:-1000]
            self._change.notify_all()
        for fault in self.faults:
            if fault.stage == stage and fault.times != 0 and random.random() < fault.chance:
                fault.times = fault.times - 1 if fault.times else fault.times
                return fault
        return None

    def take(self, mail: Accepted) -> str:
        """Accept the mail; returns what the client is answered."""
        if self.removes_repeats and mail.key and mail.key in self._keys:
            self.repeats.append(mail)
            return GOOD["dot"]
        self._keys.add(mail.key)
        self.accepted.append(mail)
        if self.out:
            row = {"message_id": mail.message_id, "key": mail.key, "recipient": mail.recipient, "at": mail.at}
            with self.out.open("a") as file:
                file.write(json.dumps({**row, "subject": mail.header("Subject")}) + "\n")
        return GOOD["dot"]


class Conversation:
    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.sender = self.recipient = ""
        self.is_secure = server.tls
        self.is_known = server.login is None

    async def run(self) -> None:
        await self.answer("connect", GOOD["connect"])
        while True:
            line = (await self.reader.readuntil(b"\r\n")).decode("utf-8", "replace").strip()
            verb, _space, rest = line.partition(" ")
            self.server.commands.append(line)
            act = getattr(self, f"on_{verb.lower()}", None)
            await (act(rest) if act else self.say("500 5.5.1 Unknown command"))

    async def on_ehlo(self, _rest: str) -> None:
        offers = list(self.server.offers)
        if not self.is_secure and self.server.offers_starttls:
            offers.append("STARTTLS")
        if self.server.login:
            offers.append("AUTH PLAIN")
        lines = ["localhost", *offers]
        good = "\r\n".join(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines)
        await self.answer("ehlo", good)

    async def on_helo(self, _rest: str) -> None:
        await self.answer("ehlo", "250 localhost")

    async def on_starttls(self, _rest: str) -> None:
        if await self.answer("starttls", "220 2.0.0 Ready"):
            await self.writer.start_tls(tls_context())
            self.is_secure = True

    async def on_auth(self, rest: str) -> None:
        mechanism, _space, given = rest.partition(" ")
        if mechanism.upper() != "PLAIN":
            await self.say("504 5.5.4 Only PLAIN")
            return
        _zero, user, password = base64.b64decode(given).decode().split("\0")
        self.is_known = (user, password) == self.server.login
        await self.answer("auth", "235 2.7.0 Welcome" if self.is_known else "535 5.7.8 Wrong user name or password")

    async def on_mail(self, rest: str) -> None:
        if not self.is_known:
            await self.say("530 5.7.0 Authentication required")
        elif self.sender:
            await self.say("503 5.5.1 Nested MAIL command")
        elif await self.answer("mail", GOOD["mail"]):
            self.sender = address_in(rest) or "<>"

    async def on_rcpt(self, rest: str) -> None:
        if not self.sender:
            await self.say("503 5.5.1 Need MAIL command")
        elif await self.answer("rcpt", GOOD["rcpt"]):
            self.recipient = address_in(rest)

    async def on_data(self, _rest: str) -> None:
        if not self.recipient:
            await self.say("554 5.5.1 No valid recipients")
        elif await self.answer("data", GOOD["data"]):
            await self.read_body()

    async def read_body(self) -> None:
        mail_parts: list[bytes] = []
        fault = self.server.fault_at("body")
        while True:
            line = await self.reader.readuntil(b"\r\n")
            if fault:  # after the first line: the message is half through
                await self.misbehave(fault, "")
                fault = None
            if line == b".\r\n":
                break
            mail_parts.append(line[1:] if line.startswith(b".") else line)
        mail = Accepted(self.sender, self.recipient, b"".join(mail_parts))
        self.sender = self.recipient = ""
        fault = self.server.fault_at("dot")
        if fault and fault.what[0] in "45":
            await self.misbehave(fault, "")
            return
        if fault and fault.what == "drop":
            raise LineDropped
        answer = self.server.take(mail)
        if fault and fault.what == "accept-then-drop":
            raise LineDropped
        await (self.misbehave(fault, answer) if fault else self.say(answer))

    async def on_rset(self, _rest: str) -> None:
        self.sender = self.recipient = ""
        await self.say("250 2.0.0 Ok")

    async def on_noop(self, _rest: str) -> None:
        await self.say("250 2.0.0 Ok")

    async def on_quit(self, _rest: str) -> None:
        await self.answer("quit", GOOD["quit"])
        raise LineDropped

    async def answer(self, stage: str, good: str) -> bool:
        """Give the good answer, or what is planned instead; tells whether the client got its way."""
        fault = self.server.fault_at(stage)
        if fault is None:
            await self.say(good)
            return good[0] in "23"
        return await self.misbehave(fault, good)

    async def misbehave(self, fault: Fault, good: str) -> bool:
        if fault.what == "drop":
            raise LineDropped
        if fault.what == "stall":
            await asyncio.sleep(fault.seconds)
        if fault.what == "drip":
            for sign in good or "250":
                self.writer.write(sign.encode())
                await self.writer.drain()
                await asyncio.sleep(fault.seconds)
            await self.say("")
            return True
        if fault.what in {"stall", "accept-then-drop"}:
            await (self.say(good) if good else asyncio.sleep(0))
            return True
        await self.say(fault.what)
        if fault.what.startswith("421"):
            raise LineDropped
        return fault.what[0] in "23"

    async def say(self, reply: str) -> None:
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()


def address_in(rest: str) -> str:
    found = re.search(r"<([^>]*)>", rest)
    return found[1] if found else ""


@cache
def authority() -> trustme.CA:
    """Vouches for the server's certificate; drawn anew in every run."""
    return trustme.CA()


@cache
def tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def read_fault(text: str) -> Fault:
    stage, what, chance = text.split(":")
    return Fault(stage, f"{what} planned" if what.isdecimal() else what, times=None, chance=float(chance))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=2525)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--removes-repeats", action="store_true")
    parser.add_argument("--fault", action="append", default=[], type=read_fault, metavar="STAGE:WHAT:CHANCE")
    options = parser.parse_args()
    server = SmtpServer(port=options.port, out=options.out, removes_repeats=options.removes_repeats)
    server.faults = options.fault
    with suppress(KeyboardInterrupt):
        asyncio.run(server.serve())


if __name__ == "__main__":
    main()

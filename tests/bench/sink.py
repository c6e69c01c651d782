"""A mail server that accepts everything and keeps nothing: Postfix's `smtp-sink` where it can be had, else our own.

Ours as a process: `python -m tests.bench.sink PORT`.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.running import CODE, find_free_port, wait_until

END_OF_MESSAGE = b"\r\n.\r\n"
REPLIES = {b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n", b"EHLO": b"250-localhost\r\n250 8BITMIME\r\n"}


class Sink(asyncio.Protocol):
    """Reads no more of a message than where it ends."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.received, self.is_in_message = transport, b"", False
        transport.write(b"220 localhost ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.received += data
        while self.take_message() if self.is_in_message else self.take_command():
            pass

    def take_message(self) -> bool:
        _message, end, rest = self.received.partition(END_OF_MESSAGE)
        if end:
            self.received, self.is_in_message = rest, False
            self.transport.write(b"250 Ok\r\n")
        return bool(end)

    def take_command(self) -> bool:
        line, end, rest = self.received.partition(b"\r\n")
        if end:
            verb = line[:4].upper()
            self.received, self.is_in_message = rest, verb == b"DATA"
            self.transport.write(REPLIES.get(verb, b"250 Ok\r\n"))
            if verb == b"QUIT":
                self.transport.close()
        return bool(end)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


@contextmanager
def running_sink() -> Iterator[tuple[int, str]]:
    """The port of a sink that runs until the end of the block, and which one it is."""
    for name, command, environment in (*find_smtp_sink(), ("our own", [sys.executable, "-m", "tests.bench.sink"], {})):
        port = find_free_port()
        address = f"127.0.0.1:{port}" if name == "smtp-sink" else str(port)
        backlog = ["1000"] if name == "smtp-sink" else []
        with subprocess.Popen([*command, address, *backlog], cwd=CODE, env={**os.environ, **environment}) as process:
            try:
                wait_until(lambda process=process, port=port: process.poll() is not None or greets(port), 20)
                if process.poll() is None:
                    yield port, name
                    return
            finally:
                process.kill()


def greets(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        return line.recv(100).startswith(b"220")
    return False


def find_smtp_sink() -> list[tuple[str, list[str], dict[str, str]]]:
    """Installed, or unpacked from Debian's package into a cache folder; nothing where there is no such package."""
    # It does not want to run as root.
    as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
    if installed := shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return [("smtp-sink", [installed, *as_nobody], {})]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "afterword-bench"
    program = cache / "postfix" / "usr" / "sbin" / "smtp-sink"
    if not program.exists():
        with suppress(OSError, subprocess.SubprocessError):
            unpack_postfix(cache)
    libraries = cache / "postfix" / "usr" / "lib" / "postfix"
    return [("smtp-sink", [str(program), *as_nobody], {"LD_LIBRARY_PATH": str(libraries)})] if program.exists() else []


def unpack_postfix(cache: Path) -> None:
    """Downloaded, not installed: a mail server of the whole machine would be started by it."""
    cache.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", "postfix"], cwd=cache, check=True, timeout=120, capture_output=True)
    package = next(cache.glob("postfix_*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(package), str(cache / "postfix")], check=True, capture_output=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))

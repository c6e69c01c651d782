"""A driver of requests over kept connections: little of its own, so that the server is what is measured."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Self

numbers = count(100_000_000)  # as many digits each, so that a body keeps its length


@dataclass(frozen=True)
class Request:
    """What is asked again and again; `#` in the body becomes another number each time."""

    path: str
    cookies: str
    body: str = ""
    expect: int = 200

    def encode(self) -> bytes:
        body = self.body.replace("#", str(next(numbers)))
        lines = [
            f"{'POST' if body else 'GET'} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: {self.cookies}",
        ]
        if body:
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


class WrongAnswer(Exception):
    """A figure of an error page is worth nothing."""


class Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, request: Request) -> int:
        """The number of bytes of the page. Raises `WrongAnswer` on another status than the expected."""
        self.socket.sendall(request.encode())
        head, _gap, body = self.read_until_gap()
        status, length = self.read_head(head)
        if status != request.expect:
            raise WrongAnswer(f"{request.path}: {status} instead of {request.expect}\n{body[:500]!r}")
        missing = length - len(body)
        while missing > 0:
            missing -= len(self.receive())
        return length

    def read_until_gap(self) -> tuple[bytes, bytes, bytes]:
        received = self.receive()
        while b"\r\n\r\n" not in received:
            received += self.receive()
        return received.partition(b"\r\n\r\n")

    def receive(self) -> bytes:
        received = self.socket.recv(65536)
        if not received:
            raise WrongAnswer("the server closed the connection")
        return received

    def read_head(self, head: bytes) -> tuple[int, int]:
        first, *lines = head.decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        if "content-length" not in headers:
            raise WrongAnswer("the answer does not say how long it is")
        return int(first.split()[1]), int(headers["content-length"])


def drive(port: int, request: Request, *, at_once: int, seconds: float) -> list[float]:
    """Ask for that long over as many connections; returns the seconds that each answer took."""
    end = time.perf_counter() + seconds

    def ask_on() -> list[float]:
        took: list[float] = []
        with Client(port) as client:
            while not took or time.perf_counter() < end:  # once at least, however busy the machine
                started = time.perf_counter()
                client.ask(request)
                took.append(time.perf_counter() - started)
        return took

    with ThreadPoolExecutor(at_once) as pool:
        return [each for done in [pool.submit(ask_on) for _ in range(at_once)] for each in done.result()]


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

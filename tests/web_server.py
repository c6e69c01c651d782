"""A web server on loopback that answers as told, also badly, and remembers what it was asked.

with WebServer() as server:
    server.put("/feed.xml", RSS, content_type="application/rss+xml", etag='"1"')
    server.put("/old", status=301, location="/feed.xml")
    server.drip("/slow", b"x" * 100, seconds=0.2)
"""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes = b""


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stream: Callable[[], Iterator[bytes]] | None = None  # instead of the body, until the client goes away


class WebServer:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(self))
        self.server.daemon_threads = True
        self.scheme = "https" if tls else "http"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _raised: object, _where: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return int(self.server.server_port)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: str | bytes = b"", *, status: int = 200, **headers: str) -> None:
        """Answer so at the path; `content_type` becomes the header Content-Type."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.answers[path] = Answer(body.encode() if isinstance(body, str) else body, status, named)

    def put_packed(self, path: str, body: bytes, **headers: str) -> None:
        self.put(path, gzip.compress(body), content_encoding="gzip", **headers)

    def stream(self, path: str, parts: Callable[[], Iterator[bytes]], **headers: str) -> None:
        """Send the parts one by one, however many; no length is told."""
        self.put(path, **headers)
        self.answers[path].stream = parts

    def drip(self, path: str, body: bytes, *, seconds: float) -> None:
        """A byte at a time."""

        def parts() -> Iterator[bytes]:
            for place in range(len(body)):
                time.sleep(seconds)
                yield body[place : place + 1]

        self.stream(path, parts)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


def make_handler(web: WebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            web.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            answer = web.answers.get(self.path) or Answer(b"Not here", 404)
            etag = answer.headers.get("Etag")
            if etag and self.headers.get("If-None-Match") == etag:
                answer = Answer(b"", 304, {"Etag": etag})
            with suppress(OSError):  # the client has gone away
                self.give(answer)

        def give(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.stream is None:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            for part in answer.stream() if answer.stream else [answer.body]:
                self.wfile.write(part)
                self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    return Handler

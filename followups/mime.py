"""The bytes of a mail with a text and an HTML part.

Made by hand, because the e-mail library spends more time on a message than the database and the templates together.
Every header goes through one gate, which lets no line break and no control character in.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Mapping
from email.header import Header
from email.utils import formataddr, parseaddr
from functools import lru_cache

from followups.wording import one_line

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
FOLD = "\r\n "
LONGEST_HEADER_LINE = 900  # RFC 5322 allows 998


class BadHeader(ValueError):
    """A header that would break out of its line."""


def make_message(headers: Mapping[str, str], *, text: str, html: str, boundary: str) -> bytes:
    """The message with CRLF line ends, in seven bits. `boundary` may hold letters, digits, `-` and `_`."""
    lines = [header_line(name, value) for name, value in headers.items()]
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="=_{boundary}"']
    parts = [b"\r\n".join(line.encode() for line in lines)]
    for kind, content in (("plain", text), ("html", html)):
        # “=_” cannot come about in quoted-printable: no content can look like the boundary.
        head = f"--=_{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        parts.append(f"\r\n\r\n{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode())
        parts.append(quoted_printable(content))
    parts.append(f"\r\n--=_{boundary}--\r\n".encode())
    return b"".join(parts)


def header_line(name: str, value: str) -> str:
    if CONTROL.search(value.replace(FOLD, " ")) or any(len(line) > LONGEST_HEADER_LINE for line in value.split(FOLD)):
        raise BadHeader(name)
    return f"{name}: {value}"


def quoted_printable(content: str) -> bytes:
    lines = content.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b2a_qp(lines.replace(b"\n", b"\r\n"))


def subject_value(subject: str) -> str:
    """The subject in seven bits: encoded words where it is not ASCII (RFC 2047)."""
    line = one_line(subject)
    if line.isascii() and "=?" not in line:
        return line
    return Header(line, "utf-8", header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=10)
def from_value(address: str, name: str) -> str:
    given, plain = parseaddr(address)
    return formataddr((one_line(given) or name, plain))

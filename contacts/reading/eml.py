"""Opens a mail in its raw form (an .eml): its headers and its text, and below it the letters that hang on it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from html import unescape

import nh3

LONGEST_TEXT = 60_000
# Python's parser goes a level deeper for each part in a part, and takes long over endless headers.
LONGEST_LINE = 1_000_000
LONGEST_HEADER = 2_000
MOST_BOUNDARIES = 500
DEEPEST = 12

_HEADERS = ("From", "Reply-To", "Date", "Subject", "To")
_HEAD = re.compile(rb"(?:\A|\n)(?:from|subject|date|received|return-path|mime-version)[ \t]{0,4}:", re.IGNORECASE)
_BLOCKS = {"p", "div", "br", "tr", "td", "li", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "table", "section"}
_TAG = re.compile(r"<[^<>]{0,40}>")
# What the parser, the codecs and broken headers raise among them.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


class UnreadableMail(ValueError):
    """The bytes are no mail that can be read."""


def open_eml(raw: bytes) -> str:
    """The mail as text that begins with its headers. Raises `UnreadableMail`."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n\xef\xbb\xbf")
    head = raw[:100_000].partition(b"\n\n")[0]
    if b"\0" in head or not _HEAD.search(head):
        raise UnreadableMail("no headers")
    if len(head) > 90_000 or raw.count(b"\n--") > MOST_BOUNDARIES or _longest_line(raw) > LONGEST_LINE:
        raise UnreadableMail("too tangled")
    try:
        text = "\n".join(_write_out(message_from_bytes(raw, policy=policy.compat32), 0))
    except _BROKEN as error:
        raise UnreadableMail("broken") from error
    return text[:LONGEST_TEXT].replace("\0", "")


def _longest_line(raw: bytes) -> int:
    start, longest = 0, 0
    while start < len(raw) and longest <= LONGEST_LINE:
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        start, longest = end + 1, max(longest, end - start)
    return longest


def _write_out(message: Message, depth: int) -> Iterator[str]:
    for name in _HEADERS:
        if message[name]:
            yield f"{name}: {decode_words(str(message[name])[:LONGEST_HEADER])}"
    yield ""
    yield from _write_part(message, depth)


def _write_part(part: Message, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise UnreadableMail("too deep")
    payload = part.get_payload()
    inside = [below for below in payload if isinstance(below, Message)] if isinstance(payload, list) else []
    kind = part.get_content_type()
    if kind == "message/rfc822" and inside:
        yield "---------- Forwarded message ---------"
        yield from _write_out(inside[0], depth + 1)
    elif inside:
        parts = [_choose(inside)] if kind == "multipart/alternative" else inside
        for below in parts:
            yield from _write_part(below, depth + 1)
    elif part.get_content_maintype() == "text" and not part.get_filename():
        text = _decode(part)
        yield _as_plain(text) if kind == "text/html" else text


def _choose(alternatives: list[Message]) -> Message:
    """The plain one, unless it is empty."""
    plain = (part for part in alternatives if part.get_content_type() == "text/plain" and _decode(part).strip())
    return next(plain, alternatives[-1])


def _decode(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    # Many declare another charset than they use; what is valid UTF-8 is hardly ever anything else.
    for charset in ("utf-8", str(part.get_content_charset() or ""), "cp1252"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _as_plain(html: str) -> str:
    """The words of a page, a line for each block."""
    flat = " ".join(html[: 10 * LONGEST_TEXT].split())
    few = nh3.clean(flat, tags=_BLOCKS, attributes={}, clean_content_tags={"script", "style", "title"})
    lines = unescape(_TAG.sub("\n", few)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines))


def decode_words(value: str) -> str:
    """A header without its encoded words (=?utf-8?q?…?=)."""
    value = " ".join(value.split())
    try:
        return str(make_header(decode_header(value))).replace("\0", "") if "=?" in value else value
    except (LookupError, ValueError, HeaderParseError):
        return value

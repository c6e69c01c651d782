"""What strangers wrote as HTML, as plain text: no tags, no scripts, entities resolved, one line."""

from __future__ import annotations

import re
from html import unescape

import nh3

# Where a reader sees a gap, there shall be a space.
BREAKS = re.compile(
    r"(?=</?(?:p|br|div|li|ul|ol|tr|td|th|h[1-6]|blockquote|section|article|figcaption)\b)", re.IGNORECASE
)
# The joiners of Persian words and of emoji; no other sign that cannot be seen is kept, direction marks least of all.
JOINERS = "\u200c\u200d"


def write_plain(html: str, longest: int) -> str:
    """The text of a piece of HTML, or of what only might be some; cut at a word after `longest` signs."""
    # Markup may be many times longer than what it shows; but not without end.
    text = html[: 10 * longest]
    if "<" in text:
        text = nh3.clean(BREAKS.sub(" ", text).encode("utf-8", "replace").decode(), tags=set())
    text = " ".join(unescape(text)[: 4 * longest].split())
    if not text.isprintable():
        text = " ".join("".join(sign for sign in text if sign.isprintable() or sign in JOINERS).split())
    return cut_at_word(text, longest)


def cut_at_word(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    at_word = start.rpartition(" ")[0]
    return (at_word if len(at_word) > longest // 2 else start).rstrip(" ,;:.-") + "…"

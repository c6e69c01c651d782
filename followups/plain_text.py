"""What strangers wrote as HTML, as plain text: no tags, no scripts, entities resolved, one line."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import nh3

# Where a reader sees a gap, there shall be a space.
BREAKS = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|th|h[1-6]|blockquote|section|article|figcaption)\b", re.IGNORECASE)
UNSEEN = {"Cc", "Cs", "Co", "Cn"}
DIRECTION_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def write_plain(html: str, longest: int) -> str:
    """The text of a piece of HTML, or of what only might be some; cut at a word after `longest` signs."""
    # Markup may be many times longer than what it shows; but not without end.
    text = BREAKS.sub(r" \g<0>", html[: 20 * longest])
    if "<" in text:
        text = nh3.clean(text.encode("utf-8", "replace").decode(), tags=set())
    text = unescape(text)
    shown = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or is_seen(sign))
    return cut_at_word(" ".join(DIRECTION_MARKS.sub("", shown).split()), longest)


def is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN


def cut_at_word(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    at_word = start.rpartition(" ")[0]
    return (at_word if len(at_word) > longest // 2 else start).rstrip(" ,;:.-") + "…"

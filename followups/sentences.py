"""Where the sentences of a mail begin and end, though its lines may be broken anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followups.wording import one_line

# Mail programs break lines near column 72: a line as long as this that ends in mid-sentence goes on in the next.
BROKEN_LINE = 45
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
LAST_SIGNS = (".", "!", "?", "…", ":", ";", "”", ")", "»")
STARTS_ANEW = re.compile(r"\s*([-*•–>]|\d{1,2}[.)])\s")
# “e.g.”, “Dr.”, “z. B.”, an initial or a number: the full stop ends no sentence.
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|\d{1,2}|(?:[a-z]\.)+[a-z]|mr|mrs|ms|mx|dr|prof|vs|etc|approx|no|st|jr|sr|incl|bzw|ca|usw|"
    r"evtl|ggf|inkl|mme|mlle|sra?|sta)$",
    re.IGNORECASE,
)


def split_sentences(text: str) -> list[str]:
    """The sentences of the text, each on one line."""
    return [one_line(text[start:end]) for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in the text, in order; what lies between is white space."""
    for start, end in block_spans(text):
        yield from spans_within(text, start, end)


def block_spans(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: a line that was broken for its length goes on in the next."""
    at, begun = 0, -1
    for line in text.splitlines(keepends=True):
        if not line.strip():
            begun = -1
        else:
            begun = at if begun < 0 else begun
            following = text[at + len(line) :].split("\n", 1)[0] if goes_on(line) else ""
            if not following.strip() or STARTS_ANEW.match(following):
                yield begun, at + len(line)
                begun = -1
        at += len(line)


def goes_on(line: str) -> bool:
    stripped = line.rstrip()
    return len(stripped) >= BROKEN_LINE and not stripped.endswith(LAST_SIGNS)


def spans_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begun = start
    for match in END.finditer(text, start, end):
        before = max(begun - 1, match.start() - 12, 0)
        if match.group() == "." and ABBREVIATION.search(text, before, match.start()):
            continue
        yield from trimmed(text, begun, match.end())
        begun = match.end()
    yield from trimmed(text, begun, end)


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it; none if nothing else is in it."""
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))

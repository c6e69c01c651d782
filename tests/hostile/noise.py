"""Noise around what is right: the seeds of a reader with pieces taken out, doubled and replaced, or no seed at all."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = [
    b"<",
    b"]]>",
    b"<![CDATA[",
    b"&",
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"\r\n",
    b"\n\n",
    b"(" * 50,
    b'"',
    b"\\",
    b"=?",
]
PIECES += ["\u202e".encode(), "\u2028".encode(), "é".encode("utf-16"), b"9" * 400, b" " * 2000, b"<a>" * 300, b"%00"]


def noise(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    piece = st.binary(max_size=20) | st.sampled_from(PIECES)
    place = st.integers(0, max(map(len, seeds), default=0))
    cuts = st.lists(st.tuples(place, st.integers(0, 60), piece, st.integers(1, 3)), max_size=6)
    changed = st.tuples(st.sampled_from(seeds), cuts).map(lambda given: apply_cuts(*given))
    return changed | changed | st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode())


def apply_cuts(content: bytes, cuts: list[tuple[int, int, bytes, int]]) -> bytes:
    for place, length, piece, times in cuts:
        content = content[:place] + piece * times + content[place + length :]
    return content

"""In which encoding a file was written: told by its mark, by what it can't be, and at last by its letters."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from crm.importing.problems import CannotRead

MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Letters and signs of Western Europe: bytes that give none but these under windows-1252 were meant as it.
WESTERN = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïñòóôõøùúûýÿŒœŠšŽžŸ“”„‘’‚–—…•€£©®™«»°§·¡¿ªº´¨\xa0")
GUESSED = ["cp1252", "cp1250", "cp1251", "mac_roman", "iso8859_15", "cp932", "gb18030", "euc_kr", "koi8_r", "cp1253"]
# Enough to tell an encoding by; the guess gets slower with every byte.
LOOKED_AT = 32 * 1024


def find_charset(pieces: Iterable[bytes]) -> str:
    """The name of the encoding for `open()`. Raises `CannotRead` for what is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd, head, is_utf8 = b"", b"", True
    for piece in pieces:
        if not head:
            head = piece[:4096]
            if marked := find_mark(head):
                return marked
            check_is_text(head)
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            is_utf8 = False
        if len(odd) < LOOKED_AT:
            odd += find_odd_lines(piece, LOOKED_AT - len(odd))
        if not is_utf8 and len(odd) >= LOOKED_AT:
            break
    return "utf-8" if is_utf8 and is_finished(decoder) else guess(odd)


def find_mark(head: bytes) -> str:
    """The encoding that a byte order mark tells, or that every second byte being zero does; empty for neither."""
    for mark, charset in MARKS:
        if head.startswith(mark):
            return charset
    even, uneven = head[0:512:2], head[1:512:2]
    if uneven and uneven.count(0) > 0.7 * len(uneven) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even and even.count(0) > 0.7 * len(even) and uneven.count(0) < 0.1 * len(uneven):
        return "utf-16-be"
    return ""


def check_is_text(head: bytes) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise CannotRead(
            _("This is a spreadsheet or an archive. Save the sheet as CSV, or unpack the archive and choose the file.")
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(_("This is an old Excel or Outlook file. Save or export it as CSV first."))
    controls = sum(head.count(bytes([sign])) for sign in range(32) if sign not in (0, 9, 10, 12, 13, 27))
    if head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or controls > max(2, len(head) // 50):
        raise CannotRead(_("This is no list of people: it holds no text. CSV and vCard files do."))


def is_finished(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def find_odd_lines(piece: bytes, most: int) -> bytes:
    """Those lines of the piece that are not plain ASCII: the others tell nothing."""
    if piece.isascii():
        return b""
    lines = (line for line in piece.splitlines(keepends=True) if not line.isascii())
    found = bytearray()
    for line in lines:
        found += line[:1000]
        if len(found) >= most:
            break
    return bytes(found[:most])


def guess(odd: bytes) -> str:
    western = {chr_ for chr_ in odd.decode("cp1252", errors="replace") if not chr_.isascii()}
    if western <= WESTERN:
        return "cp1252"
    best = from_bytes(odd, cp_isolation=GUESSED).best()
    return best.encoding if best else "latin-1"

"""The uploaded file, encrypted and in pieces: what is private lies nowhere in the clear, and never whole in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from contacts.encryption import decrypt, encrypt
from crm.importing.models import ImportPiece, ImportRun
from crm.importing.problems import CannotRead

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 256 * 1024


def store_file(run: ImportRun, file: IO[bytes]) -> None:
    file.seek(0)
    for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
        ImportPiece.objects.create(run=run, number=number, content=encrypt(piece))


def read_pieces(run: ImportRun) -> Iterator[bytes]:
    """The file, piece by piece. Raises `contacts.encryption.CannotDecrypt`."""
    numbers = list(ImportPiece.objects.filter(run=run).order_by("number").values_list("pk", flat=True))
    for pk in numbers:
        piece = ImportPiece.objects.filter(pk=pk).values_list("content", flat=True).first()
        if piece is None:
            raise CannotRead  # deleted meanwhile: the run is settled
        yield decrypt(bytes(piece))


def delete_file(run: ImportRun) -> None:
    ImportPiece.objects.filter(run=run).delete()


class Pieces(io.RawIOBase):
    """Pieces of bytes as one file that is read from its beginning; `position` is how far it was read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = iter(pieces)
        self.rest = b""
        self.position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        if not self.rest:
            self.rest = next(self.pieces, b"")
        size = min(len(view), len(self.rest))
        view[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        self.position += size
        return size


def open_text(pieces: Iterable[bytes], charset: str) -> tuple[io.TextIOWrapper, Pieces]:
    """The text of the pieces, with its line ends as they are, and the file below that knows how far it was read."""
    raw = Pieces(pieces)
    return io.TextIOWrapper(io.BufferedReader(raw, 64 * 1024), charset, errors="replace", newline=""), raw

"""A peer's résumé: what kind of file it really is, how it is kept, and how it is read again.

What a file is called, and what the browser says it is, counts for nothing: its content decides.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from contacts.encryption import decrypt, encrypt, rotate
from contacts.models import Peer, Resume

Kind = Resume.Kind

LONGEST_NAME = 120
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.TEXT: "text/plain",
}
ODT_MARK = CONTENT_TYPES[Kind.ODT].encode()
PDF_HEAD = 1024  # within which the header may begin, as PDF readers have it

# A document that unpacks to more than this is no résumé, but made to choke whoever opens it.
MOST_MEMBERS = 1000
MOST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL_ENOUGH = 1024 * 1024  # whatever its ratio
PIECE = 64 * 1024
ENCRYPTED = 1  # a flag of a member

# What a name may not hold on some system, and marks that turn the direction of what follows.
UNSAFE = re.compile('[<>:"/\\\\|?*\u202a-\u202e\u2066-\u2069]')


class NoResume(ValueError):
    """Why a file is not taken, as a sentence for the user."""


@dataclass(frozen=True)
class ResumeFile:
    """A file that was looked at: its content is of that kind, and its name is a name."""

    name: str
    kind: Kind
    content: bytes

    @property
    def content_type(self) -> str:
        """For a header, with the charset of a text."""
        charset = find_charset(self.content) if self.kind == Kind.TEXT else ""
        return f"{CONTENT_TYPES[self.kind]}; charset={charset}" if charset else CONTENT_TYPES[self.kind]


def check_resume(name: str, content: bytes) -> ResumeFile:
    """What was uploaded, made safe to keep. Raises `NoResume`."""
    if not content.strip():
        raise NoResume(_("This file is empty."))
    check_size(len(content))
    kind = find_kind(content)
    return ResumeFile(tidy_name(name, kind), kind, content)


def check_size(size: int) -> None:
    if size > settings.LARGEST_UPLOAD:
        limit = settings.LARGEST_UPLOAD // 1024**2
        raise NoResume(_("This file is too large: please keep to %(limit)d MB.") % {"limit": limit})


def find_kind(content: bytes) -> Kind:
    if content[:PDF_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return find_document_kind(content)
    if find_charset(content) and not content.lstrip().startswith((b"{\\rtf", b"%!PS")):
        return Kind.TEXT
    raise NoResume(_("This is no PDF, Word (.docx), OpenDocument (.odt) or text file. Please save it as one of these."))


def find_document_kind(content: bytes) -> Kind:
    """Whether a zip file is a Word or an OpenDocument text, after a look at what it would unpack to."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            check_members(archive.infolist(), len(content))
            unpack(archive)
            names = {name.lower() for name in archive.namelist()}
            mark = archive.read("mimetype") if "mimetype" in names else b""
    except NoResume:
        raise
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, KeyError, ValueError) as error:
        raise NoResume(_("This file is damaged: it can’t be unpacked. Please save it anew.")) from error
    if mark.strip() == ODT_MARK and "content.xml" in names:
        return Kind.ODT
    if {"[content_types].xml", "word/document.xml"} <= names:
        if any(name.endswith("vbaproject.bin") for name in names):
            raise NoResume(_("This document holds macros, which others rightly refuse. Please save it without them."))
        return Kind.DOCX
    raise NoResume(_("This is an archive or another kind of document. Please save the résumé as PDF."))


def check_members(members: list[ZipInfo], size: int) -> None:
    """Refuse by what the archive itself says, before anything is unpacked."""
    unpacked = sum(member.file_size for member in members)
    is_bomb = (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_UNPACKED
        or (unpacked > SMALL_ENOUGH and unpacked > HIGHEST_RATIO * size)
        or sum(member.compress_size for member in members) > size  # members that share their bytes
    )
    if is_bomb:
        raise NoResume(_("This document would unpack to far more than a résumé. Please save it as PDF."))
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise NoResume(_("This document is protected by a password. Please save it without one."))
    # Documents are packed in one of these two ways; the others may ask for memory as they like.
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        raise BadZipFile


def unpack(archive: ZipFile) -> None:
    """Read every member once, a piece at a time: what lies about its size or is damaged fails its checksum."""
    for member in archive.infolist():
        with archive.open(member) as file:
            while file.read(PIECE):
                pass


def find_charset(content: bytes) -> str:
    """The encoding in which `content` is text, without control characters; empty when it is not."""
    # Windows' own superset of Latin-1 comes last: nearly everything could be that.
    charsets = ["utf-16"] if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ["utf-8", "windows-1252"]
    for charset in charsets:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        controls = {sign for sign in set(text) if unicodedata.category(sign) == "Cc"}
        return charset if controls <= set("\t\n\r\f") else ""
    return ""


def tidy_name(name: str, kind: Kind) -> str:
    """The last part of the name, without what no name should hold, and with the ending of what it is."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem = " ".join(UNSAFE.sub(" ", shown).split()).strip(". ")
    ending = f".{kind}"
    if stem.lower().endswith(ending):
        stem = stem[: -len(ending)]
    return (stem[:LONGEST_NAME].strip(". ") or "resume") + ending


@transaction.atomic
def keep_resume(peer: Peer, file: ResumeFile) -> Resume:
    """Keep the file, encrypted, in place of the one before."""
    values = {"name": file.name, "kind": file.kind, "size": len(file.content), "content": encrypt(file.content)}
    resume, _created = Resume.objects.update_or_create(peer=peer, defaults=values)
    return resume


def find_resume(peer: Peer) -> Resume | None:
    """What a page says of the résumé; the file itself stays where it is."""
    return Resume.objects.filter(peer=peer).defer("content").first()


def read_resume(peer: Peer) -> ResumeFile | None:
    """The peer's résumé, if there is one; one under a former key comes under the present one.

    Raises `CannotDecrypt`.
    """
    resume = Resume.objects.filter(peer=peer).first()
    if resume is None:
        return None
    token = bytes(resume.content)
    content, rotated = decrypt(token), rotate(token)
    if rotated != token:
        # Only what was read is replaced: another file may have been added meanwhile.
        Resume.objects.filter(pk=resume.pk, content=token).update(content=rotated)
    return ResumeFile(resume.name, Kind(resume.kind), content)


def remove_resume(peer: Peer) -> bool:
    """Whether there was one."""
    removed, _rows = Resume.objects.filter(peer=peer).delete()
    return bool(removed)

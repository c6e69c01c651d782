import struct
from io import BytesIO
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from contacts import resumes
from contacts.encryption import encrypt, is_current
from contacts.models import Resume
from contacts.resumes import NoResume, check_resume, keep_resume, read_resume, remove_resume
from tests.contacts.resume_files import PDF, make_docx, make_odt, make_zip
from tests.factories import make_peer, make_user

KILOBYTE, MEGABYTE = 1024, 1024**2


def kind_of(content, name="cv"):
    return check_resume(name, content).kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\n\n" + PDF, "pdf"),
        (make_docx(), "docx"),
        (make_odt(), "odt"),
        ("Zoë Müller\n\tUX".encode(), "txt"),
        ("\ufeffZoë".encode("utf-16-le"), "txt"),
        ("\ufeffZoë".encode("utf-16-be"), "txt"),
        ("Zoë Müller – “UX”".encode("windows-1252"), "txt"),
    ],
)
def test_its_content_decides_what_it_is(content, kind):
    assert kind_of(content, "photo.png") == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"MZ\x90\x00 a program", "no PDF"),
        (b"\x89PNG\r\n\x1a\n", "no PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .doc", "no PDF"),
        (b"{\\rtf1 rich text}", "no PDF"),
        (b"text with a \x00 in it", "no PDF"),
        (b"text with a \x1b[31m in it", "no PDF"),
        ("\ufeffa\x00".encode("utf-16-le"), "no PDF"),
        (b"a word\x81", "no PDF"),  # a control character in Latin-1, nothing in Windows' superset
        (b"PK\x03\x04 cut off", "damaged"),
        (make_docx()[:-30], "damaged"),
        (make_zip({"photos/cat.jpg": b"x"}), "another kind of document"),
        (make_zip({"mimetype": "application/epub+zip", "content.xml": ""}), "another kind of document"),
        (make_docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (make_zip({"[Content_Types].xml": "", "word/document.xml": "x"}, ZIP_LZMA), "damaged"),
    ],
)
def test_what_is_no_resume_is_refused_with_a_reason(content, why):
    with pytest.raises(NoResume, match=why):
        check_resume("cv.pdf", content)


def test_a_document_with_a_broken_member_is_refused():
    content = bytearray(make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" * 9}, ZIP_STORED))
    content[content.index(b"<w/>")] ^= 1
    with pytest.raises(NoResume, match="damaged"):
        check_resume("cv.docx", bytes(content))


def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch):
    monkeypatch.setattr(resumes, "unpack", lambda archive: pytest.fail("unpacked"))
    with pytest.raises(NoResume, match="far more"):
        check_resume("cv.docx", make_docx(**{"word/media/bomb.bin": bytes(20 * MEGABYTE)}))


def test_a_document_of_a_thousand_parts_is_refused():
    many = {f"word/{number}.xml": "" for number in range(1001)}
    with pytest.raises(NoResume, match="far more"):
        check_resume("cv.docx", make_docx(**many))


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(make_docx(**{"word/media/bomb.bin": bytes(3 * MEGABYTE)}))
    true, lie = struct.pack("<L", 3 * MEGABYTE), struct.pack("<L", 10)
    assert content.count(true) == 2, "in the member and in the directory"
    with pytest.raises(NoResume, match="damaged"):
        check_resume("cv.docx", bytes(content).replace(true, lie))


def test_members_that_share_their_bytes_are_refused():
    content = make_docx(**{f"word/media/{number}.bin": bytes(range(256)) * 4 for number in range(9)})
    start = content.index(b"word/media/0.bin") - 30
    with ZipFile(BytesIO(content)) as archive:
        places = {member.header_offset for member in archive.infolist()}
    for place in places - {0, start}:
        content = content.replace(struct.pack("<L", place), struct.pack("<L", start))
    with pytest.raises(NoResume, match=r"damaged|far more"):
        check_resume("cv.docx", content)


def test_a_document_behind_a_password_is_refused():
    content = bytearray(make_docx())
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(head) + flags] |= 1
    with pytest.raises(NoResume, match="password"):
        check_resume("cv.docx", bytes(content))


def test_an_ordinary_document_full_of_words_is_taken():
    words = "".join(f"<w:t>word {number * 7919 % 10007}</w:t>" for number in range(60_000))
    assert kind_of(make_docx(**{"word/footnotes.xml": words})) == "docx"


def test_five_megabytes_are_taken_and_one_byte_more_is_not(settings):
    text = b"a" * settings.LARGEST_UPLOAD
    assert kind_of(text) == "txt"
    with pytest.raises(NoResume, match="5 MB"):
        check_resume("cv.txt", text + b"a")


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("CV Jule.pdf", "CV Jule.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jule\\cv.pdf", "cv.pdf"),
        ("cv.exe", "cv.exe.pdf"),
        ("cv.PDF", "cv.pdf"),
        ("", "resume.pdf"),
        ("..", "resume.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie b.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_never_a_path(name, tidied):
    assert check_resume(name, PDF).name == tidied


@pytest.mark.parametrize(("charset", "said"), [("utf-8", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16")])
def test_a_text_says_how_it_is_to_be_read(charset, said):
    assert check_resume("cv.txt", "Zoë".encode(charset)).content_type == f"text/plain; charset={said}"


@pytest.fixture
def peer(db):
    return make_peer(make_user())


def test_it_is_kept_encrypted_and_comes_back_as_it_was(peer):
    kept = keep_resume(peer, check_resume("cv.pdf", PDF))
    assert (kept.name, kept.kind, kept.size) == ("cv.pdf", "pdf", len(PDF))
    assert b"%PDF-" not in bytes(Resume.objects.get().content)
    assert read_resume(peer) == check_resume("cv.pdf", PDF)


def test_another_file_takes_its_place(peer):
    keep_resume(peer, check_resume("cv.pdf", PDF))
    keep_resume(peer, check_resume("cv.txt", b"words"))
    assert Resume.objects.get().kind == "txt"
    assert read_resume(peer).content == b"words"


def test_reading_one_under_a_former_key_puts_it_under_the_present_one(peer, settings):
    keep_resume(peer, check_resume("cv.pdf", PDF))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert not is_current(bytes(Resume.objects.get().content))
    assert read_resume(peer).content == PDF
    assert is_current(bytes(Resume.objects.get().content))


def test_a_file_added_while_another_is_read_stays(peer, settings, monkeypatch):
    keep_resume(peer, check_resume("cv.pdf", PDF))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    rotate = resumes.rotate

    def add_another(token):
        Resume.objects.update(content=encrypt(b"another"))
        return rotate(token)

    monkeypatch.setattr(resumes, "rotate", add_another)
    read_resume(peer)
    assert read_resume(peer).content == b"another"


def test_it_can_be_removed(peer):
    assert not remove_resume(peer)
    keep_resume(peer, check_resume("cv.pdf", PDF))
    assert remove_resume(peer)
    assert read_resume(peer) is None

from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from tests.factories import make_user


def upload(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("cv.txt", content)})
    return request.FILES["file"]


def test_a_file_stays_in_memory_whole(settings):
    settings.LARGEST_UPLOAD = 200_000
    file = upload(b"ab" * 100_000)
    assert isinstance(file, InMemoryUploadedFile)
    assert (file.size, file.read()) == (200_000, b"ab" * 100_000)


def test_of_a_larger_one_no_more_is_kept_and_its_true_size_is_told(settings):
    settings.LARGEST_UPLOAD = 100_000
    file = upload(b"ab" * 150_000)
    assert file.size == 300_000
    assert len(file.read()) == 100_000


def test_an_empty_file_is_a_file_of_no_bytes():
    assert upload(b"").size == 0


def test_a_heap_of_files_is_refused(client, db):
    make_user()
    files = {f"file{number}": SimpleUploadedFile("cv.txt", b"x") for number in range(4)}
    assert client.post("/accounts/login/", files).status_code == 400

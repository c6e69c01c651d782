"""Résumés are in the backup as they are in the database: encrypted, and readable again after a restore."""

import pytest

from contacts.models import Peer, Resume
from contacts.resumes import check_resume, keep_resume, read_resume
from tests.crm.installations import back_up, here, own_database, restore  # noqa: F401
from tests.factories import make_peer, make_user

pytestmark = pytest.mark.usefixtures("here")


def test_a_resume_of_five_megabytes_comes_back_as_it_was(tmp_path):
    content = b"Jule Brandt, UX writer. " * (5 * 1024**2 // 24)
    keep_resume(make_peer(make_user(), name="Jule"), check_resume("cv.txt", content))
    path = back_up(tmp_path)
    Resume.objects.all().delete()
    restore(path)
    assert read_resume(Peer.objects.get()).content == content
    assert b"Jule Brandt" not in bytes(Resume.objects.get().content)

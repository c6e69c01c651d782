"""Somebody in the network who is deleted leaves no résumé, no answer of the API and no kept mail behind."""

from datetime import date

import pytest

from contacts.models import Resume
from contacts.resumes import check_resume, keep_resume
from crm.api.tokens import make_token
from crm.models import ApiAnswer
from followups.kept_mail import keep_mail
from followups.models import Idea
from followups.referrals.peers import delete_peer
from tests.contacts.resume_files import PDF
from tests.factories import make_consenting_peer, make_contact, make_nudge, make_nudge_mail, make_opening, make_user

pytestmark = pytest.mark.django_db


def test_nothing_kept_tells_of_a_peer_who_was_deleted(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MAIL_DIR = tmp_path
    tim = make_user()
    jule = make_consenting_peer(tim, name="Jule Brandt")
    keep_resume(jule, check_resume("cv.pdf", PDF))
    token, _secret = make_token(tim, name="Test")
    ApiAnswer.objects.create(token=token, key="k", request_hash="h", status=201, body='{"name": "Jule Brandt"}')
    mails = [make_nudge_mail(tim, date(2026, month, 1), state="sent", subject="Dana") for month in (2, 4)]
    contact = make_contact(tim)
    nudges = [make_nudge(contact, mail.on, mail=mail, state="sent_it") for mail in mails]
    about = {"kind": "referral", "why": "referral", "opening": make_opening(tim), "peer": jule, "nudge": nudges[0]}
    Idea.objects.create(contact=contact, **about)
    for mail in mails:
        keep_mail(b"Hello", mail.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        delete_peer(jule)
    assert not Resume.objects.exists() and ApiAnswer.objects.get().body == ""
    assert [path.stem for path in tmp_path.iterdir()] == [mails[1].public_id]

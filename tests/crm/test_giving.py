"""*All about them, in one file*: every word that is kept of a person, for that person to read."""

import pytest

from contacts.models import Contact
from contacts.models.distinct_pair import DistinctPair
from crm.giving import LEFT_OUT, TABLES, describe_person, write_file
from crm.models import AuditEvent
from followups.kept_mail import keep_mail
from followups.mails import build_nudge_mail
from followups.models import Article, Nudge, NudgeMail
from tests.crm.about_dana import make_everything, plant_words
from tests.crm.test_erasing import models_that_lead_to
from tests.factories import make_contact, make_nudge, make_user

pytestmark = pytest.mark.django_db

# Copies made to find and to match, which the file leaves out; and what is not about the person but beside them.
BESIDE = {"Article.summary", "Article.stems", "NudgeMail.subject", "ApiAnswer.body"}


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path


@pytest.fixture
def tim():
    return make_user("tim@example.org", name="Tim Berg")


@pytest.fixture
def tims_page(tim, client):
    client.force_login(tim)
    return client


def test_every_table_about_a_person_is_in_the_file(tim):
    assert models_that_lead_to(Contact) - set(TABLES) == {DistinctPair}  # that they are not somebody else: no word


def test_every_word_about_a_person_is_in_the_file(tim):
    dana, rows = make_everything(tim)
    planted = plant_words(rows)
    dana.refresh_from_db()
    page = write_file(describe_person(dana))
    missing = {name for name, word in planted.items() if word not in page}
    assert {name for name in missing if name.partition(".")[2] not in LEFT_OUT} <= BESIDE


def test_the_title_and_the_address_of_what_was_picked_for_them_is_in_the_file(tim):
    dana, _rows = make_everything(tim)
    Article.objects.update(title="A chart of the coast", url="https://sea.example/chart")
    page = write_file(describe_person(dana))
    assert "A chart of the coast" in page and "https://sea.example/chart" in page


def test_a_mail_that_told_of_others_as_well_is_left_out(tim):
    dana, rows = make_everything(tim)
    plant_words(rows)
    NudgeMail.objects.update(subject="Dana and Milo are due")
    assert "Dana and Milo are due" in write_file(describe_person(dana))
    mail = NudgeMail.objects.get()
    make_nudge(make_contact(tim), mail.on, mail=mail)
    assert "Dana and Milo are due" not in write_file(describe_person(dana))


def test_no_link_that_acts_for_the_user_is_in_it(tim):
    dana, rows = make_everything(tim)
    keep_mail(build_nudge_mail(rows[NudgeMail], [rows[Nudge]]).message, rows[NudgeMail].public_id)
    page = write_file(describe_person(dana))
    assert "Mails about you" in page and "/n/" not in page and "I sent it" not in page


def test_nothing_about_anybody_else_is_in_it(tim):
    dana, _rows = make_everything(tim)
    make_contact(tim, name="Milo Okafor", notes="Sails")
    assert "Milo" not in write_file(describe_person(dana))


def test_the_file_comes_as_a_download_that_runs_nothing(tim, tims_page):
    dana = make_contact(tim, name="<script>alert(1)</script>")
    answer = tims_page.post(f"/contacts/{dana.pk}/give/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="afterword-2')
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<script" not in answer.content.decode() and "&lt;script&gt;" in answer.content.decode()


def test_it_needs_nothing_from_elsewhere(tim):
    page = write_file(describe_person(make_contact(tim)))
    assert "src=" not in page and "<link" not in page and "@import" not in page and "url(" not in page


def test_that_it_was_given_is_in_the_trail(tim, tims_page):
    dana = make_contact(tim)
    tims_page.post(f"/contacts/{dana.pk}/give/")
    event = AuditEvent.objects.get()
    assert (event.kind, event.facts) == ("person_given", {"contact": dana.pk})


def test_somebody_of_whom_little_is_known_has_a_short_file(tim):
    page = write_file(describe_person(make_contact(tim, name="Dana Weiss")))
    assert "What is kept about Dana Weiss" in page and "Messages to you" not in page

from datetime import date
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Peer, Resume
from contacts.resumes import check_resume, keep_resume, read_resume
from contacts.views.resumes import SANDBOX
from followups.referrals.consent import mark_asked
from followups.referrals.referring import mark_sent, start_referral
from tests.contacts.resume_files import PDF, make_docx
from tests.factories import make_company, make_consenting_peer, make_contact, make_opening, make_peer, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z")


@pytest.fixture
def mo(tim):
    return make_peer(tim, name="Mo Adler", email="mo@example.org")


@pytest.fixture
def jule(tim):
    return make_consenting_peer(tim, name="Jule Brandt", headline="UX writer", skills="Figma")


def typed(peer=None, **changes):
    form = {"name": "Jule Brandt", "email": "", "headline": "", "skills": "", "notes": "", **changes}
    return form | ({"version": str(peer.version)} if peer else {})


def upload(content=PDF, name="cv.pdf"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def act(client, peer, step, **form):
    text = client.post(f"/network/{peer.pk}/{step}/", form, follow=True).content.decode()
    peer.refresh_from_db()
    return text


def shown(client, address):
    return client.get(address).content.decode()


def test_nobody_yet_says_what_it_is_for(client_of_tim):
    text = shown(client_of_tim, "/network/")
    assert "Nobody here yet" in text and 'href="/network/new/"' in text


def test_a_peer_is_added_with_skills_and_resume(client_of_tim):
    form = typed(email="Jule@Example.org", skills="Figma; user  research, figma", resume=upload())
    response = client_of_tim.post("/network/new/", form)
    peer = Peer.objects.get()
    assert response.url == f"/network/{peer.pk}/"
    assert (peer.email, peer.skills, peer.consent) == ("jule@example.org", "Figma, user research", "not_asked")
    assert read_resume(peer).content == PDF


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Please give a name."),
        ("email", "jule@", "does not look like an e-mail address"),
        ("skills", ", ".join(f"s{n}" for n in range(51)), "keep to 50 skills"),
        ("skills", "x" * 81, "80 characters at most"),
        ("headline", "x" * 201, "200 characters at most"),
    ],
)
def test_bad_input_is_explained_and_the_rest_stays(client_of_tim, field, value, said):
    text = client_of_tim.post("/network/new/", typed(**{"notes": "Typed words", field: value})).content.decode()
    assert said in text and "Typed words" in text
    assert not Peer.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload(b""), "This file is empty."),
        (upload(b"MZ\x00\x01", "cv.pdf"), "no PDF, Word"),
        (upload(b"PK\x03\x04 broken", "cv.docx"), "damaged"),
        (upload(b"a" * (5 * 1024**2 + 1), "cv.txt"), "keep to 5 MB"),
        (upload(b"a" * (9 * 1024**2), "cv.txt"), "keep to 5 MB"),
        (upload(b"a\x00", "cv.txt"), "no PDF, Word"),
    ],
)
def test_a_file_that_is_no_resume_is_refused_and_the_rest_stays(client_of_tim, file, said):
    text = client_of_tim.post("/network/new/", typed(notes="Typed words", resume=file)).content.decode()
    assert said in text and "Typed words" in text and 'value="Jule Brandt"' in text
    assert not Peer.objects.exists() and not Resume.objects.exists()


def test_five_megabytes_are_taken(client_of_tim):
    client_of_tim.post("/network/new/", typed(resume=upload(b"a" * 5 * 1024**2, "../../cv.txt")))
    assert (Resume.objects.get().size, Resume.objects.get().name) == (5 * 1024**2, "cv.txt")


def test_a_good_file_beside_another_mistake_is_asked_for_again(client_of_tim):
    text = client_of_tim.post("/network/new/", typed(name="", resume=upload())).content.decode()
    assert "choose the file once more" in text


def test_an_edit_without_a_file_keeps_the_file(client_of_tim, jule):
    keep_resume(jule, check_resume("cv.pdf", PDF))
    client_of_tim.post(f"/network/{jule.pk}/edit/", typed(jule, headline="Editor"))
    jule.refresh_from_db()
    assert jule.headline == "Editor" and read_resume(jule).content == PDF


def test_an_edit_from_an_old_tab_is_held_up_once(client_of_tim, jule):
    address = f"/network/{jule.pk}/edit/"
    client_of_tim.post(address, typed(jule, headline="Editor"))
    text = client_of_tim.post(address, typed(jule, headline="Author", resume=upload())).content.decode()
    assert "changed in another tab" in text and "choose the file once more" in text
    assert not Resume.objects.exists()


def test_the_resume_is_served_as_a_closed_attachment(client_of_tim, jule):
    keep_resume(jule, check_resume('a "b".pdf', PDF))
    response = client_of_tim.get(f"/network/{jule.pk}/resume/")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="a b.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == SANDBOX
    assert response["Cache-Control"] == "no-store"


def test_a_resume_under_a_lost_key_is_a_sentence_and_no_error(client_of_tim, jule, settings):
    keep_resume(jule, check_resume("cv.pdf", PDF))
    Resume.objects.update(content=b"no token of ours")
    text = client_of_tim.get(f"/network/{jule.pk}/resume/", follow=True).content.decode()
    assert "stored under another secret key" in text


def test_without_a_resume_there_is_nothing_to_download(client_of_tim, jule):
    assert client_of_tim.get(f"/network/{jule.pk}/resume/").status_code == 404


def test_a_resume_can_be_deleted_alone(client_of_tim, jule):
    keep_resume(jule, check_resume("cv.docx", make_docx()))
    assert "cv.docx" in shown(client_of_tim, f"/network/{jule.pk}/")
    act(client_of_tim, jule, "resume/remove")
    assert not Resume.objects.exists()


def test_a_stranger_sees_neither_peer_nor_resume(client_of_a_stranger, jule):
    keep_resume(jule, check_resume("cv.pdf", PDF))
    for address in ("", "edit/", "delete/", "resume/", "consent/letter.eml"):
        assert client_of_a_stranger.get(f"/network/{jule.pk}/{address}").status_code == 404


def test_the_page_asks_first_with_a_letter(client_of_tim, mo):
    text = shown(client_of_tim, f"/network/{mo.pk}/")
    assert "Ask Mo first" in text and "May I put your name forward" in text and "mailto:mo@example.org" in text
    assert "They withdrew" not in text


def test_the_question_downloads_as_it_stands_in_the_form(client_of_tim, mo):
    address = f"/network/{mo.pk}/consent/letter.eml"
    mail = message_from_bytes(client_of_tim.post(address, {"subject": "Hi", "text": "Typed"}).content, policy=modern)
    assert (mail["X-Unsent"], mail["To"].addresses[0].addr_spec, mail["Subject"]) == ("1", "mo@example.org", "Hi")
    assert "Typed" in mail.get_content()
    mail = message_from_bytes(client_of_tim.get(address).content, policy=modern)
    assert "put your name forward" in " ".join(mail.get_content().split())


def test_asked_then_agreed_then_withdrawn_each_with_a_way_back(client_of_tim, mo):
    undo = f'action="/network/{mo.pk}/consent/undo/"'
    assert undo in act(client_of_tim, mo, "asked", on="2026-11-18", text="Typed", subject="x")
    assert (mo.consent, mo.asked_on) == ("asked", date(2026, 11, 18))
    text = act(client_of_tim, mo, "agreed", on="2026-11-19")
    assert undo in text and "Mo agreed to be referred" in text
    assert (mo.consent, mo.given_on) == ("given", date(2026, 11, 19))
    text = act(client_of_tim, mo, "withdrew")
    assert undo in text and "would rather not be referred" in text
    assert (mo.consent, mo.withdrawn_on) == ("withdrawn", TODAY)
    act(client_of_tim, mo, "consent/undo")
    assert mo.consent == "given"


@pytest.mark.parametrize(("step", "consent"), [("asked", "not_asked"), ("agreed", "not_asked"), ("withdrew", "given")])
def test_a_day_to_come_is_refused(client_of_tim, mo, step, consent):
    Peer.objects.update(consent=consent, given_on=TODAY)
    assert "still to come" in act(client_of_tim, mo, step, on="2026-11-21", text="x")
    assert mo.consent == consent


def test_a_second_click_changes_nothing(client_of_tim, mo):
    mark_asked(mo, on=TODAY)
    assert "noted already" in act(client_of_tim, mo, "asked", text="x")
    assert client_of_tim.get(f"/network/{mo.pk}/consent/letter.eml").status_code == 404


def test_looking_changes_nothing(client_of_tim, mo):
    for step in ("asked", "agreed", "withdrew", "consent/undo", "resume/remove"):
        assert client_of_tim.get(f"/network/{mo.pk}/{step}/").status_code == 405


def test_the_pages_say_what_they_fit_and_why(client_of_tim, tim, jule):
    zephyr = make_company(tim, "Zephyr")
    opening = make_opening(tim, company=zephyr, asks_for="Figma")
    make_opening(tim, company=make_company(tim, "Closed Ltd"), closed_on=TODAY)
    assert "Fits UX writer, Zephyr: UX writer, Figma" in shown(client_of_tim, "/network/")
    text = shown(client_of_tim, f"/network/{jule.pk}/")
    assert f"/referrals/new/?opening={opening.pk}&amp;peer={jule.pk}" in text
    assert "Closed Ltd" not in text


def test_of_who_withdrew_nothing_is_matched(client_of_tim, tim, jule):
    make_opening(tim, company=make_company(tim, "Zephyr"))
    Peer.objects.update(consent="withdrawn", withdrawn_on=TODAY)
    for page in ("/network/", f"/network/{jule.pk}/"):
        assert "Zephyr" not in shown(client_of_tim, page)


def test_deleting_asks_first_and_keeps_what_was_sent(client_of_tim, tim, jule):
    dana = make_contact(tim, company=make_company(tim))
    mark_sent(start_referral(dana, opening=make_opening(tim, company=dana.company), peer=jule), on=TODAY, text="Jule!")
    keep_resume(jule, check_resume("cv.pdf", PDF))
    assert "Delete Jule Brandt?" in shown(client_of_tim, f"/network/{jule.pk}/delete/")
    assert client_of_tim.post(f"/network/{jule.pk}/delete/").url == "/network/"
    assert not Peer.objects.exists() and not Resume.objects.exists()
    assert dana.touchpoints.get().text == "Jule!"


def test_the_number_of_queries_does_not_grow(client_of_tim, tim, jule):
    keep_resume(jule, check_resume("cv.pdf", PDF))

    def add():
        opening = make_opening(tim, company=make_company(tim), asks_for="Figma")
        make_opening(tim, company=make_company(tim), asks_for="Figma")
        peer = make_consenting_peer(tim, skills="Figma")
        keep_resume(peer, check_resume("cv.pdf", PDF))
        mark_sent(start_referral(make_contact(tim, company=opening.company), opening=opening, peer=jule), on=TODAY)

    def count(page):
        client_of_tim.get(page)
        with CaptureQueriesContext(connection) as queries:
            client_of_tim.get(page)
        assert not any("resume" in each["sql"] and '"content"' in each["sql"] for each in queries)
        return len(queries)

    pages = ["/network/", f"/network/{jule.pk}/"]
    add()
    one = [count(page) for page in pages]
    add(), add()
    assert [count(page) for page in pages] == one


def test_peers_of_others_are_not_matched(client_of_tim, tim):
    make_consenting_peer(make_user(), name="Somebody Else", skills="Figma")
    opening = make_opening(tim, company=make_company(tim), asks_for="Figma")
    assert "Somebody Else" not in shown(client_of_tim, f"/openings/{opening.pk}/")

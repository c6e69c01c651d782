from datetime import date
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Peer, Resume
from contacts.resumes import check_resume, keep_resume
from followups.feedback import propose_request
from followups.models import Referral, Touchpoint
from followups.people import end_contact
from followups.referrals.openings import close_opening
from followups.referrals.outcomes import note_outcome
from followups.referrals.referring import mark_sent, save_draft, start_referral
from followups.timeline import read_timeline
from followups.touchpoints import log_touchpoint
from tests.contacts.resume_files import PDF
from tests.factories import (
    make_company,
    make_consenting_peer,
    make_contact,
    make_opening,
    make_peer,
    make_rejection,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z")


@pytest.fixture
def zephyr(tim):
    return make_company(tim, "Zephyr")


@pytest.fixture
def dana(tim, zephyr):
    return make_contact(tim, name="Dana Weber", email="dana@zephyr.example", company=zephyr, added_on=date(2026, 9, 1))


@pytest.fixture
def writer(tim, zephyr):
    return make_opening(tim, company=zephyr, role="UX writer", asks_for="Figma")


@pytest.fixture
def jule(tim):
    return make_consenting_peer(tim, name="Jule Brandt", headline="UX writer", skills="Figma")


@pytest.fixture
def referral(dana, writer, jule):
    return start_referral(dana, opening=writer, peer=jule)


@pytest.fixture
def sent(referral):
    mark_sent(referral, on=date(2026, 11, 18), text="Meet Jule Brandt")
    return referral


def url(referral, step=""):
    return f"/referrals/{referral.pk}/{step}"


def letter(referral, **changes):
    return {"subject": "Jule", "text": "Typed words", "on": "2026-11-20", "version": str(referral.version), **changes}


def shown(page, address):
    return page.get(address).content.decode()


def act(page, referral, step, form=None):
    text = page.post(url(referral, step), form or {}, follow=True).content.decode()
    if Referral.objects.filter(pk=referral.pk).exists():
        referral.refresh_from_db()
    return text


def test_nobody_referred_yet_leads_to_the_openings(tims_page):
    text = shown(tims_page, "/referrals/")
    assert "Nobody referred yet" in text and 'href="/openings/"' in text


def test_a_referral_is_started_from_an_opening_and_leads_to_its_letter(tims_page, dana, writer, jule):
    address = f"/referrals/new/?opening={writer.pk}&peer={jule.pk}"
    text = shown(tims_page, address)
    assert f'<option value="{jule.pk}" selected>' in text
    assert f'<option value="{dana.pk}" selected>' in text, "there is only one to choose"
    response = tims_page.post(address, {"peer": jule.pk, "contact": dana.pk})
    referral = Referral.objects.get()
    assert response.url == url(referral)
    text = shown(tims_page, response.url)
    assert "Jule Brandt for UX writer" in text and "mailto:dana@zephyr.example" in text
    assert "What fits: Figma." in text


def test_without_an_opening_one_is_led_to_choose_it(tims_page, tim):
    strange = make_opening(make_user())
    for query in ("", "?opening=x", "?opening=²", f"?opening={strange.pk}", "?opening=" + "9" * 30):
        assert tims_page.get(f"/referrals/new/{query}").url == "/openings/"


def test_only_who_agreed_and_whom_one_knows_there_can_be_chosen(tims_page, tim, dana, writer, jule):
    unasked, elsewhere = make_peer(tim, name="Unasked"), make_contact(tim, name="Elsewhere")
    address = f"/referrals/new/?opening={writer.pk}"
    assert "Unasked" not in shown(tims_page, address) and "Elsewhere" not in shown(tims_page, address)
    text = tims_page.post(address, {"peer": unasked.pk, "contact": elsewhere.pk}).content.decode()
    assert "choose somebody who agreed" in text and "whom you are in touch with" in text
    text = tims_page.post(address, {}).content.decode()
    assert "choose whom to refer" in text and "choose whom to write to" in text
    assert not Referral.objects.exists()


def test_with_nobody_there_or_nobody_who_agreed_the_page_says_so(tims_page, tim, zephyr, writer):
    address = f"/referrals/new/?opening={writer.pk}"
    assert "in touch with nobody at Zephyr" in shown(tims_page, address)
    make_contact(tim, company=zephyr)
    assert "Nobody in your network has agreed" in shown(tims_page, address)


def test_the_draft_is_saved_as_typed(tims_page, referral):
    act(tims_page, referral, "draft/", letter(referral))
    assert (referral.draft_subject, referral.draft_text) == ("Jule", "Typed words")
    assert "Typed words" in shown(tims_page, url(referral))


def test_two_tabs_lose_nothing(tims_page, referral):
    form = letter(referral)
    tims_page.post(url(referral, "draft/"), form | {"text": "First"})
    text = tims_page.post(url(referral, "draft/"), form | {"text": "Second"}).content.decode()
    referral.refresh_from_db()
    assert referral.draft_text == "First"
    assert "changed in another tab" in text and "First" in text and "Second" in text
    assert f'value="{referral.version}"' in text


def test_a_letter_that_is_too_long_comes_back(tims_page, referral):
    text = act(tims_page, referral, "draft/", letter(referral, text="x" * 20_001, subject="Kept"))
    assert 'value="Kept"' in text
    assert referral.draft_text == ""


def test_the_file_opens_as_a_new_message_with_the_resume(tims_page, referral, jule):
    keep_resume(jule, check_resume("../CV Jule.pdf", PDF))
    response = tims_page.post(url(referral, "letter.eml"), letter(referral, text="Grüße an Dana"))
    mail = message_from_bytes(response.content, policy=modern)
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == 'attachment; filename="letter-to-dana-weber.eml"'
    assert (mail["X-Unsent"], mail["To"].addresses[0].addr_spec) == ("1", "dana@zephyr.example")
    assert "Grüße an Dana" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("CV Jule.pdf", "application/pdf")
    assert attached.get_content() == PDF


def test_a_text_resume_keeps_its_letters(tims_page, referral, jule):
    keep_resume(jule, check_resume("cv.txt", "Zoë “Z.” Müller".encode("cp1252")))
    mail = message_from_bytes(tims_page.get(url(referral, "letter.eml")).content, policy=modern)
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == "Zoë “Z.” Müller"
    assert "is attached" in " ".join(mail.get_body().get_content().split())


def test_without_a_resume_the_file_has_the_letter_alone(tims_page, referral):
    mail = message_from_bytes(tims_page.get(url(referral, "letter.eml")).content, policy=modern)
    assert not list(mail.iter_attachments())
    assert "What fits: Figma." in mail.get_content()


def test_the_page_says_that_mail_programs_need_the_file(tims_page, referral, jule):
    assert "attached" not in shown(tims_page, url(referral))
    keep_resume(jule, check_resume("cv.pdf", PDF))
    assert "opens as a new message with cv.pdf attached" in shown(tims_page, url(referral))


def test_a_resume_under_a_lost_key_is_a_sentence_and_the_letter_stays(tims_page, referral, jule):
    keep_resume(jule, check_resume("cv.pdf", PDF))
    Resume.objects.update(content=b"no token of ours")
    text = tims_page.post(url(referral, "letter.eml"), letter(referral)).content.decode()
    assert "stored under another secret key" in text and "Typed words" in text


def test_sent_is_logged_with_a_way_back(tims_page, referral, dana):
    text = act(tims_page, referral, "sent/", letter(referral, on="2026-11-19"))
    touchpoint = dana.touchpoints.get()
    assert (touchpoint.kind, touchpoint.on, touchpoint.text) == ("referral", date(2026, 11, 19), "Typed words")
    assert (referral.state, referral.changed_on) == ("sent", date(2026, 11, 19))
    assert "What you wrote on 19 November" in text
    undo = f"/touchpoints/{touchpoint.pk}/delete/"
    assert f'action="{undo}"' in text
    tims_page.post(undo)
    referral.refresh_from_db()
    assert (referral.state, referral.draft_text) == ("drafted", "Typed words")


def test_a_double_click_sends_once(tims_page, referral, dana):
    form = letter(referral)
    tims_page.post(url(referral, "sent/"), form)
    assert "noted already" in act(tims_page, referral, "sent/", form)
    assert dana.touchpoints.count() == 1


def test_a_day_to_come_is_refused_and_the_letter_stays(tims_page, referral):
    text = act(tims_page, referral, "sent/", letter(referral, on="2026-11-21"))
    assert "still to come" in text and "Typed words" in text
    assert not Touchpoint.objects.exists()


def test_within_the_month_the_letter_waits_and_what_was_sent_is_noted_early(tims_page, referral, dana):
    log_touchpoint(dana, kind="article", on=date(2026, 11, 2))
    text = shown(tims_page, url(referral))
    assert "You can write from 2 December" in text and "less than a month old" in text
    assert "mailto:dana" not in text.split("<main")[1] and "Save draft" not in text
    assert "You can write to Dana again from 2 December" in act(tims_page, referral, "draft/", letter(referral))
    assert referral.draft_text == ""
    act(tims_page, referral, "sent/", {"on": "2026-11-19"})
    assert referral.state == "sent" and dana.touchpoints.get(kind="referral").early


def test_a_refused_letter_keeps_what_was_typed_in_view(tims_page, referral, dana):
    log_touchpoint(dana, kind="article", on=date(2026, 11, 2))
    for step in ("draft/", "letter.eml"):
        text = tims_page.post(url(referral, step), letter(referral)).content.decode()
        assert "Typed words" in text and "not saved" in text


def test_who_could_be_asked_for_feedback_first_is_hinted_at(tims_page, referral, dana):
    assert "not asked Dana for feedback" not in shown(tims_page, url(referral))
    propose_request(make_rejection(dana, date(2026, 11, 18)))
    text = shown(tims_page, url(referral))
    assert "not asked Dana for feedback" in text and f'href="/contacts/{dana.pk}/#feedback"' in text
    assert "Save draft" in text


def test_a_letter_for_a_closed_opening_says_so(tims_page, referral, writer):
    close_opening(writer)
    assert "closed on 20 November" in shown(tims_page, url(referral))


def test_out_of_touch_there_is_no_letter(tims_page, referral, dana):
    end_contact(dana)
    text = shown(tims_page, url(referral))
    assert "You are not in touch with Dana now." in text and "Save draft" not in text


def test_without_consent_there_is_no_letter(tims_page, referral):
    Peer.objects.update(consent="withdrawn")
    text = shown(tims_page, url(referral))
    assert "Jule Brandt did not agree" in text and "Save draft" not in text
    assert b"X-Unsent" not in tims_page.get(url(referral, "letter.eml")).content


def test_an_unsent_referral_can_be_deleted_and_a_sent_one_not(tims_page, referral, writer):
    assert tims_page.post(url(referral, "delete/")).url == f"/openings/{writer.pk}/"
    assert not Referral.objects.exists()


def test_a_sent_one_is_taken_back_on_the_timeline_instead(tims_page, sent):
    assert "noted already" in act(tims_page, sent, "delete/")
    assert sent.state == "sent"


def test_what_came_of_it_is_noted_and_undone(tims_page, sent):
    text = act(tims_page, sent, "outcome/", {"state": "replied", "on": "2026-11-19"})
    assert (sent.state, sent.changed_on) == ("replied", date(2026, 11, 19))
    undo = f"{url(sent, 'outcome/')}?state=sent&amp;on=2026-11-18"
    assert "Noted: they replied." in text and f'action="{undo}"' in text
    tims_page.post(undo.replace("&amp;", "&"))
    sent.refresh_from_db()
    assert (sent.state, sent.changed_on) == ("sent", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"state": "replied", "on": "2026-11-21"}, "still to come"),
        ({"state": "replied", "on": "2026-11-17"}, "before you sent it"),
        ({"state": "replied", "on": "x"}, "not a day"),
        ({"state": "drafted"}, "choose again"),
        ({}, "choose what came of it"),
    ],
)
def test_an_outcome_that_cannot_be_is_explained(tims_page, sent, form, said):
    assert said in act(tims_page, sent, "outcome/", form)
    assert sent.state == "sent"


def test_nothing_comes_of_what_was_not_sent(tims_page, referral):
    act(tims_page, referral, "outcome/", {"state": "hired"})
    assert referral.state == "drafted"


def test_the_timeline_names_who_was_referred_and_what_came_of_it(tims_page, sent, dana):
    entry = next(entry for entry in read_timeline(dana).entries if entry.kind == "touchpoint_referral")
    assert (entry.title, entry.detail, entry.item) == ("You referred somebody", "", "Jule Brandt, UX writer")
    note_outcome(sent, state="interview", on=TODAY)
    text = shown(tims_page, f"/contacts/{dana.pk}/")
    assert "it led to an interview" in text and "Jule Brandt, UX writer" in text


def test_the_list_shows_whom_for_what_through_whom(tims_page, sent):
    text = shown(tims_page, "/referrals/")
    for words in ("Jule Brandt", "UX writer", "through Dana Weber, Zephyr", "Sent, 18 Nov"):
        assert words in text
    assert tims_page.get("/referrals/", {"after": "x"}).context["page"].rows == [sent]


def test_the_list_goes_on_where_it_stopped(tims_page, dana, writer, tim):
    peers = [make_consenting_peer(tim) for _n in range(52)]
    Referral.objects.bulk_create(Referral(contact=dana, opening=writer, peer=peer) for peer in peers)
    first = tims_page.get("/referrals/")
    rest = tims_page.get(first.context["next_url"])
    names = [referral.peer for page in (first, rest) for referral in page.context["page"].rows]
    assert names == peers[::-1]
    assert rest.context["next_url"] == ""


def test_the_number_of_queries_does_not_grow(tims_page, tim, zephyr):
    def add():
        contact = make_contact(tim, company=zephyr)
        opening = make_opening(tim, company=zephyr)
        return start_referral(contact, opening=opening, peer=make_consenting_peer(tim))

    def count(address):
        tims_page.get(address)
        with CaptureQueriesContext(connection) as queries:
            tims_page.get(address)
        assert not any("resume" in each["sql"] and '"content"' in each["sql"] for each in queries)
        return len(queries)

    pages = ["/referrals/", url(add()), f"/referrals/new/?opening={make_opening(tim, company=zephyr).pk}"]
    one = [count(page) for page in pages]
    add(), add()
    assert [count(page) for page in pages] == one


@pytest.mark.parametrize("step", ["", "draft/", "sent/", "outcome/", "delete/", "letter.eml"])
def test_a_stranger_changes_and_sees_nothing(strangers_page, referral, step):
    assert strangers_page.post(url(referral, step), letter(referral)).status_code == 404
    referral.refresh_from_db()
    assert (referral.state, referral.draft_text) == ("drafted", "")


def test_a_stranger_refers_nobody_of_another_user(strangers_page, dana, writer, jule):
    make_user()
    form = {"peer": jule.pk, "contact": dana.pk}
    assert strangers_page.post(f"/referrals/new/?opening={writer.pk}", form).url == "/openings/"
    assert not Referral.objects.exists()


def test_looking_changes_nothing(tims_page, referral):
    for step in ("draft/", "sent/", "outcome/", "delete/"):
        assert tims_page.get(url(referral, step)).status_code == 405
    save_draft(referral, subject="x", text="Still a draft")
    assert "Still a draft" in shown(tims_page, url(referral))

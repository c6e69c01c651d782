import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.drafts import feedback_draft
from followups.feedback import mark_asked, propose_request, record_answer
from followups.models import LetterTemplate
from tests.factories import make_contact, make_rejection


@pytest.fixture
def request_(tim):
    dana = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")
    return propose_request(make_rejection(dana, tim.today()))


def choose(page, request, voice, **changes):
    draft = feedback_draft(request)
    words = {"voice": voice, "subject": draft.subject, "text": draft.text, "version": request.version, **changes}
    return page.post(f"/feedback-requests/{request.pk}/voice/", words, follow=True)


def test_a_voice_changes_a_letter_that_nobody_changed(tims_page, request_):
    shown = choose(tims_page, request_, "formal").content.decode()
    assert "Dear Dana Whitfield," in shown
    assert 'value="formal"' in shown and shown.count('aria-pressed="true"') == 1


def test_a_letter_that_was_changed_is_kept_and_the_other_is_offered(tims_page, request_):
    shown = choose(tims_page, request_, "brief", text="Hi Dana, my own words.").content.decode()
    request_.refresh_from_db()
    assert (request_.voice, request_.draft_text) == ("warm", "Hi Dana, my own words.")
    assert "You changed this letter." in shown and "A line by e-mail is plenty" in shown
    assert 'name="replace" value="brief"' in shown


def test_it_is_replaced_when_that_was_wanted_and_undone_once(tims_page, request_):
    choose(tims_page, request_, "brief", text="Hi Dana, my own words.")
    request_.refresh_from_db()
    replaced = choose(tims_page, request_, "", replace="brief", text="Hi Dana, my own words, and more.")
    request_.refresh_from_db()
    assert (request_.voice, request_.draft_text) == ("brief", "")
    undo = f"/feedback-requests/{request_.pk}/voice/undo/"
    assert f'action="{undo}"' in replaced.content.decode()
    tims_page.post(undo)
    request_.refresh_from_db()
    assert (request_.voice, request_.draft_text) == ("warm", "Hi Dana, my own words, and more.")
    assert "nothing was changed" in tims_page.post(undo, follow=True).content.decode()


def test_a_voice_chosen_in_another_tab_meanwhile_loses_nothing(tims_page, request_):
    version = request_.version
    choose(tims_page, request_, "brief")
    shown = choose(tims_page, request_, "formal", version=version, text="Typed in the other tab").content.decode()
    assert "changed in another tab" in shown and "Typed in the other tab" in shown


def test_a_letter_too_long_is_shown_again_as_typed(tims_page, request_):
    shown = choose(tims_page, request_, "brief", text="x" * 20_001).content.decode()
    assert "x" * 20_001 in shown
    request_.refresh_from_db()
    assert request_.voice == "warm"


@pytest.mark.parametrize("voice", ["", "loud", "999999", "9" * 40, "²"])
def test_a_voice_that_is_not_there_changes_nothing(tims_page, request_, voice):
    shown = choose(tims_page, request_, voice, text="Mine").content.decode()
    request_.refresh_from_db()
    assert (request_.voice, request_.draft_text) == ("warm", "")
    assert "not there any more" in shown


def test_the_template_of_another_user_is_no_voice(tims_page, request_):
    theirs = make_contact().owner
    template = LetterTemplate.objects.create(owner=theirs, kind="feedback_request", name="x", subject="s", text="t")
    choose(tims_page, request_, str(template.pk))
    request_.refresh_from_db()
    assert request_.voice == "warm"


def test_a_question_that_was_sent_has_no_voice_any_more(tims_page, request_, tim):
    mark_asked(request_, on=tim.today(), text="Sent")
    assert "nothing was changed" in choose(tims_page, request_, "formal").content.decode()


def test_the_thanks_have_voices_too(tims_page, request_, tim):
    record_answer(request_, text="More SQL would have helped.", on=tim.today())
    words = {"voice": "formal", "subject": "", "text": "", "version": request_.version}
    shown = tims_page.post(f"/feedback-requests/{request_.pk}/voice/", words, follow=True).content.decode()
    assert "Yours sincerely," in shown and "Thank you very much for your answer" in shown


def test_own_templates_cost_no_query_more_for_each(tims_page, request_, tim):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert tims_page.get(f"/contacts/{request_.contact_id}/").status_code == 200
        return len(queries)

    count()  # what is remembered from page to page is read once
    LetterTemplate.objects.create(owner=tim, kind="feedback_request", name="One", subject="s", text="t")
    with_one = count()
    for number in range(2):
        LetterTemplate.objects.create(owner=tim, kind="feedback_request", name=f"n{number}", subject="s", text="t")
    assert count() == with_one

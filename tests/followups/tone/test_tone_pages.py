"""The tone check beside the letter: as one types, and without JavaScript whenever a letter is shown."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from followups.feedback import propose_request, save_draft
from followups.tone import digest, review_draft
from tests.factories import make_contact, make_rejection

ARGUING = "Hi Dana,\n\nthank you. I disagree with your decision, <b>really</b>.\n\nTim"
KIND = "Hi Dana,\n\nthank you. What one thing would have made me stronger?\n\nTim"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def request_(tim):
    dana = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example")
    return propose_request(make_rejection(dana, date(2026, 11, 22)))


def review(page, text: str, **fields):
    return page.post("/drafts/review/", {"text": text, "kind": "feedback_request", **fields})


def test_what_is_typed_is_answered_with_what_it_may_sound_like(tims_page):
    shown = review(tims_page, ARGUING).content.decode()

    assert "This sounds like arguing:" in shown and "I disagree" in shown
    assert "I respect your decision" in shown
    assert f'name="said" value="{digest(review_draft(ARGUING, kind="feedback_request"))}"' in shown


def test_a_quote_is_shown_as_text(tims_page):
    shown = review(tims_page, "Why was I <b>rejected</b>? I disagree with <script>alert(1)</script> your decision.")

    assert b"<script>" not in shown.content and b"<b>rejected" not in shown.content


@pytest.mark.parametrize("text", [ARGUING, KIND, ""])
def test_nothing_new_leaves_the_page_as_it_is(tims_page, text):
    said = digest(review_draft(text, kind="feedback_request"))

    assert review(tims_page, text, said=said).status_code == 204


def test_once_nothing_is_left_it_is_said_in_a_line(tims_page):
    shown = review(tims_page, KIND, said=digest(review_draft(ARGUING))).content.decode()

    assert "Nothing sounds off now." in shown and "hint" not in shown
    assert 'name="said" value=""' in shown


@pytest.mark.parametrize("fields", [{}, {"text": "\x00\ud800".encode("utf-8", "replace")}, {"kind": "unheard-of"}])
def test_any_fields_do_no_harm(tims_page, fields):
    assert tims_page.post("/drafts/review/", fields).status_code == 204


def test_review_is_asked_for_by_post_alone(tims_page):
    assert tims_page.get("/drafts/review/").status_code == 405


def test_a_saved_draft_shows_its_findings_without_javascript(tims_page, request_):
    save_draft(request_, subject="One question", text=ARGUING)

    shown = tims_page.get(f"/contacts/{request_.contact_id}/").content.decode()

    assert "This sounds like arguing:" in shown and "I disagree" in shown


def test_a_typed_letter_that_is_shown_again_is_reviewed_too(tims_page, request_):
    fields = {"subject": "x", "text": ARGUING, "on": "2027-01-01", "version": str(request_.version)}

    shown = tims_page.post(f"/feedback-requests/{request_.pk}/asked/", fields).content.decode()

    assert "still to come" in shown and "This sounds like arguing:" in shown


def test_the_apps_own_draft_shows_nothing(tims_page, request_):
    shown = tims_page.get(f"/contacts/{request_.contact_id}/").content.decode()

    assert 'hx-post="/drafts/review/"' in shown and 'role="status"' in shown
    assert 'class="hint"' not in shown and "Nothing sounds off" not in shown


def test_a_finding_blocks_nothing(tims_page, request_):
    fields = {"subject": "x", "text": ARGUING, "on": "2026-11-23", "version": str(request_.version)}

    tims_page.post(f"/feedback-requests/{request_.pk}/asked/", fields)

    request_.refresh_from_db()
    assert (request_.state, request_.draft_text) == ("asked", ARGUING)

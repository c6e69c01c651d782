"""The rules of the pages hold for programs, and say when."""

from datetime import date

import pytest
import time_machine

from contacts.models import Company, Contact, Rejection
from followups.feedback import propose_request
from followups.models import FeedbackRequest, Idea, Touchpoint
from followups.rejections import log_rejection
from tests.factories import (
    make_consenting_peer,
    make_contact,
    make_idea,
    make_nudge,
    make_opening,
    make_peer,
    make_rejection,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_friday():
    with time_machine.travel("2026-11-20 12:00:00Z", tick=False):
        yield


@pytest.fixture
def dana(tim):
    return make_contact(tim, added_on=date(2026, 9, 1), company=Company.objects.create(owner=tim, name="Zephyr"))


def log(program, contact, on, **more):
    return program.ask("POST", "touchpoints", {"contact": contact.pk, "kind": "check_in", "on": on, **more})


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_logging_a_message_answers_with_the_moved_date(program, dana):
    answer = log(program, dana, "2026-11-18")
    assert (answer.status_code, answer.json()["next_on"], answer.json()["early"]) == (201, "2026-12-18", False)
    assert program.ask("GET", f"contacts/{dana.pk}").json()["next_on"] == "2026-12-18"


def test_a_message_that_came_too_soon_is_logged_as_early(program, dana):
    log(program, dana, "2026-11-02")
    answer = log(program, dana, "2026-11-18")
    assert (answer.status_code, answer.json()["early"], answer.json()["counts"]) == (201, True, False)


def test_channel_and_day_have_defaults(program, dana):
    logged = program.ask("POST", "touchpoints", {"contact": dana.pk, "kind": "check_in"}).json()
    assert (logged["channel"], logged["on"]) == ("email", "2026-11-20")


def test_a_day_to_come_is_refused(program, dana):
    answer = log(program, dana, "2026-11-21")
    assert error_of(answer) == (422, "invalid")
    assert "on" in answer.json()["error"]["fields"]


def test_a_draft_too_soon_is_refused_with_the_day_from_which_it_may_be(program, dana):
    log(program, dana, "2026-11-02")
    answer = program.ask("POST", "drafts", {"contact": dana.pk})
    assert error_of(answer) == (409, "too_soon")
    assert answer.json()["error"]["fields"] == {"from_on": "2026-12-02"}
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False):
        assert program.ask("POST", "drafts", {"contact": dana.pk}).status_code == 200


def test_the_question_for_feedback_too_soon_is_refused_with_the_day(program, dana):
    request = propose_request(make_rejection(dana, date(2026, 11, 19)))
    log(program, dana, "2026-11-10")
    answer = program.ask("GET", f"feedback-requests/{request.pk}/draft")
    assert answer.json()["error"]["fields"] == {"from_on": "2026-12-10"}


def test_no_letter_is_drafted_before_the_question_for_feedback(program, dana):
    propose_request(make_rejection(dana, date(2026, 10, 1)))
    assert error_of(program.ask("POST", "drafts", {"contact": dana.pk})) == (409, "not_now")


@pytest.mark.parametrize("step", ["stop", "end"])
def test_no_letter_is_drafted_to_who_is_out_of_touch(program, dana, step):
    assert program.ask("POST", f"contacts/{dana.pk}/{step}").json()["next_on"] is None
    assert error_of(program.ask("POST", "drafts", {"contact": dana.pk})) == (409, "out_of_touch")


def test_a_referral_too_soon_is_refused_and_not_started(program, tim, dana):
    peer, opening = make_consenting_peer(tim), make_opening(tim, company=dana.company)
    log(program, dana, "2026-11-02")
    body = {"contact": dana.pk, "opening": opening.pk, "peer": peer.pk}
    answer = program.ask("POST", "referrals", body)
    assert answer.json()["error"]["fields"] == {"from_on": "2026-12-02"}
    assert program.ask("GET", "referrals").json()["items"] == []


def test_nobody_is_referred_without_consent(program, tim, dana):
    body = {"contact": dana.pk, "opening": make_opening(tim, company=dana.company).pk, "peer": make_peer(tim).pk}
    assert error_of(program.ask("POST", "referrals", body)) == (409, "no_consent")


def test_nobody_is_referred_through_somebody_elsewhere(program, tim, dana):
    body = {"contact": dana.pk, "opening": make_opening(tim).pk, "peer": make_consenting_peer(tim).pk}
    assert "contact" in program.ask("POST", "referrals", body).json()["error"]["fields"]


def test_feedback_is_asked_for_once(program, dana):
    request = propose_request(make_rejection(dana, date(2026, 10, 1)))
    assert program.ask("POST", f"feedback-requests/{request.pk}/ask").json()["state"] == "asked"
    assert error_of(program.ask("POST", f"feedback-requests/{request.pk}/ask")) == (409, "out_of_turn")
    assert Touchpoint.objects.filter(feedback_request=request).count() == 1


def test_an_answer_is_cut_noted_and_corrected(program, dana):
    request = propose_request(make_rejection(dana, date(2026, 10, 1)))
    path = f"feedback-requests/{request.pk}/answer"
    pasted = "More on testing would have helped.\n\nOn Mon, 2 Nov 2026 Tim Berg wrote:\n> one question"
    noted = program.ask("POST", path, {"text": pasted, "themes": ["technical", "Testing"]}).json()
    assert (noted["answer"], noted["themes"]) == ("More on testing would have helped.", ["technical", "Testing"])
    corrected = program.ask("POST", path, {"text": "More on tests."}).json()
    assert (corrected["answer"], corrected["themes"], corrected["answered_on"]) == (
        "More on tests.",
        ["technical", "Testing"],
        "2026-11-20",
    )


def test_a_rejection_brings_company_contact_and_feedback_request(program, tim):
    body = {"company": "Zephyr", "role": "Analyst", "contact": {"name": "Dana Weber", "email": "dana@example.com"}}
    made = program.ask("POST", "rejections", body).json()
    contact = Contact.objects.get(pk=made["contact"])
    assert (contact.email, contact.company.name, made["rejected_on"]) == ("dana@example.com", "Zephyr", "2026-11-20")
    assert FeedbackRequest.objects.get(pk=made["feedback_request"]).rejection_id == made["id"]


def test_a_rejection_takes_the_fields_of_the_form(program):
    body = {
        "company": "Zephyr",
        "role": "Analyst",
        "contact_name": "Dana Weber",
        "interests": ["sailing"],
        "cadence": 3,
    }
    made = program.ask("POST", "rejections", {**body, "notes": "Kind."}).json()
    contact = program.ask("GET", f"contacts/{made['contact']}").json()
    assert (contact["name"], contact["interests"], contact["cadence"]) == ("Dana Weber", ["sailing"], 3)
    assert made["notes"] == "Kind."


def test_a_rejection_is_given_to_a_known_contact(program, dana):
    made = program.ask("POST", "rejections", {"company": dana.company_id, "role": "Analyst", "contact": dana.pk}).json()
    assert (made["contact"], made["company"]) == (dana.pk, "Zephyr")
    assert Contact.objects.count() == 1


def test_who_it_is_is_said_once(program, dana):
    body = {"company": "Zephyr", "role": "Analyst", "contact": dana.pk, "contact_name": "Milo"}
    assert "contact" in program.ask("POST", "rejections", body).json()["error"]["fields"]


def test_a_patch_changes_what_was_sent_and_nothing_else(program, tim):
    rejection = log_rejection(
        tim, company_name="Zephyr", role="Analyst", rejected_on=date(2026, 11, 1), contact_name="Dana", notes="Kind."
    )
    changed = program.ask("PATCH", f"rejections/{rejection.pk}", {"stage": "final"}).json()
    assert (changed["stage"], changed["role"], changed["notes"]) == ("final", "Analyst", "Kind.")
    assert changed["contact"] == rejection.contact_id
    assert program.ask("PATCH", f"rejections/{rejection.pk}", {"contact": None}).json()["contact"] is None


def test_an_empty_text_may_be_null(program, dana):
    changed = program.ask("PATCH", f"contacts/{dana.pk}", {"email": None, "company": None, "interests": []}).json()
    assert (changed["email"], changed["company"], changed["interests"]) == ("", None, [])


def test_who_asked_not_to_be_contacted_comes_back_stopped(program, dana):
    program.ask("POST", f"contacts/{dana.pk}/stop")
    program.ask("DELETE", f"contacts/{dana.pk}")
    again = program.ask("POST", "contacts", {"name": "Dana", "email": dana.email}).json()
    assert (again["standing"], again["next_on"]) == ("stopped", None)


def test_a_stop_is_final_after_30_days(program, dana):
    program.ask("POST", f"contacts/{dana.pk}/stop")
    with time_machine.travel("2026-12-21 12:00:00Z", tick=False):
        assert error_of(program.ask("POST", f"contacts/{dana.pk}/undo-stop")) == (409, "final")


def test_a_pause_ends_on_a_day_to_come(program, dana):
    assert program.ask("POST", f"contacts/{dana.pk}/pause", {"until": "2026-11-20"}).status_code == 422
    paused = program.ask("POST", f"contacts/{dana.pk}/pause", {"until": "2027-02-01"}).json()
    assert (paused["next_on"], paused["paused_until"]) == ("2027-02-01", "2027-02-01")


def test_an_idea_that_was_carried_is_used(program, dana):
    idea = make_idea(dana)
    logged = log(program, dana, "2026-11-18", idea=idea.pk).json()
    assert logged["idea"] == idea.pk and logged["url"] == idea.article.url
    assert program.ask("GET", f"ideas/{idea.pk}").json()["state"] == "used"
    assert error_of(program.ask("PATCH", f"ideas/{idea.pk}", {"state": "new"})) == (409, "out_of_turn")


@pytest.mark.parametrize(
    "way", [["saved", "new"], ["dismissed", "new"], ["dismissed", "saved"], ["saved", "dismissed"]]
)
def test_an_idea_is_decided_and_taken_back(program, dana, way):
    idea = make_idea(dana)
    for state in way:
        assert program.ask("PATCH", f"ideas/{idea.pk}", {"state": state}).json()["state"] == state
    assert Idea.objects.get().state == way[-1]


def test_ideas_are_proposed_best_first_and_three_at_most(program, dana):
    dana.needs_matching = False
    dana.save()
    ideas = [make_idea(dana, score=score, topic=f"topic {score}") for score in (1.0, 3.0, 2.0, 0.9)]
    for idea in ideas:
        idea.article.title, idea.article.needs_matching = f"Title {idea.score} {'abcd'[ideas.index(idea)] * 5}", False
        idea.article.save()
    items = program.ask("GET", f"ideas?contact={dana.pk}").json()["items"]
    assert len(items) == 3 and items[0]["id"] == ideas[1].pk
    assert {"id", "title", "url", "kind", "why"} <= set(items[0])
    assert not Idea.objects.exclude(nudge=None).exists()


def test_nudges_are_read_only(program, dana):
    nudge = make_nudge(dana, date(2026, 11, 1))
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        assert program.ask(method, f"nudges/{nudge.pk}", {}).status_code == 405
    assert program.ask("GET", "nudges").json()["items"][0]["contact"] == dana.pk


def test_the_nudge_time_and_zone_are_changed(program, tim):
    body = {"time_zone": "Asia/Kathmandu", "nudge_time": "07:41", "away_from": "2026-12-20", "away_until": "2027-01-02"}
    changed = program.ask("PATCH", "me", body).json()
    tim.refresh_from_db()
    assert (changed["time_zone"], changed["nudge_time"], changed["away_until"]) == (
        "Asia/Kathmandu",
        "07:41",
        "2027-01-02",
    )
    assert (tim.nudge_time.hour, tim.contacts_per_mail) == (7, 3)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"nudge_time": "25:00"}, "nudge_time"),
        ({"contacts_per_mail": 11}, "contacts_per_mail"),
        ({"away_from": "2026-12-20"}, "away_until"),
        ({"email": "new@example.org", "nudge_time": None}, "nudge_time"),
    ],
)
def test_settings_of_no_sense_are_refused(program, body, field):
    assert field in program.ask("PATCH", "me", body).json()["error"]["fields"]


def test_a_company_of_the_same_name_is_refused(program, dana):
    assert "name" in program.ask("POST", "companies", {"name": " ZEPHYR "}).json()["error"]["fields"]


def test_what_a_mail_does_not_tell_is_null(program):
    answer = program.ask("POST", "rejections/read", {"text": "Hello!"}).json()
    assert answer == dict.fromkeys(["company", "role", "contact_name", "contact_email", "contact_title", "rejected_on"])
    assert not Rejection.objects.exists()


def test_a_draft_is_reviewed(program):
    text = "Thank you, but I think the decision was a mistake."
    finding = program.ask("POST", "drafts/review", {"kind": "feedback_request", "text": text}).json()["findings"][0]
    assert finding["kind"] == "arguing"
    assert text[finding["start"] : finding["end"]] == finding["quote"]
    assert finding["why"] and finding["instead"]


def test_a_feed_is_for_one_thing_at_most(program):
    body = {"url": "https://example.org/feed.xml", "field": "logistics", "interest": "sailing"}
    assert set(program.ask("POST", "feeds", body).json()["error"]["fields"]) == {"field", "interest"}


def test_an_address_that_is_not_fetched_is_refused_in_words(program):
    answer = program.ask("POST", "feeds", {"url": "http://127.0.0.1/feed.xml"})
    assert error_of(answer) == (422, "invalid")
    assert answer.json()["error"]["fields"]["url"]

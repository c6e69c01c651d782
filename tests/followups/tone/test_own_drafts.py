"""What Afterword drafts itself never argues, pleads or asks for a job or a call."""

from datetime import date

import pytest

from contacts.models import Interest, Rejection
from followups.drafts import check_in_draft, draft_for, draft_of_kind, feedback_draft, thanks_draft
from followups.feedback import propose_request
from followups.models import FeedbackRequest, Idea, Touchpoint
from followups.tone import review_draft
from followups.voices import Voice
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_idea,
    make_opening,
    make_rejection,
    make_user,
)
from tests.followups.tone.figures import KINDS

pytestmark = pytest.mark.django_db

YEAR = [date(2026, month, 23) for month in range(1, 13)]
REASONS = ["", "They took somebody who knew streaming.", "Not enough experience with streaming."]
ANSWERS = [
    "No.",
    "Your case study was strong. But I missed how you would measure success.",
    "We felt that you should give us a call before you argue. Why not work on your questions?",
]


@pytest.fixture
def dana():
    tim = make_user(name="Tim Berg")
    contact = make_contact(tim, name="Dana Weber", company=make_company(tim, "Zephyr"))
    Interest.objects.create(contact=contact, topic="phone interviews", source="mentioned in the interview")
    Interest.objects.create(contact=contact, topic="unfair algorithms", source="profile page")
    return contact


def findings_in(draft, kind: str) -> list[str]:
    return [f"{one.kind}: {one.quote}" for one in review_draft(draft.text, kind=kind) if one.kind in KINDS]


def ask(dana, voice: str, **rejection) -> FeedbackRequest:
    request = propose_request(make_rejection(dana, date(2026, 9, 3), **rejection))
    request.voice, request.contact = voice, dana
    return request


@pytest.mark.parametrize("voice", Voice.values)
@pytest.mark.parametrize("stage", ["", *Rejection.Stage.values])
def test_questions_for_feedback(dana, voice, stage):
    for told_by in ("", *Rejection.ToldBy.values):
        for reason in REASONS:
            draft = feedback_draft(ask(dana, voice, stage=stage, told_by=told_by, reason=reason))
            assert findings_in(draft, "feedback_request") == [], draft.text


@pytest.mark.parametrize("voice", Voice.values)
@pytest.mark.parametrize("answer", ANSWERS)
def test_thanks_for_an_answer(dana, voice, answer):
    request = ask(dana, voice)
    request.answer, request.answered_on = answer, date(2026, 9, 9)

    assert findings_in(thanks_draft(request), "thank_you") == []


def test_letters_of_the_month(dana):
    make_rejection(dana, date(2026, 1, 3), stage="final")

    for on in YEAR:
        assert findings_in(check_in_draft(dana, on=on), "check_in") == []
        assert findings_in(draft_of_kind(dana, "other", on=on), "other") == []


@pytest.mark.parametrize("news", ["", *Idea.News.values])
def test_congratulations(dana, news):
    article = make_article(dana.owner, "Zephyr is hiring: call for new jobs")
    idea = make_idea(dana, article=article, kind="congratulations", why="company", topic="Zephyr", news=news)

    for on in YEAR:
        assert findings_in(draft_for(idea, on=on), "congratulations") == []


@pytest.mark.parametrize(
    ("why", "topic"), [("interest", "phone interviews"), ("field", "logistics"), ("company", "Zephyr"), ("by_hand", "")]
)
def test_articles(dana, why, topic):
    idea = make_idea(dana, article=make_article(dana.owner), why=why, topic=topic)

    for on in YEAR:
        assert findings_in(draft_for(idea, on=on), "article") == []


def test_referrals(dana):
    opening = make_opening(dana.owner, company=dana.company, role="UX writer")
    peer = make_consenting_peer(dana.owner, headline="Content designer")
    idea = make_idea(dana, opening=opening, peer=peer, kind=Touchpoint.Kind.REFERRAL, why="referral", topic="Figma")

    for on in YEAR:
        assert findings_in(draft_for(idea, on=on), "referral") == []

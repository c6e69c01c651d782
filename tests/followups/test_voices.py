from datetime import date

import pytest

from followups.drafts import Draft, feedback_draft, find_point, thanks_draft
from followups.drafts.formal import formal_greeting
from followups.feedback import propose_request
from followups.models import FeedbackRequest, LetterTemplate
from followups.voices import Voice, is_untouched, offer_voices, use_voice
from tests.factories import make_company, make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db

ANSWER = "Hi Tim,\n\nYour case study was strong. But I missed how you would measure success.\n\nBest\nDana"
NEVER_SAID = ["phone", "call", "unfair", "why not", "reconsider", "position for me", "please", " but ", "job", "chance"]


@pytest.fixture
def dana():
    tim = make_user(name="Tim Berg")
    return make_contact(tim, name="Dana Weber", email="dana@zephyr.example", company=make_company(tim, "Zephyr"))


def make_request(contact, *, voice="warm", answer="", **rejection):
    request = propose_request(make_rejection(contact, date(2026, 9, 3), **rejection))
    FeedbackRequest.objects.filter(pk=request.pk).update(
        voice=voice,
        answer=answer,
        **({"state": "answered", "answered_on": date(2026, 9, 9)} if answer else {}),
    )
    request.refresh_from_db()
    request.contact = contact
    return request


REASONS = ["", "They took somebody who knew streaming.", "We would have needed more streaming from you."]


@pytest.mark.parametrize("voice", Voice.values)
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize(("stage", "told_by"), [("", ""), ("final", "phone"), ("task", "silence"), ("offer", "email")])
def test_each_voice_thanks_first_and_asks_one_question(dana, voice, reason, stage, told_by):
    text = feedback_draft(make_request(dana, voice=voice, reason=reason, stage=stage, told_by=told_by)).text

    assert text.split("\n\n")[1].startswith("Thank you")
    assert "Data engineer" in text and "Zephyr" in text and text.endswith("Tim Berg")
    assert text.count("?") == 1 and len(text.split()) < 125
    assert not [word for word in NEVER_SAID if word in text.lower()]


@pytest.mark.parametrize("voice", Voice.values)
@pytest.mark.parametrize("answer", [ANSWER, "No."])
def test_each_voice_gives_thanks_without_a_but(dana, voice, answer):
    text = thanks_draft(make_request(dana, voice=voice, answer=answer)).text

    assert ("I missed how you would measure success" in text) == (answer == ANSWER)
    assert "thank you" in text.lower() and "?" not in text
    assert not [word for word in NEVER_SAID if word in text.lower()]


def test_voices_differ(dana):
    assert len({feedback_draft(make_request(dana, voice=voice)).text for voice in Voice.values}) == 3


def test_the_stage_is_named(dana):
    assert "final round" in feedback_draft(make_request(dana, voice="formal", stage="final")).text
    assert "the task" in feedback_draft(make_request(dana, stage="task")).text


def test_a_reason_in_their_own_words_is_named(dana):
    assert (
        "“We would have needed more streaming from you.”" in feedback_draft(make_request(dana, reason=REASONS[2])).text
    )


def test_a_reason_about_somebody_else_is_thanked_for_and_not_named(dana):
    text = feedback_draft(
        make_request(dana, reason="We chose a candidate who fits us better, and you were close.")
    ).text
    assert "candidate who" not in text and "telling me the reason" in text and "beyond that" in text


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Dana Weber", "Dear Dana Weber,"),
        ("Ms Dana Weber", "Dear Ms Weber,"),
        ("Frau Weber", "Dear Frau Weber,"),
        ("Dr. Dana Weber", "Dear Dr. Weber,"),
        ("Ms Dr. Dana van der Berg", "Dear Dr. van der Berg,"),
        ("Weber, Dana", "Dear Dana Weber,"),
        ("Dana", "Dear Dana,"),
        ("Dr.", "Dear Dr.,"),
        ("", "Good day,"),
        ("Dana\r\nBcc: x", "Dear Dana Bcc: x,"),
    ],
)
def test_a_title_is_used_where_it_is_known_and_never_guessed(dana, name, greeting):
    dana.name = name
    assert formal_greeting(dana) == greeting


@pytest.mark.parametrize(
    ("answer", "point"),
    [
        ("Your portfolio is lovely, but more SQL would help.", "More SQL would help"),
        (
            "Your live coding was weak and the panel was bored. Try more pairing next time.",
            "Try more pairing next time.",
        ),
        ("You failed the task. It was awful.", ""),
        ("Unfortunately we decided to go with another candidate.", ""),
        ("Have you thought about learning more SQL?", ""),
        ("It was not only the task but also the timing.", ""),
        ("Honestly, I would have liked more examples.", "I would have liked more examples."),
        ("You would not fit into the team.", ""),
        ("Your tone hurt us.", ""),
        ("Your live coding put the panel off.", ""),
        ("You lack the patience we need here.", ""),
        ("You talked too much about yourself.", ""),
        ("Your case study was among the strong ones.", "Your case study was among the strong ones."),
        ("It was a close race this time.", "It was a close race this time."),
        ("See https://example.org for more on what we need.", ""),
    ],
)
def test_a_point_is_advice_without_a_but_a_question_or_a_hurt(answer, point):
    assert find_point(answer).rstrip(".") == point.rstrip(".")


@pytest.fixture
def own(dana):
    return LetterTemplate.objects.create(
        owner=dana.owner,
        kind="feedback_request",
        name="Mine",
        subject="The {role} role",
        text="Dear {full_name},\n\nWhy?",
    )


def test_own_templates_are_offered_for_their_kind_of_letter(dana, own):
    LetterTemplate.objects.create(owner=dana.owner, kind="thank_you", name="Thanks", subject="s", text="t")
    LetterTemplate.objects.create(owner=make_user(), kind="feedback_request", name="Theirs", subject="s", text="t")

    assert [choice.label for choice in offer_voices(make_request(dana))] == ["Warm", "Brief", "Formal", "Mine"]
    assert [choice.label for choice in offer_voices(make_request(dana, answer=ANSWER))][3:] == ["Thanks"]


def test_an_own_template_words_the_question(dana, own):
    assert feedback_draft(make_request(dana, voice=str(own.pk))) == Draft(
        "The Data engineer role", "Dear Dana Weber,\n\nWhy?"
    )


def test_a_template_that_is_gone_or_for_another_letter_leaves_the_warm_voice(dana, own):
    warm = feedback_draft(make_request(dana)).text
    request = make_request(dana, voice=str(own.pk), answer=ANSWER)
    own.delete()
    assert feedback_draft(make_request(dana, voice="999999")).text == warm
    assert [choice.key for choice in offer_voices(request) if choice.is_chosen] == ["warm"]


def test_a_letter_is_untouched_until_a_word_of_it_changes(dana):
    request = make_request(dana)
    drafted = feedback_draft(request)
    assert is_untouched(request, drafted) and is_untouched(request, Draft("", ""))
    assert is_untouched(request, Draft(drafted.subject, drafted.text.replace("\n", "\r\n") + "\n"))
    assert not is_untouched(request, Draft(drafted.subject, f"{drafted.text}!"))
    assert not is_untouched(request, Draft("Mine", drafted.text))


def test_another_voice_words_the_letter_anew(dana):
    request = make_request(dana)
    use_voice(request, "formal")
    assert feedback_draft(request).text.startswith("Dear Dana Weber,")
